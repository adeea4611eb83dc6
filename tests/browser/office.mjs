// office.mjs: the secretary's desk through the season.

import assert from 'node:assert/strict';
import { choose, look, model, open, press } from './support.mjs';

const pdf = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n');
const refused = { expected: [/status of 422/] };
const closed = '2023-11-24T18:05:00+08:00';
const assigned = '2023-11-27T18:05:00+08:00';

async function applications(visitor, state) {
  return (await model(visitor, `/office/applications?state=${state}`)).applications;
}

export const steps = {
  open: [
    ['the secretary sets dates, quotas and switches', { who: 'secretary', plain: true }, async (visitor) => {
      const { page } = visitor;
      await open(visitor, '/office', 'office');
      await open(visitor, '/office/call', 'office-call');
      await page.fill('#closes_at', '2023-11-01 17:00');
      await page.fill('[name="quota.2"]', '3');
      await press(page, 'form[action="/office/call"] button[type=submit]');
      await look(visitor, 'office-call-wrong', refused);
      assert.match(await page.textContent('.errors'), /申报截止/);
      assert.equal(await page.inputValue('#closes_at'), '2023-11-01 17:00');
      await page.fill('#closes_at', '2023-11-24 18:00');
      await page.fill('[name="quota.2"]', '2');
      await page.selectOption('[name="switch.rule/papers"]', 'off');
      await press(page, 'form[action="/office/call"] button[type=submit]');
      await look(visitor, 'office-call-saved');
      assert.equal(await page.inputValue('#closes_at'), '2023-11-24 18:00:00');
      assert.equal(await page.inputValue('[name="quota.2"]'), '2');
      assert.equal(await page.inputValue('[name="switch.rule/papers"]'), 'off');
    }],
    ['the secretary announces, and takes it back', { who: 'secretary', plain: true }, async (visitor) => {
      const { page } = visitor;
      await open(visitor, '/office/announcements', 'office-announcements');
      await page.fill('#heading', '关于申报时间的通知');
      await press(page, 'form[action="/office/announcements"] button[type=submit]');
      await look(visitor, 'office-announcements-wrong', refused);
      assert.equal(await page.inputValue('#heading'), '关于申报时间的通知');
      await page.fill('#body', '申报截止时间为 11 月 24 日 18:00。\n\n请提前提交。');
      await press(page, 'form[action="/office/announcements"] button[type=submit]');
      await look(visitor, 'office-announcements-done');
      await open(visitor, '/announcements', 'announcements');
      await page.click('main a[href^="/announcements/"]');
      await look(visitor, 'announcement');
      assert.match(await page.textContent('main'), /请提前提交/);
      await page.goto('/office/announcements');
      await press(page, 'form[action$="/withdraw"] button');
      assert.equal(await page.locator('form[action$="/withdraw"]').count(), 0);
    }],
    ['the secretary offers a file to download', { who: 'secretary', plain: true }, async (visitor) => {
      const { page, context } = visitor;
      await open(visitor, '/office/downloads', 'office-downloads');
      await press(page, 'form[action="/office/downloads"] button');
      await look(visitor, 'office-downloads-wrong', refused);
      await page.selectOption('#slot', 'guide');
      await page.setInputFiles('#file', { name: '申报指南.pdf', mimeType: 'application/pdf', buffer: pdf });
      await press(page, 'form[action="/office/downloads"] button');
      await look(visitor, 'office-downloads-done');
      await open(visitor, '/', 'home-downloads');
      const href = await page.getAttribute('main a[href^="/downloads/"]', 'href');
      const file = await context.request.get(href);
      assert.deepEqual(await file.body(), pdf);
      await page.goto('/office/downloads');
      await press(page, 'form[action$="/remove"] button');
      assert.equal((await context.request.get(href)).status(), 404);
    }],
    ['the secretary reads the mail that is held, and the people of the call', { who: 'secretary', plain: true }, async (visitor) => {
      const { page } = visitor;
      await open(visitor, '/office/mail', 'office-mail');
      await page.click('main th a >> nth=0');
      await look(visitor, 'office-mail-show');
      await open(visitor, '/office/people', 'office-people');
      await page.fill('#email', 'new.reviewer@inst.example');
      await page.evaluate(() => { for (const form of document.forms) form.noValidate = true; });
      await press(page, 'form[action="/office/people/invite"] button');
      await look(visitor, 'office-people-wrong', refused);
      await page.fill('#name', '新专家');
      await page.selectOption('form[action="/office/people/invite"] [name=role]', 'reviewer');
      await press(page, 'form[action="/office/people/invite"] button');
      await look(visitor, 'office-people-invited');
      await open(visitor, '/audit', 'audit');
    }],
  ],
  closed: [
    ['the secretary screens: ineligible needs a reason, a return a date', { who: 'secretary', plain: true, now: closed }, async (visitor) => {
      const { page } = visitor;
      await open(visitor, '/office/applications', 'office-applications');
      const [wrong, incomplete, good] = await applications(visitor, 'submitted');
      await page.click(`a[href="${wrong.href}"]`);
      await look(visitor, 'office-application');
      await choose(page, '#v-ineligible');
      await press(page, 'form[action$="/screening"] button');
      await look(visitor, 'screening-wrong', refused);
      assert.ok(await page.isChecked('#v-ineligible'));
      await page.fill('#note', '项目负责人为兼职人员');
      await press(page, 'form[action$="/screening"] button');
      await look(visitor, 'screening-ineligible');
      await page.goto(incomplete.href);
      await choose(page, '#v-return');
      await page.fill('#note', '请补充承诺书');
      await page.fill('#until', '2023-11-26 17:00');
      await press(page, 'form[action$="/screening"] button');
      await page.goto(good.href);
      await choose(page, '#v-pass');
      await press(page, 'form[action$="/screening"] button');
      const counts = await Promise.all(['ineligible', 'returned', 'eligible'].map((state) => applications(visitor, state)));
      assert.deepEqual(counts.map((one) => one.length), [1, 1, 1]);
    }],
  ],
  assigned: [
    ['the secretary assigns; a conflict stands until it is dismissed', { who: 'secretary', plain: true, now: assigned }, async (visitor) => {
      const { page } = visitor;
      for (const late of await applications(visitor, 'returned')) {
        await page.goto(late.href);
        await choose(page, '#v-pass');
        await press(page, 'form[action$="/screening"] button');
      }
      const { page: place, key } = await withConflict(visitor);
      await page.goto(place);
      await page.selectOption('#reviewer', key);
      await press(page, 'form[action$="/reviewers"] button');
      await look(visitor, 'assign-refused', { expected: [/status of 409/] });
      await press(page, 'form[action$="/conflicts"] button[value=dismissed] >> nth=0');
      await look(visitor, 'conflict-wrong', refused);
      await page.fill('form[action$="/conflicts"] input[name=reason] >> nth=0', '不同校区的不同学院');
      await press(page, 'form[action$="/conflicts"] button[value=dismissed] >> nth=0');
      await look(visitor, 'conflict-dismissed');
      await page.selectOption('#reviewer', key);
      await press(page, 'form[action$="/reviewers"] button');
      await look(visitor, 'assigned');
      assert.equal(await page.locator(`#reviewer option[value="${key}"]`).count(), 0);
      await press(page, 'form[action$="/end"] button >> nth=-1');
    }],
    ['the secretary enters a review from a signed sheet', { who: 'secretary', plain: true, now: assigned }, async (visitor) => {
      const { page } = visitor;
      const [, second] = await applications(visitor, 'eligible');
      await page.goto(second.href);
      await page.click('a[href*="/reviews/"] >> nth=0');
      await look(visitor, 'sheet');
      const names = await page.locator('fieldset.criterion').evaluateAll((all) => all.map((one) => one.querySelector('input').name));
      for (const name of names) await choose(page, `input[name="${name}"][value="7"]`);
      await choose(page, 'input[name=recommendation] >> nth=0');
      await press(page, 'button[name=act][value=submit]');
      await look(visitor, 'sheet-entered');
      assert.match(await page.textContent('.note.good'), /已提交/);
    }],
  ],
  released: [
    ['the secretary keeps contracts and takes lists away', { who: 'secretary', plain: true }, async (visitor) => {
      const { page, context, script } = visitor;
      await open(visitor, '/office', 'office-released');
      await open(visitor, '/office/same-persons', 'office-same-persons');
      await open(visitor, '/contracts', 'contracts');
      const { contracts } = await model(visitor, '/contracts');
      await page.click(`a[href="${contracts[0].href}"]`);
      await look(visitor, 'contract');
      await page.fill('#credit_code', '12100000400000001X');
      await page.fill('#account_number', '6222000000000001234');
      await page.fill('#bank', '示例银行北京分行');
      await press(page, `form[action="${contracts[0].href}"] button`);
      await look(visitor, 'contract-saved');
      assert.equal(await page.inputValue('#account_number'), '6222000000000001234');
      await press(page, 'form[action$="/state"] button');
      await look(visitor, 'contract-step-wrong', refused);
      await page.fill('#day', '2023-12-09');
      await press(page, 'form[action$="/state"] button');
      await look(visitor, 'contract-sent');
      await open(visitor, '/office/exports', 'office-exports');
      for (const format of ['xlsx', 'csv', 'json']) {
        const link = `a[href*="/exports/contracts"][href*="format=${format}"]`;
        if (!script) {
          assert.equal((await context.request.get(await page.getAttribute(link, 'href'))).status(), 200);
          continue;
        }
        const [file] = await Promise.all([page.waitForEvent('download'), page.click(link)]);
        assert.match(file.suggestedFilename(), new RegExp(`^合同清单_2023_\\d{8}\\.${format}$`));
        await file.delete();
      }
      await page.reload();
      await look(visitor, 'office-exports-made', { expected: [/^failed: .*exports/] }); // a download leaves its page
    }],
    ['the office reads its pages in English', { who: 'secretary' }, async (visitor) => {
      const { page } = visitor;
      await page.goto('/office');
      await press(page, 'form[action="/language"] button');
      const { contracts } = await model(visitor, '/contracts');
      const [first] = await applications(visitor, 'eligible');
      for (const path of ['/office', '/office/call', '/office/people', '/office/mail', '/ranking', '/awards', first.href, contracts[0].href])
        await open(visitor, path, `en${path.replaceAll('/', '-').replace(/[0-9a-z]{16}/, 'KEY')}`);
      await page.goto('/office');
      await press(page, 'form[action="/language"] button');
    }],
  ],
};

// An application and a reviewer whose institution is the applicant's: refused, and so suspected.
async function withConflict(visitor) {
  for (const one of await applications(visitor, 'eligible')) {
    const page = await model(visitor, one.href);
    const same = page.candidates.find((reviewer) => reviewer.institution === one.institution);
    if (same) return { page: one.href, key: same.key };
  }
  return assert.fail('no application shares its institution with a reviewer');
}

