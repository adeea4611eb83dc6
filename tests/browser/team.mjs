// team.mjs: two people at one application: invited by mail, accepted, each seeing where the other writes.

import assert from 'node:assert/strict';
import { look, model, press, save, visit } from './support.mjs';

// What the office sees of a letter of the rehearsal, where nothing is sent, holds its link.
async function letter(browser, season, address) {
  const office = await visit(browser, season, { width: 1280, who: 'secretary' });
  const { notices } = await model(office, '/office/mail');
  const { body } = await model(office, notices.find((one) => one.email === address).href);
  await office.context.close();
  return body.flatMap((paragraph) => paragraph.lines).map((line) => line.match(/https?:\/\/[^/]+(\/invitations\/\S+)/)?.[1]).find(Boolean);
}

const plain = (width, script) => `${width}${script ? '' : '-plain'}`;

export const steps = [
  ['the leader invites, somebody accepts and writes the part given, and each sees where the other is', { who: 'applicant', at: 8, plain: true }, async (visitor, season) => {
    const { page, width, script } = visitor;
    const browser = visitor.context.browser();
    const address = `helper-${plain(width, script)}@far.example`;
    await page.goto('/applications');
    const place = (await page.getAttribute('a[href$="/edit"] >> nth=0', 'href')).replace('/edit', '');
    await page.goto(`${place}/team`);
    await page.fill('#name', '协作者');
    await page.fill('#email', address);
    await press(page, 'form[action$="/team"] button[type=submit]');
    await page.waitForSelector('#parts .err');
    visitor.said.splice(0);
    await page.locator('[id="parts.basis"]').focus();
    await page.keyboard.press('Space');
    await press(page, 'form[action$="/team"] button[type=submit]');
    await look(visitor, 'team');

    const link = await letter(browser, season, address);
    const nobody = await visit(browser, season, { width, script });
    await nobody.page.goto(link);
    assert.ok(await nobody.page.isVisible('a[href^="/sign-in?next=/invitations/"]'));
    await nobody.context.close();
    const helper = await visit(browser, season, { width, script, who: 'applicant', at: 9 });
    await helper.page.goto(link);
    await look(helper, 'team-invitation');
    await press(helper.page, `form[action="${link}"] button[type=submit]`);
    assert.equal(await helper.page.locator('form[data-draft]').count(), 1);
    await helper.page.fill('[id="basis.aims"]', `协作者写的目标 ${plain(width, script)}`);
    await save(helper.page, 'basis');
    if (width === 390 && script) await look(helper, 'team-helper'); // axe takes its time over long forms

    await page.goto(`${place}/edit`);
    assert.match(await page.textContent('#basis h2'), /正在编辑/);
    if (script) {
      await page.locator('[id="target.baseline"]').focus();
      await helper.page.locator('[id="basis.background"]').focus();
      await helper.page.reload();
      await helper.page.waitForSelector('#target [data-here]:not([hidden])');
      await page.reload();
    }
    await helper.page.goto('/applications');
    assert.ok(await helper.page.isVisible('#helping-h'));
    await helper.context.close();
    await page.goto(`${place}/team`);
    await press(page, 'form button[value=end]');
    assert.match(await page.textContent('.note.good'), /已移除/);
  }],
];
