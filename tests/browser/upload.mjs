// upload.mjs: a file in parts, while the network, the page or the session goes away.

import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import { look, model, press } from './support.mjs';

const MIB = 1 << 20;
const box = '[id="attachments.papers"]';
const parts = /\/transfers\/[0-9a-z]+$/;

function paper(name, size) {
  const buffer = Buffer.concat([Buffer.from('%PDF-1.7\n'), crypto.randomBytes(size)]);
  return { name, mimeType: 'application/pdf', buffer };
}

async function edit(visitor) {
  await visitor.page.goto('/applications');
  const path = await visitor.page.getAttribute('a[href$="/edit"] >> nth=0', 'href');
  await visitor.page.goto(path);
  return path;
}

const choose = (page, ...files) => page.setInputFiles(`${box} input[type=file]`, files);
const begin = (page) => page.click(`${box} form[data-slot] button[type=submit]`);
const listed = (page, name) => page.waitForSelector(`${box} .list a:text-is("${name}")`);
const says = (page, text) => page.locator(`${box} output`, { hasText: text }).first().waitFor();
const word = (page, name) => page.getAttribute('#attachments', `data-${name}`);

// Lets so many parts through and loses the others; what was asked for is counted.
async function lossy(page, count) {
  const seen = { sent: 0, lost: 0 };
  await page.route(parts, async (route) => {
    if (seen.sent >= count) { seen.lost += 1; return route.abort('connectionfailed'); }
    seen.sent += 1;
    return route.continue();
  });
  return seen;
}

async function kept(visitor, path, file) {
  const { slots } = await model(visitor, path);
  const found = slots.find((slot) => slot.key === 'papers').files.find((one) => one.name === file.name);
  assert.equal(found.sha256, crypto.createHash('sha256').update(file.buffer).digest('hex'));
}

async function remove(page, name) {
  await press(page, `${box} li:has(a:text-is("${name}")) button`);
}

export const steps = [
  ['a file goes on by itself after the network was gone, and two go one after the other', { who: 'applicant', at: 4 }, async (visitor) => {
    const path = await edit(visitor);
    const { page } = visitor;
    const [first, second] = [paper('断网.pdf', 3.5 * MIB), paper('第二个.pdf', 5000)];
    const seen = await lossy(page, 2);
    await choose(page, first, second);
    await begin(page);
    await says(page, await word(page, 'offline'));
    assert.equal(await page.getAttribute(`${box} progress`, 'aria-label'), first.name);
    assert.ok(await page.$eval(`${box} progress`, (bar) => bar.value > 0.4 && bar.value < 1));
    await says(page, await word(page, 'queued'));
    visitor.said.splice(0);
    await look(visitor, 'upload-offline', { expected: [/ERR_CONNECTION_FAILED|failed: .*transfers/] });
    assert.ok(seen.lost > 0);
    await page.unroute(parts);
    await page.evaluate(() => window.dispatchEvent(new Event('online')));
    await listed(page, first.name);
    await listed(page, second.name);
    await kept(visitor, path, first);
    await kept(visitor, path, second);
    visitor.said.splice(0);
    await page.goto(path);
    await remove(page, first.name);
    await remove(page, second.name);
  }],
  ['after a reload the page says how far a file is, and the same file goes on there', { who: 'applicant', at: 4 }, async (visitor) => {
    const path = await edit(visitor);
    const { page } = visitor;
    const file = paper('接着传.pdf', 3.5 * MIB);
    await lossy(page, 2);
    await choose(page, file);
    await begin(page);
    await says(page, await word(page, 'offline'));
    await page.unroute(parts);
    page.once('dialog', (dialog) => dialog.accept());
    await page.goto(path);
    visitor.said.splice(0);
    await page.waitForSelector(`${box} li[data-transfer]`);
    assert.match(await page.textContent(`${box} li[data-transfer]`), /57%/);
    const seen = await lossy(page, 99);
    await choose(page, file);
    await begin(page);
    await listed(page, file.name);
    assert.equal(seen.sent, 2);
  assert.equal(await page.locator(`${box} li[data-transfer]`).count(), 0);
    await kept(visitor, path, file);
    await page.goto(path);
    await remove(page, file.name);
  }],
  ['a session that ended is renewed in another tab, and the file goes on', { who: 'applicant', at: 5 }, async (visitor) => {
    const path = await edit(visitor);
    const { page, context } = visitor;
    const file = paper('登录.pdf', 2.5 * MIB);
    await page.route(parts, async (route) => {
      await page.unroute(parts);
      await context.clearCookies();
      return route.continue();
    });
    await choose(page, file);
    await begin(page);
    await page.waitForSelector('#draft a[target=_blank]');
    const { people } = await model(visitor, '/rehearsal');
    const form = { who: people.filter((one) => one.role === 'applicant')[5].key };
    await context.request.post('/rehearsal/sign-in', { form, headers: { Accept: 'application/json' } });
    await page.evaluate(() => window.dispatchEvent(new Event('focus')));
    await listed(page, file.name);
    await kept(visitor, path, file);
    visitor.said.splice(0);
    await page.goto(path);
    await remove(page, file.name);
  }],
  ['a file that is refused is told at its slot, and a cancelled one is gone', { who: 'applicant', at: 6, plain: true }, async (visitor) => {
    const path = await edit(visitor);
    const { page } = visitor;
    const wrong = { name: 'page.pdf', mimeType: 'application/pdf', buffer: Buffer.from('<!DOCTYPE html>') };
    await choose(page, wrong);
    if (visitor.script) await begin(page);
    else await press(page, `${box} form[data-slot] button[type=submit]`);
    await page.waitForSelector(`${box} .err`);
    if (!visitor.script) return look(visitor, 'upload-refused', { expected: [/status of 422/] });
    await lossy(page, 1);
    await choose(page, paper('取消.pdf', 3 * MIB));
    await begin(page);
    await says(page, await word(page, 'offline'));
    const gone = page.waitForResponse((answer) => answer.url().endsWith('/cancel'));
    await page.click(`${box} > div button`);
    assert.equal((await gone).status(), 200);
    visitor.said.splice(0);
    const { slots } = await model(visitor, path);
    assert.equal(slots.find((slot) => slot.key === 'papers').transfers, undefined);
  }],
];
