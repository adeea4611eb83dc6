// draft.mjs: what is typed while the network, the session or the tab goes away, and every saved state.

import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { look, model, move, press, save } from './support.mjs';

const aims = '[id="basis.aims"]';

async function edit(visitor) {
  await visitor.page.goto('/applications');
  const place = await visitor.page.getAttribute('a[href$="/edit"] >> nth=0', 'href');
  await visitor.page.goto(place);
  return place;
}

async function field(visitor, place, section, name) {
  const { sections } = await model(visitor, place);
  return sections.find((one) => one.key === section).fields.find((one) => one.name === name);
}

const stored = async (visitor, place, name = 'aims') => (await field(visitor, place, 'basis', name)).value;

// Another tab, or another person, saves meanwhile.
async function meanwhile(visitor, place, section, fields) {
  const { csrf } = await model(visitor, place);
  const answer = await visitor.context.request.post(place.replace('/edit', `/sections/${section}`),
    { data: { fields }, headers: { Accept: 'application/json', 'X-CSRF-Token': csrf } });
  assert.equal(answer.status(), 200, await answer.text());
}

async function signIn(visitor, at) {
  const { people } = await model(visitor, '/rehearsal');
  const form = { who: people.filter((one) => one.role === 'applicant')[at].key };
  await visitor.context.request.post('/rehearsal/sign-in', { form, headers: { Accept: 'application/json' } });
}

const focus = (page) => page.evaluate(() => window.dispatchEvent(new Event('focus')));
const settled = (page) => page.waitForSelector('#basis output[data-state=saved]');

