// pages.mjs: people of the rehearsal at their desks, in a wide and a narrow window, once without scripts.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import { launch, look, rehearse, visit, widths } from './support.mjs';

const word = process.argv[2] ?? '';
// A page whose room is not built yet is passed by; once a step is named here as built, it must be.
const autosaves = fs.existsSync('templates/static/draft.js');
const quiet = autosaves ? [] : [/draft\.js/, /Refused to execute script from '[^']+edit[^']*#'/];

// Presses a button that leads to another page.  Without scripts by the keyboard: Playwright's wait for
// a button to stand still never ends there.
async function press(page, selector) {
  const button = page.locator(selector);
  const plain = !await page.evaluate(() => document.scripts.length > 0 && matchMedia('(scripting: enabled)').matches);
  await Promise.all([page.waitForNavigation(), plain ? button.press('Enter') : button.click()]);
}

// Saves a section: by its button and another page, or by the script, which stays and says so.
async function save(page, section, state = 'saved') {
  const scripted = autosaves && await page.evaluate(() => matchMedia('(scripting: enabled)').matches);
  const button = page.locator(`#${section} button[type=submit]`).last();
  if (!scripted) {
    await press(page, `#${section} button[type=submit]`);
    return false;
  }
  await button.click();
  await page.waitForSelector(`#${section} output[data-state=${state}]`);
  return true;
}

async function open(visitor, path, name, status = 200) {
  const answer = await visitor.page.goto(path);
  assert.equal(answer.status(), status, path);
  const expected = status >= 400 ? [/status of \d+/] : [];
  await look(visitor, name, { expected: [...expected, ...quiet] });
}

async function built(visitor, path) {
  return (await visitor.context.request.get(path)).status() !== 404;
}

// A page of the office as it is at this time of the season, a refusal by the phase included.
async function openAny(visitor, path) {
  const status = (await visitor.context.request.get(path)).status();
  if (status === 404) return;
  assert.ok([200, 403, 409].includes(status), `${path}: ${status}`);
  await open(visitor, path, `${path.slice(1).replaceAll('/', '-')}${visitor.name ?? ''}`, status);
}

// Sentence → what a visitor does. Each runs in both widths, and without scripts where `plain` says so.
const steps = [
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
  ['the secretary sees the office', { who: 'secretary' }, async (visitor) => {
    for (const path of ['/office', '/office/people', '/office/call', '/office/applications', '/office/assignments',
      '/office/announcements', '/office/downloads', '/office/register', '/office/conflicts', '/office/mail',
      '/office/same-persons', '/office/exports', '/ranking', '/awards', '/contracts'])
      await openAny(visitor, path);
  }],
  ['a reviewer sees the assignments', { who: 'reviewer' }, async (visitor) => {
    if (!await built(visitor, '/reviews')) return 'not built yet';
    await open(visitor, '/reviews', 'reviews');
  }],
  // The clock only goes forward: this stays last.
  ...['secretary', 'chair', 'reviewer'].map((who) => [`after the reviews the ${who} has a desk full`, { who }, async (visitor) => {
    for (const now of ['2023-11-24T17:01:00+08:00', '2023-12-04T17:00:00+08:00', '2023-12-07T17:00:00+08:00'])
      await visitor.context.request.post('/rehearsal/clock', { form: { now }, headers: { Accept: 'application/json' } });
    visitor.name = `-after-${who}`;
    for (const path of ['/office', '/office/applications', '/office/assignments', '/office/conflicts', '/office/mail',
      '/ranking', '/awards', '/contracts', '/reviews', '/applications']) await openAny(visitor, path);
  }]),
];

let ran = 0;
let failed = 0;

async function run(browser, season, [sentence, options, act], width, script) {
  const name = `${sentence} (${width} px${script ? '' : ', no scripts'})`;
  if (!name.includes(word)) return;
  const begun = Date.now();
  let visitor = null;
  try {
    visitor = await visit(browser, season, { ...options, width, script });
    const note = await act(visitor);
    console.log(`${note ? 'passed by' : 'ok    '} ${name}${note ? `: ${note}` : ''} (${((Date.now() - begun) / 1000).toFixed(1)} s)`);
    if (!note) ran += 1;
  } catch (error) {
    ran += 1;
    failed += 1;
    console.log(`FAILED ${name}\n${error.stack}`);
  } finally {
    await visitor?.context.close();
  }
}

const season = await rehearse();
const browser = await launch();
try {
  for (const step of steps) {
    for (const width of widths) await run(browser, season, step, width, true);
    if (step[1].plain) await run(browser, season, step, widths[1], false);
  }
} finally {
  await browser.close();
  await season.stop();
}
console.log(`${ran} browser tests ran, ${failed} failed`);
process.exitCode = failed > 0 || ran === 0 ? 1 : 0;
