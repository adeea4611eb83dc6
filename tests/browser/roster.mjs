// roster.mjs: the desk of assignment: a draft is solved while the page refreshes itself, and adjusted by hand.

import assert from 'node:assert/strict';
import { look, model, open, press } from './support.mjs';

const screened = '2023-11-25T18:30:00+08:00';

export const steps = [
  ['a reviewer says what they bring; a wrong load is said at its field and nothing typed is lost', { who: 'reviewer', plain: true, now: screened }, async (visitor) => {
    const { page } = visitor;
    await open(visitor, '/reviews/expertise', 'expertise');
    await page.check('#topic-2');
    await page.fill('#keywords', '递归状态空间');
    await page.fill('#load', '1000');
    await press(page, 'main form button[type=submit]');
    await look(visitor, 'expertise-wrong', { expected: [/status of 422/] });
    assert.equal(await page.inputValue('#keywords'), '递归状态空间');
    assert.ok(await page.isChecked('#topic-2'));
    await page.fill('#load', '12');
    await press(page, 'main form button[type=submit]');
    assert.equal(new URL(page.url()).pathname, '/reviews');
  }],
  ['the secretary solves a draft, waits without a press, pins somebody and solves again', { who: 'secretary', plain: true, now: screened }, async (visitor) => {
    const { page } = visitor;
    await open(visitor, '/office/assignment', 'assignment');
    await page.fill('#k', '3');
    await press(page, 'form[action^="/office/assignment/drafts"] button');
    await page.waitForSelector('#rows-h'); // the page asks again by itself
    await look(visitor, 'draft');
    const draft = await model(visitor, new URL(page.url()).pathname);
    assert.equal(draft.state.word, 'solved');
    assert.ok(draft.rows.every((row) => row.given === row.wanted && new Set(row.chosen.map((one) => one.key)).size === 3));
    const row = draft.rows[0];
    await open(visitor, row.href, 'candidates');
    const other = (await model(visitor, row.href)).candidates.find((one) => !row.chosen.some((chosen) => chosen.key === one.key));
    await press(page, `form:has([value="${other.key}"]) [value=pin]`);
    await page.goto('/office/assignment');
    await press(page, 'ul a[href^="/office/assignment/drafts/"] >> nth=0');
    await press(page, 'form[action="/office/assignment/drafts"] button');
    await page.waitForSelector('#rows-h');
    await look(visitor, 'draft-changed');
    const again = (await model(visitor, new URL(page.url()).pathname)).rows.find((one) => one.number === row.number);
    assert.ok(again.chosen.some((one) => one.key === other.key));
    assert.notEqual(again.removed, '');
  }],
];
