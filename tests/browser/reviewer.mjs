// reviewer.mjs: a reviewer at the score form, with the keyboard alone.

import assert from 'node:assert/strict';
import { choose, look, model, open, press, quiet, save } from './support.mjs';

const assigned = '2023-11-27T18:05:00+08:00';
const criteria = 'form[action^="/reviews/"] fieldset.criterion';

// Tab enters a criterion, arrows choose: the first radio group has the focus, the last loses it.
async function score(page, points) {
  await page.locator(`${criteria} input >> nth=0`).focus();
  for (const [at, point] of points.entries()) {
    await page.keyboard.press('Space');
    for (let step = 1; step < point; step += 1) await page.keyboard.press('ArrowRight');
    const here = await page.evaluate(() => [document.activeElement.name, document.activeElement.value]);
    const name = await page.getAttribute(`${criteria} >> nth=${at} >> input >> nth=0`, 'name');
    assert.deepEqual(here, [name, String(point)]);
    await page.keyboard.press('Tab');
  }
}

const scores = (page) => page.locator(`${criteria} input:checked`).evaluateAll((all) => all.map((one) => Number(one.value)));

// What one sees of a choice: the box under the radio button differs from its neighbour's.
async function seen(page) {
  const [chosen, other] = await page.locator(`${criteria} >> nth=0 >> span`).evaluateAll((all) =>
    [':has(:checked)', ':not(:has(:checked))'].map((state) =>
      getComputedStyle(all.find((one) => one.parentElement.matches(`label${state}`))).backgroundColor));
  assert.notEqual(chosen, other);
}

// Sixteen keys an application: ten scores, recommendation, familiarity, Enter; then Enter on what comes next.
async function byKeys(page, points) {
  for (const point of points) await page.keyboard.press(String(point % 10));
  await page.keyboard.press('2');
  await page.keyboard.press('3');
  assert.deepEqual(await scores(page), points);
  await Promise.all([page.waitForURL(/reviews\/[0-9a-z]+$/), page.keyboard.press('Enter')]);
  await page.waitForSelector('.note.good');
}

const weights = [10, 10, 15, 10, 10, 5, 10, 10, 5, 15];
const weighted = (points) => weights.reduce((sum, weight, at) => sum + weight * points[at] / 10, 0);

