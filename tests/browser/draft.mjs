// draft.mjs: what is typed while the network, the session or the tab goes away, and every saved state.

import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { look, model, press, save } from './support.mjs';

const aims = '[id="basis.aims"]';

async function edit(visitor) {
  await visitor.page.goto('/applications');
  const place = await visitor.page.getAttribute('a[href$="/edit"] >> nth=0', 'href');
  await visitor.page.goto(place);
  return place;
}

async function stored(visitor, place) {
  const { sections } = await model(visitor, place);
  return sections.find((section) => section.key === 'basis').fields.find((field) => field.name === 'aims').value;
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
    visitor.said.splice(0);
    fs.rmSync(folder, { recursive: true });
  }],
];
