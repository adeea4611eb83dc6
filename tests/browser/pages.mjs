// pages.mjs: a whole season at the screen, in a wide and a narrow window and once without scripts.

import { steps as applicant } from './applicant.mjs';
import { steps as committee } from './committee.mjs';
import { closing, steps as draft } from './draft.mjs';
import { steps as office } from './office.mjs';
import { steps as reviewer } from './reviewer.mjs';
import { steps as roster } from './roster.mjs';
import { launch, rehearse, visit } from './support.mjs';
import { steps as team } from './team.mjs';

// Each window has a season of its own, so that nobody finds a review submitted by another window.
const windows = [{ width: 1280, script: true }, { width: 390, script: true }, { width: 390, script: false }];
// `plain`: also without scripts; `wide`: what a narrow window would only repeat.
// A clock only goes forward: steps in the order of the season.
const steps = [...applicant, ...draft, ...team, ...office.open, ...closing, ...office.closed, ...roster, ...office.assigned, ...reviewer, ...committee,
  ...office.released];
const word = process.argv[2] ?? '';

let ran = 0;
let failed = 0;

async function run(browser, season, window, [sentence, options, act]) {
  const name = `${sentence} (${window.width} px${window.script ? '' : ', no scripts'})`;
  const begun = Date.now();
  let visitor = null;
  try {
    visitor = await visit(browser, season, { ...options, ...window });
    const note = await act(visitor, season);
    console.log(`${note ? 'passed by' : 'ok    '} ${name}${note ? `: ${note}` : ''} (${((Date.now() - begun) / 1000).toFixed(1)} s)`);
    if (!note) ran += 1;
  } catch (error) {
    ran += 1;
    failed += 1;
    console.log(`FAILED ${name}\n${error.stack}`);
  } finally {
    await visitor?.context.close();
  }
}

async function live(browser, window) {
  const season = await rehearse();
  try {
    for (const step of steps)
      if (step[0].includes(word) && (window.script || step[1].plain) && (window.width > 600 || !step[1].wide)) await run(browser, season, window, step);
  } finally {
    await season.stop();
  }
}

const browser = await launch();
try {
  await Promise.all(windows.map((window) => live(browser, window)));
} finally {
  await browser.close();
}
console.log(`${ran} browser tests ran, ${failed} failed`);
process.exitCode = failed > 0 || ran === 0 ? 1 : 0;