export const steps = [
  ['a reviewer scores five applications by keyboard only', { who: 'reviewer', at: 2, wide: true, now: assigned }, async (visitor) => {
    const { page } = visitor;
    const before = await model(visitor, '/reviews');
    await page.goto('/reviews');
    const reached = () => page.evaluate(() => document.activeElement.matches('main a.btn.primary'));
    for (let tabs = 0; tabs < 60 && !await reached(); tabs += 1) await page.keyboard.press('Tab');
    await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
    const done = [];
    for (let round = 0; round < 5; round += 1) {
      const points = weights.map((_, at) => 1 + (at + 3 * round) % 10);
      done.push({ href: new URL(page.url()).pathname, total: weighted(points) });
      await byKeys(page, points);
      if (round < 4) await Promise.all([page.waitForURL(/#score-h$/), page.keyboard.press('Enter')]);
    }
    const { reviews } = await model(visitor, '/reviews');
    const left = before.reviews.filter((one) => one.state.word === 'none').map((one) => one.href);
    assert.deepEqual(done.map((one) => one.href), left.slice(0, 5));
    for (const { href, total } of done) {
      const now = reviews.find((one) => one.href === href);
      assert.deepEqual([now.state.word, Number(now.total)], ['submitted', total]);
    }
  }],
  ['a review is saved while it is written, and a tab that closes without a network loses nothing', { who: 'reviewer', at: 4, wide: true, now: assigned }, async (visitor) => {
    const { page, context } = visitor;
    const { next } = await model(visitor, '/reviews');
    await page.goto(next.href);
    await page.keyboard.press('7');
    await page.waitForSelector('#review output[data-state=saved]');
    const saved = (await model(visitor, next.href.split('#')[0]));
    assert.equal(saved.given, 1);
    await context.setOffline(true);
    await page.fill('#to_committee', '断网时写下的意见。');
    await page.waitForSelector('#review output[data-state=kept]');
    await context.setOffline(false);
    visitor.said.splice(0);
    await page.waitForSelector('#review output[data-state=saved]');
    const there = await model(visitor, next.href.split('#')[0]);
    assert.deepEqual([there.given, there.to_committee], [1, '断网时写下的意见。']);
    await look(visitor, 'review-saved', { expected: [/ERR_INTERNET_DISCONNECTED|failed:/] });
    await page.keyboard.press('Escape');
    await page.locator('fieldset[data-keys] input').first().focus();
    await page.keyboard.press('n');
    await page.waitForURL((url) => !url.href.includes(next.href.split('#')[0]));
  }],
  ['a reviewer scores by keyboard, saves a draft, is told what lacks and submits', { who: 'reviewer', plain: true, now: assigned }, async (visitor) => {
    const { page, script } = visitor;
    await open(visitor, '/reviews', 'reviews');
    const mine = (await model(visitor, '/reviews')).reviews.find((one) => one.state.word === 'none');
    await page.click(`a[href="${mine.href}"]`);
    await look(visitor, 'review-empty');
    const points = [9, 8, 7, 10, 1, 2, 3, 4, 5, 6];
    await score(page, points);
    const total = [10, 10, 15, 10, 10, 5, 10, 10, 5, 15].reduce((sum, weight, at) => sum + weight * points[at] / 10, 0);
    if (script) await page.waitForFunction((sum) => Number(document.querySelector('output[data-sum=total]').textContent) === sum, total);
    await page.fill('#to_committee', '方案可行，时间安排偏紧。');
    if (script) await save(page, 'review');
    else await press(page, '#review button[name=act][value=save]');
    if (script) await page.reload();
    await look(visitor, 'review-draft');
    assert.deepEqual(await scores(page), points);
    if (script) await seen(page);
    await press(page, 'button[name=act][value=submit]');
    await look(visitor, 'review-refused', { expected: [/status of 422/] });
    assert.deepEqual(await page.locator('.errors a').evaluateAll((all) => all.map((one) => one.hash)), ['#recommendation', '#familiarity']);
    assert.match(await page.textContent('.errors'), /资助建议.*熟悉程度/s);
    assert.deepEqual(await scores(page), points);
    await choose(page, 'input[name=recommendation][value=fundable]');
    await choose(page, 'input[name=familiarity][value="2"]');
    await press(page, 'button[name=act][value=submit]');
    await look(visitor, 'review-submitted');
    assert.match(await page.textContent('.note.good'), /评审已提交/);
    const after = (await model(visitor, '/reviews')).reviews.find((one) => one.href === mine.href);
    assert.deepEqual([after.state.word, Number(after.total)], ['submitted', total]);
  }],
  ['a reviewer changes a submitted review only with a reason, and steps back from another', { who: 'reviewer', plain: true, now: assigned }, async (visitor) => {
    const { page } = visitor;
    const { reviews } = await model(visitor, '/reviews');
    await page.goto(reviews.find((one) => one.state.word === 'submitted').href);
    await page.fill('#to_applicant', '建议补充对照实验。');
    await press(page, 'button[name=act][value=submit]');
    await look(visitor, 'review-reason', { expected: [/status of 422/] });
    assert.equal(await page.inputValue('#to_applicant'), '建议补充对照实验。');
    await page.fill('#reason', '补充意见');
    await press(page, 'button[name=act][value=submit]');
    assert.equal(await page.inputValue('#to_applicant'), '建议补充对照实验。');
    const { href } = reviews.find((one) => one.state.word === 'none');
    await page.goto(href);
    await press(page, 'form[action$="/decline"] button');
    await look(visitor, 'review-decline', { expected: [/status of 422/] });
    await page.fill('#reason', '近三年有合作论文');
    await press(page, 'form[action$="/decline"] button');
    await look(visitor, 'reviews-fewer');
    assert.equal(await page.locator(`a[href="${href}"]`).count(), 0);
    await open(visitor, href, 'review-gone', 404);
  }],
  ['a reviewer reads the form in English', { who: 'reviewer', now: assigned }, async (visitor) => {
    const { page } = visitor;
    const { reviews } = await model(visitor, '/reviews');
    await page.goto(reviews[0].href);
    await press(page, 'form[action="/language"] button');
    await look(visitor, 'review-en', { expected: quiet });
    await press(page, 'form[action="/language"] button');
  }],
];
