// committee.mjs: chair, member and the second person: ranking, decisions, release.

import assert from 'node:assert/strict';
import { look, model, open, press, send } from './support.mjs';

const scored = '2023-12-04T18:05:00+08:00';
const refused = { expected: [/status of 422/] };

const rows = (awards) => awards.topics.flatMap((topic) => topic.rows);

// The best of each topic who has no other award; all others are declined.
function decided(awards) {
  const winners = new Set();
  return awards.topics.flatMap((topic) => {
    const best = topic.rows.filter((row) => row.eligible && !winners.has(row.leader))[0];
    winners.add(best?.leader);
    return topic.rows.filter((row) => row.eligible).map((row) => ({ row, outcome: row === best ? 'fund' : 'decline' }));
  });
}

export const steps = [
  ['the chair reads the ranking and an application in it', { who: 'chair', plain: true, now: scored }, async (visitor) => {
    const { page } = visitor;
    await open(visitor, '/ranking', 'ranking');
    const title = await page.textContent('main tbody th a >> nth=0');
    await page.click('main tbody th a >> nth=0');
    await look(visitor, 'application-chair');
    assert.equal(await page.textContent('h1'), title);
  }],
  ['the chair decides, and cannot release while something is undecided', { who: 'chair', plain: true, now: scored }, async (visitor) => {
    const { page } = visitor;
    await open(visitor, '/awards', 'awards');
    const first = rows(await model(visitor, '/awards')).find((row) => row.eligible);
    const form = `#row-${first.key} form[action^="/awards/decisions"]`;
    const show = async () => { if (!await page.isVisible(form)) await page.locator(`#row-${first.key} summary`).press('Enter'); };
    await show();
    await page.selectOption(`${form} [name=outcome]`, 'fund');
    await page.fill(`${form} [name=amount]`, '99,000,000');
    await page.fill(`${form} [name=outer]`, '经委员会评议，予以立项');
    await press(page, `${form} button`);
    await look(visitor, 'awards-wrong', refused);
    await show();
    assert.equal(await page.inputValue(`${form} [name=outer]`), '经委员会评议，予以立项');
    await page.fill(`${form} [name=amount]`, first.asked.text);
    await press(page, `${form} button`);
    await page.goto('/awards');
    await press(page, 'form[action^="/awards/release"] button');
    await look(visitor, 'release-refused', { expected: [/status of 409/] });
  }],
  // The chair may stand in a conflict somewhere; who has none decides there.
  ['the secretary decides the rest, and asks for the release', { who: 'secretary', plain: true, now: scored }, async (visitor) => {
    const { page } = visitor;
    for (const { row, outcome } of decided(await model(visitor, '/awards')))
      await send(visitor, '/awards/decisions', { application: row.key, outcome, amount: row.asked.text, reason: '', outer: '按评审结果' });
    await page.goto('/awards');
    await press(page, 'form[action^="/awards/release"] button');
    await look(visitor, 'awards-waiting');
    assert.equal(await page.locator('form[action^="/awards/confirm"]').count(), 0);
  }],
  ['a member reads what the chair proposes and changes nothing', { who: 'member', now: scored }, async (visitor) => {
    await open(visitor, '/ranking', 'ranking-member');
    await open(visitor, '/awards', 'awards-member');
    assert.equal(await visitor.page.locator('main form').count(), 0);
  }],
  ['a second person releases', { who: 'chair', plain: true, now: scored }, async (visitor) => {
    const { page } = visitor;
    await open(visitor, '/awards', 'awards-second');
    await press(page, 'form[action^="/awards/confirm"] button');
    await look(visitor, 'awards-released');
    assert.ok((await model(visitor, '/awards')).released_at);
  }],
  ['an applicant reads the decision', { who: 'applicant', plain: true }, async (visitor) => {
    const { page } = visitor;
    await open(visitor, '/applications', 'desk-released');
    await page.click('main tbody th a[href^="/applications/"] >> nth=0');
    await look(visitor, 'application-released');
    await open(visitor, '/notices', 'notices');
    await page.click('main a[href^="/notices/"] >> nth=0');
    await look(visitor, 'notice');
    await open(visitor, '/', 'home-released');
  }],
  ['the auditor reads the log', { who: 'auditor' }, async (visitor) => {
    await open(visitor, '/audit', 'audit-auditor');
    await open(visitor, '/contracts', 'contracts-auditor');
  }],
];
