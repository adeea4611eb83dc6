// applicant.mjs: visitors and applicants at their pages while the call is open.

import assert from 'node:assert/strict';
import { built, look, open, press, quiet, save } from './support.mjs';

// Sentence → what a visitor does. Each runs in both widths, and without scripts where `plain` says so.
export const steps = [
  ['a visitor signs up and in, asks for a password, reads the privacy notice', { plain: true }, async (visitor) => {
    const { page } = visitor;
    for (const path of ['/sign-in', '/sign-up', '/forgot', '/privacy', '/verify', '/keys', '/rehearsal'])
      await open(visitor, path, path.slice(1));
    await open(visitor, '/nowhere', 'missing', 404);
    await page.goto('/rehearsal');
    await press(page, 'button[name=who] >> nth=-1');
    if (!await built(visitor, '/')) visitor.said.splice(0);
    await open(visitor, '/applications', 'desk-clicked');
    await visitor.context.clearCookies();
    await page.goto('/sign-up');
    await page.evaluate(() => { for (const form of document.forms) form.noValidate = true; });
    await page.fill('#email', 'not an address');
    await press(page, 'main form[action="/sign-up"] button[type=submit], main form button[type=submit]');
    assert.ok(await page.locator('.errors a').count() > 0);
    await look(visitor, 'sign-up-wrong', { expected: [/status of 422/] });
  }],
  ['the home page shows where the call is', { plain: true }, async (visitor) => {
    if (!await built(visitor, '/')) return 'not built yet';
    await open(visitor, '/', 'home');
    if (await built(visitor, '/topics/1')) await open(visitor, '/topics/1', 'topic');
  }],
  ['an applicant fills in, previews, submits and reads the receipt', { who: 'applicant', plain: true }, async (visitor) => {
    const { page, script } = visitor;
    await open(visitor, '/applications', 'desk');
    await page.click('a[href$="/edit"] >> nth=0');
    await look(visitor, 'edit', { expected: quiet });
    const title = `低比特训练 ${visitor.width} ${script}`;
    await page.fill('[id="basic.title"]', title);
    await page.fill('[id="basic.abstract"]', '先在小模型上量出误差与开销，再扩展到完整规模。');
    if (script) assert.match(await page.textContent('[id="basic.abstract-count"]'), /23/);
    if (await save(page, 'basic')) {
      await look(visitor, 'edit-said');
      await page.reload();
    }
    assert.equal(await page.inputValue('[id="basic.title"]'), title);
    await look(visitor, 'edit-saved', { expected: quiet });
    await page.click('a.primary[href$="/preview"]');
    await page.waitForURL(/preview/);
    assert.ok((await page.textContent('main')).includes(title));
    await look(visitor, 'preview');
    const key = page.url().match(/applications\/(\w+)/)[1];
    await press(page, 'form[action$="/submit"] button');
    await look(visitor, 'submitted');
    const { version } = await (await visitor.context.request.get(`/applications/${key}`, { headers: { Accept: 'application/json' } })).json();
    assert.ok(version >= 1);
    await open(visitor, `/applications/${key}/receipts/${version}`, 'receipt');
    assert.match(await page.textContent('main'), /[0-9a-f]{64}/);
    for (const [path, name] of [['', 'show'], [`/versions/${version}`, 'version'], ['/commitment', 'commitment']])
      await open(visitor, `/applications/${key}${path}`, name);
    for (const path of ['/profile', '/profile/addresses', '/profile/second'])
      await open(visitor, path, path.slice(1).replace('/', '-'));
  }],
  ['a rule over two fields speaks at its field while typing, and falls silent when mended', { who: 'applicant' }, async (visitor) => {
    const { page } = visitor;
    await page.goto('/applications');
    await page.click('a[href$="/edit"] >> nth=0');
    const end = await page.inputValue('[id="basic.end"]');
    const links = () => page.locator('[data-progress] a[href="#basic.end"]');
    assert.equal(await links().count(), 0);
    await page.fill('[id="basic.end"]', '2020-01');
    await page.waitForSelector('[id="basic.end-err"]');
    assert.equal(await page.getAttribute('[id="basic.end"]', 'aria-invalid'), 'true');
    assert.match(await page.getAttribute('[id="basic.end"]', 'aria-describedby'), /basic\.end-err/);
    assert.equal(await links().count(), 1);
    assert.match(await page.getAttribute('[data-mark=basic]', 'class'), /bad/);
    assert.match(await page.textContent('[data-mark=basic]'), /\d+%/);
    await page.locator('[data-progress] summary').click();
    await look(visitor, 'edit-told', { expected: quiet });
    await page.fill('[id="basic.end"]', end);
    await page.waitForSelector('[id="basic.end-err"]', { state: 'detached' });
    assert.equal(await links().count(), 0);
    assert.equal(await page.getAttribute('[id="basic.end"]', 'aria-invalid'), null);
  }],
  ['an applicant starts another topic and is told what is missing', { who: 'applicant', at: 1, plain: true }, async (visitor) => {
    const { page } = visitor;
    await page.goto('/applications');
    if (await page.locator('form[action="/applications"] button').count() === 0) return 'no topic is left';
    await press(page, 'form[action="/applications"] button >> nth=0');
    await look(visitor, 'edit-new', { expected: quiet });
    const key = page.url().match(/applications\/(\w+)/)[1];
    await open(visitor, `/applications/${key}/preview`, 'preview-missing');
    await press(page, 'form[action$="/submit"] button');
    assert.ok(await page.locator('.errors').count() > 0);
    await look(visitor, 'submit-refused', { expected: [/status of 422/] });
    assert.equal(await page.getAttribute('.errors a >> nth=0', 'href'), `/applications/${key}/edit#basic.title`);
  }],
  ['two tabs that change one field are both shown', { who: 'applicant', at: 2, plain: true }, async (visitor) => {
    const { page } = visitor;
    await page.goto('/applications');
    const path = await page.getAttribute('a[href$="/edit"] >> nth=0', 'href');
    const [mine, theirs] = ['第二页的文字', '第一页的文字'].map((text) => `${text} ${visitor.width} ${visitor.script}`);
    const other = await visitor.context.newPage();
    await other.goto(path);
    await page.goto(path);
    await page.fill('[id="basis.aims"]', theirs);
    await save(page, 'basis');
    await other.fill('[id="basis.aims"]', mine);
    const scripted = await save(other, 'basis', 'stale');
    await look({ ...visitor, page: other }, 'conflict', { expected: [/status of 409/] });
    const shown = await other.textContent('main') + await other.locator('[id="basis.aims"]').evaluateAll((all) => all.map((one) => one.value).join());
    assert.ok(shown.includes(theirs) && shown.includes(mine));
    if (scripted) {
      await other.click('#basis .note.warn button >> nth=0');
      await other.waitForSelector('#basis output[data-state=saved]');
    } else {
      await press(other, 'main form button');
    }
    assert.equal((await other.goto(path)).status(), 200);
    assert.equal(await other.inputValue('[id="basis.aims"]'), mine);
  }],
  ['a language is chosen and stays', { who: 'applicant', at: 3 }, async (visitor) => {
    const { page } = visitor;
    await page.goto('/applications');
    if (await page.getAttribute('html', 'lang') === 'en') await press(page, 'form[action="/language"] button');
    assert.equal(await page.getAttribute('html', 'lang'), 'zh-CN');
    await press(page, 'form[action="/language"] button');
    assert.equal(await page.getAttribute('html', 'lang'), 'en');
    await open(visitor, '/applications', 'desk-en');
    await page.click('a[href$="/edit"] >> nth=0');
    await look(visitor, 'edit-en', { expected: quiet });
  }],
];
