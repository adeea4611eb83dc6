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
const shots = path.resolve('build/browser/shots');
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
export async function visit(browser, season, { width, script = true, who = null, at = 0 }) {
  const context = await browser.newContext({
    baseURL: season.base, javaScriptEnabled: script, locale: 'zh-CN', timezoneId: 'Asia/Shanghai',
    viewport: { width, height: width < 600 ? 844 : 900 } });
  const page = await context.newPage();
  page.setDefaultTimeout(15000);
  const said = [];
  page.on('console', (message) => said.push(`${message.type()}: ${message.text()} ${message.location().url}`));
  page.on('pageerror', (error) => said.push(`error: ${error.message}`));
  page.on('requestfailed', (request) => said.push(`failed: ${request.url()}`));
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
  fs.mkdirSync(shots, { recursive: true });
  await page.screenshot({ path: path.join(shots, `${name}-${width}${script ? '' : '-noscript'}.png`), fullPage: true });
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
  const found = await page.evaluate((tags) => globalThis.axe.run(document, { runOnly: tags }), rules);
  const lines = found.violations.flatMap((violation) => violation.nodes.map((node) =>
    `${violation.id} (${violation.impact}): ${node.target.join(' ')} ${node.html.slice(0, 160)}`));
  assert.deepEqual(lines, [], `${name} at ${width} px: axe`);
}