export const steps = [
  ['what is typed without a network survives a closed tab, and is saved when there is one', { who: 'applicant', at: 4 }, async (visitor) => {
    const place = await edit(visitor);
    const text = `断网时写下的目标 ${visitor.width}`;
    await visitor.context.setOffline(true);
    await visitor.page.fill(aims, text);
    await visitor.page.waitForSelector('#draft:not([hidden])');
    assert.equal(await visitor.page.getAttribute('#basis output', 'data-state'), 'kept');
    await visitor.page.close({ runBeforeUnload: false });
    await visitor.context.setOffline(false);
    visitor.said.splice(0);
    visitor.page = await visitor.context.newPage();
    await visitor.page.goto(place);
    assert.equal(await visitor.page.inputValue(aims), text);
    await settled(visitor.page);
    assert.equal(await stored(visitor, place), text);
    await visitor.page.goto(place);
    assert.equal(await visitor.page.isVisible('#draft'), false);
  }],
  ['an ended session keeps what is typed; only the same person, signed in again, has it saved', { who: 'applicant', at: 5 }, async (visitor) => {
    const place = await edit(visitor);
    const { page, context } = visitor;
    const text = `登录失效时写下的目标 ${visitor.width}`;
    const before = await stored(visitor, place);
    await context.clearCookies();
    await page.fill(aims, text);
    await page.waitForSelector('#draft a[target=_blank]');
    await look(visitor, 'draft-signed-out', { expected: [/status of 401/] });
    await signIn(visitor, 6);
    await focus(page);
    await page.waitForSelector(`#draft:has-text("${await page.getAttribute('#draft', 'data-other')}")`);
    await page.waitForTimeout(300);
    await signIn(visitor, 5);
    assert.equal(await stored(visitor, place), before);
    await focus(page);
    await settled(page);
    assert.equal(await stored(visitor, place), text);
    assert.equal(await page.inputValue(aims), text);
    visitor.said.splice(0);
  }],
  ['two tabs that lose the network each keep what was typed in them', { who: 'applicant', at: 4 }, async (visitor) => {
    const place = await edit(visitor);
    const other = await visitor.context.newPage();
    await other.goto(place);
    await visitor.context.setOffline(true);
    const texts = { aims: `甲页 ${visitor.width}`, problems: `乙页 ${visitor.width}` };
    await visitor.page.fill(aims, texts.aims);
    await other.fill('[id="basis.problems"]', texts.problems);
    for (const page of [visitor.page, other]) {
      await page.waitForSelector('#basis output[data-state=kept]');
      await page.close({ runBeforeUnload: false });
    }
    await visitor.context.setOffline(false);
    visitor.said.splice(0);
    visitor.page = await visitor.context.newPage();
    await visitor.page.goto(place);
    await visitor.page.waitForSelector('#draft:has-text("2")');
    await settled(visitor.page);
    for (const [name, text] of Object.entries(texts)) assert.equal(await stored(visitor, place, name), text);
  }],
  ['a save whose answer was lost is no conflict with oneself', { who: 'applicant', at: 4 }, async (visitor) => {
    const place = await edit(visitor);
    const { page } = visitor;
    const [first, more] = [`送到而无回音 ${visitor.width}`, `送到而无回音，又写了一句 ${visitor.width}`];
    let arrived = 0;
    await page.route('**/sections/basis', async (route) => {
      arrived += 1;
      if (arrived === 1) await route.fetch();
      await route.abort();
    });
    await page.fill(aims, first);
    await page.waitForSelector('#basis output[data-state=kept]');
    assert.equal(await stored(visitor, place), first);
    await page.fill(aims, more);
    await page.unroute('**/sections/basis');
    await focus(page);
    const kept = () => page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('draft ')));
    for (let tries = 150; tries > 0 && (await kept()).length > 0; tries -= 1) await page.waitForTimeout(100);
    assert.deepEqual(await kept(), []);
    assert.equal(await page.locator('#basis .note.warn').count(), 0);
    assert.equal(await stored(visitor, place), more);
    visitor.said.splice(0);
  }],
  ['a field that waits for a choice holds up no other; a table is taken over without loading the page again', { who: 'applicant', at: 4 }, async (visitor) => {
    const place = await edit(visitor);
    const { page } = visitor;
    const row = (at, column) => `[id="members.rows.${at}.${column}"]`;
    const name = `王示例 ${visitor.width}`;
    await meanwhile(visitor, place, 'members', { rows: [{ name, institution: '示例大学' }, { name: '李示例', institution: '示例大学' }] });
    await page.fill(row(0, 'name'), '我写的成员');
    const box = page.locator('[id="members.rows"] .note.warn');
    await box.waitFor();
    await look(visitor, 'draft-table', { expected: [/status of 409/] });
    assert.ok((await box.textContent()).includes(name));
    await page.evaluate(() => { window.same = true; });
    await box.locator('button').nth(1).click();
    await page.waitForSelector('#members output[data-state=saved]');
    assert.equal(await page.inputValue(row(0, 'name')), name);
    assert.equal(await page.inputValue(row(1, 'name')), '李示例');
    await meanwhile(visitor, place, 'basis', { aims: `别处写的 ${visitor.width}` });
    await page.fill(aims, '与别处不同');
    await page.waitForSelector('[id="basis.aims"] ~ .note.warn');
    await page.fill('[id="basis.problems"]', `照常保存 ${visitor.width}`);
    await page.waitForResponse((reply) => reply.url().endsWith('/sections/basis') && reply.ok());
    assert.equal(await stored(visitor, place, 'problems'), `照常保存 ${visitor.width}`);
    assert.equal(await stored(visitor, place), `别处写的 ${visitor.width}`);
    assert.equal(await page.inputValue(aims), '与别处不同');
    assert.equal(await page.evaluate(() => window.same), true);
    visitor.said.splice(0);
  }],
  ['below the last row of a table another one grows; what cannot be stored is not called saved', { who: 'applicant', at: 4 }, async (visitor) => {
    const place = await edit(visitor);
    const { page } = visitor;
    const rows = page.locator('[id="members.rows"] tbody tr');
    const before = await rows.count();
    const cell = (at) => `[name="rows.${at}.name"]`;
    await page.fill(cell(before - 1), '甲示例');
    await page.fill(cell(before), '乙示例');
    await page.waitForSelector('#members output[data-state=saved]');
    await page.goto(place);
    assert.equal(await rows.count(), before + 2);
    assert.equal(await page.inputValue(cell(before)), '乙示例');
    await page.fill('[id="basic.title"]', '长'.repeat(400));
    await page.waitForSelector('#basic output[data-state=unread]');
  }],
  ['every saved state of a section is listed, compared word by word, and restored', { who: 'applicant', at: 6, plain: true }, async (visitor) => {
    const place = await edit(visitor);
    const { page } = visitor;
    const [first, second] = ['先做小模型，再做大模型。', '先做小模型，后做大模型。'];
    for (const text of [first, second]) {
      await page.fill(aims, text);
      await save(page, 'basis');
      await page.goto(place);
    }
    await page.goto(await page.getAttribute('#basis a.small', 'href'));
    await look(visitor, 'draft-history');
    const { bursts } = await model(visitor, new URL(page.url()).pathname);
    const all = bursts.flatMap((burst) => [burst, ...burst.more]);
    await page.goto(all[1].href);
    assert.equal(await page.textContent('.diff del'), '后');
    assert.equal(await page.textContent('.diff ins'), '再');
    await look(visitor, 'draft-compare');
    await press(page, 'form.key button');
    assert.equal(await page.inputValue(aims), first);
    assert.equal(await stored(visitor, place), first);
  }],
  ['a file cut off on its way goes on where it was, also after the page was loaded again', { who: 'applicant', at: 7 }, async (visitor) => {
    const place = await edit(visitor);
    const { page } = visitor;
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'grantd-part-'));
    const file = path.join(folder, '论文.pdf');
    const slot = '[id="attachments.papers"]';
    fs.writeFileSync(file, Buffer.concat([Buffer.from('%PDF-1.7\n'), crypto.randomBytes(2.5 * 1024 * 1024)]));
    let parts = 0;
    await page.route('**/uploads/*', (route) => { parts += 1; return parts > 1 ? route.abort() : route.continue(); });
    await page.setInputFiles(`${slot} input[type=file]`, file);
    await page.click(`${slot} form[data-parts] button`);
    await page.waitForSelector(`${slot} output:has-text("中断")`);
    assert.equal(await page.getAttribute(`${slot} progress`, 'value'), '33');
    await page.goto(place);
    await page.unroute('**/uploads/*'); /* only now: the page that was left would have gone on */
    visitor.said.splice(0);
    assert.match(await page.textContent(`${slot} .note`), /1 \/ 3/);
    let again = 0;
    page.on('request', (request) => { if (/uploads\/\w{16}$/.test(request.url())) again += 1; });
    await page.setInputFiles(`${slot} input[type=file]`, file);
    await Promise.all([page.waitForEvent('load'), page.click(`${slot} form[data-parts] button`)]);
    assert.equal(again, 2);
    const { slots } = await model(visitor, place);
    const [kept] = slots.find((one) => one.key === 'papers').files.slice(-1);
    assert.equal(kept.sha256, crypto.createHash('sha256').update(fs.readFileSync(file)).digest('hex'));
    /* the answer that a file is whole is lost: it is there once, and its pages are counted */
    fs.writeFileSync(file, `%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n% ${visitor.width}`);
    let lost = 0;
    await page.route('**/finish', async (route) => {
      lost += 1;
      if (lost > 1) return route.continue();
      await route.fetch();
      return route.abort();
    });
    await page.setInputFiles(`${slot} input[type=file]`, file);
    await Promise.all([page.waitForEvent('load'), page.click(`${slot} form[data-parts] button`)]);
    assert.equal(lost, 2);
    await page.waitForSelector(`${slot} .list small:has-text("1 页")`);
    const size = fs.statSync(file).size;
    const after = (await model(visitor, place)).slots.find((one) => one.key === 'papers').files;
    assert.equal(after.filter((one) => one.bytes === size).length, 1);
    if (process.env.SHOTS) await page.locator('#attachments').screenshot({ path: path.join(process.env.SHOTS, `attachments-${visitor.width}.png`) });
    visitor.said.splice(0);
    fs.rmSync(folder, { recursive: true });
  }],
];

// After the office's steps before closing; these begin while the call is open.
export const closing = [
  ['closing while somebody types: the text stays, is said not to be saved, and can be kept as a file', { who: 'applicant', at: 4 }, async (visitor, season) => {
    const place = await edit(visitor);
    const { page, context } = visitor;
    const text = `截止时正在写 ${visitor.width}`;
    await move(season, context, '2023-11-24T18:05:00+08:00');
    await page.fill(aims, text);
    await page.waitForSelector('#basis output[data-state=refused]');
    await look(visitor, 'draft-closed', { expected: [/status of 409/] });
    assert.equal(await page.inputValue(aims), text);
    const [file] = await Promise.all([page.waitForEvent('download'), page.click('#draft a[download]')]);
    assert.ok(fs.readFileSync(await file.path(), 'utf8').includes(text));
    page.on('dialog', (dialog) => dialog.accept());
    await page.goto(place);
    await page.waitForSelector(`#draft pre:has-text("${text}")`);
    await page.click('#draft button');
    await page.goto(place);
    assert.equal(await page.isVisible('#draft'), false);
  }],
];
