// support.mjs: what the browser tests stand on: a rehearsal, a Chromium, and what every page must pass.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import readline from 'node:readline';

const require = createRequire(path.resolve('build/browser/package.json'));
const { chromium } = require('playwright-core');
const axe = fs.readFileSync(require.resolve('axe-core'), 'utf8');
const shots = process.env.SHOTS; // a folder for pictures of every page, to be looked at by eye
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync'];

export const widths = [1280, 390];

// A rehearsal on a free port, in a folder that goes with it.
export async function rehearse() {
  const data = fs.mkdtempSync(path.join(os.tmpdir(), 'grantd-browser-'));
  const words = ['serve', '--rehearse', '--listen', '127.0.0.1:0', '--data', path.join(data, 'data')];
  if (process.getuid() === 0) words.push('--allow-root');
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('GRANTD_')));
  const server = spawn(process.env.GRANTD_BIN ?? 'build/debug/grantd', words, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let errors = '';
  server.stderr.on('data', (text) => { errors += text; });
  const ended = new Promise((resolve) => server.on('close', (code) => resolve(code)));
  const line = await Promise.race([
    new Promise((resolve) => readline.createInterface({ input: server.stdout }).once('line', resolve)),
    ended.then((code) => { throw new Error(`the server ended with ${code}: ${errors}`); })]);
  const base = line.match(/^listening on (http:\/\/\S+)$/)[1];
  return {
    base,
    async stop() {
      server.kill('SIGTERM');
      const code = await ended;
      fs.rmSync(data, { recursive: true, force: true });
      assert.equal(code, 0, errors);
      assert.doesNotMatch(errors, /Sanitizer|runtime error/);
    },
  };
}

export const launch = () => chromium.launch({ executablePath: '/usr/bin/chromium', headless: true, args: flags });

// A person of the rehearsal in a window of this width; everything the console says is kept.
export async function visit(browser, season, { width, script = true, who = null, at = 0, now = null }) {
  const context = await browser.newContext({
    baseURL: season.base, javaScriptEnabled: script, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', reducedMotion: 'reduce',
    viewport: { width, height: width < 600 ? 844 : 900 } });
  const page = await context.newPage();
  page.setDefaultTimeout(15000);
  const said = [];
  page.on('console', (message) => said.push(`${message.type()}: ${message.text()} ${message.location().url}`));
  page.on('pageerror', (error) => said.push(`error: ${error.message}`));
  page.on('requestfailed', (request) => said.push(`failed: ${request.url()}`));
  if (now) await move(season, context, now);
  if (who) {
    const { people } = await (await context.request.get('/rehearsal', { headers: { Accept: 'application/json' } })).json();
    const person = people.filter((one) => one.role === who)[at];
    assert.ok(person, `nobody is ${who}`);
    await context.request.post('/rehearsal/sign-in', { form: { who: person.key }, headers: { Accept: 'application/json' } });
  }
  return { context, page, said, width, script };
}

// What every page must pass: no sideways scrolling, a silent console, no violation that axe finds.
// An answer that is an error by design is said by the browser itself, with its address.
export async function look(visitor, name, { expected = [] } = {}) {
  const { page, said, width, script } = visitor;
  if (shots) await page.screenshot({ path: path.join(shots, `${name}-${width}${script ? '' : '-noscript'}.png`), fullPage: true });
  const wrong = said.splice(0).filter((text) => !expected.some((pattern) => pattern.test(text)));
  assert.deepEqual(wrong, [], `${name}: the console is not silent`);
  // Evaluated by the browser's debugger, which the page's policy does not bind.
  const size = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
  if (size[0] > size[1]) {
    const wide = await page.evaluate(() => [...document.querySelectorAll('main *, header *, footer *')]
      .filter((one) => one.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
      .slice(0, 8).map((one) => `${one.tagName}.${one.className}#${one.id}`));
    assert.fail(`${name} at ${width} px is ${size[0]} wide: ${wide.join(' ')}`);
  }
  if (!script) return; // axe needs scripts; what it would find does not depend on them
  await page.evaluate(axe);
  const found = await page.evaluate((tags) => globalThis.axe.run(document, { runOnly: tags, resultTypes: ['violations'] }), rules);
  const lines = found.violations.flatMap((violation) => violation.nodes.map((node) =>
    `${violation.id} (${violation.impact}): ${node.target.join(' ')} ${node.html.slice(0, 160)}`));
  assert.deepEqual(lines, [], `${name} at ${width} px: axe`);
}

// A page whose room is not built yet is passed by; once a step is named here as built, it must be.
const autosaves = fs.existsSync('templates/static/draft.js');
export const quiet = autosaves ? [] : [/draft\.js/, /Refused to execute script from '[^']+edit[^']*#'/];

// Presses a button that leads to another page.  Without scripts by the keyboard: Playwright's wait for
// a button to stand still never ends there.
export async function press(page, selector) {
  const button = page.locator(selector);
  const plain = !await page.evaluate(() => document.scripts.length > 0 && matchMedia('(scripting: enabled)').matches);
  await Promise.all([page.waitForNavigation(), plain ? button.press('Enter') : button.click()]);
}

// Saves a section: by its button and another page, or by the script, which stays and says so.
export async function save(page, section, state = 'saved') {
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

export async function open(visitor, path, name, status = 200) {
  const answer = await visitor.page.goto(path);
  assert.equal(answer.status(), status, path);
  const expected = status >= 400 ? [/status of \d+/] : [];
  await look(visitor, name, { expected: [...expected, ...quiet] });
}

export async function built(visitor, path) {
  return (await visitor.context.request.get(path)).status() !== 404;
}

const json = { Accept: 'application/json' };

// The model of a page, as the person at this window is answered.
export async function model(visitor, path) {
  const answer = await visitor.context.request.get(path, { headers: json });
  assert.equal(answer.status(), 200, path);
  return answer.json();
}

// What this person sends without a page: for what a step needs and does not show.
export async function send(visitor, path, form) {
  const { csrf } = await model(visitor, '/profile');
  const answer = await visitor.context.request.post(path, { form: { csrf, ...form }, headers: json });
  assert.ok(answer.ok(), `${path}: ${answer.status()} ${await answer.text()}`);
  return answer.json();
}

// Chooses a radio button by the keyboard, as somebody without a mouse does.
export async function choose(page, selector) {
  await page.locator(selector).focus();
  await page.keyboard.press('Space');
  assert.ok(await page.isChecked(selector), selector);
}

// Moves a rehearsal's clock, forward only.
export async function move(season, context, now) {
  if (season.now && season.now >= now) return;
  const answer = await context.request.post('/rehearsal/clock', { form: { now }, headers: json });
  assert.ok(answer.ok(), await answer.text());
  season.now = now;
}
