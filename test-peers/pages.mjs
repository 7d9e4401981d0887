// Uses the pages in a real browser, as people do. Ends with 0 when all of it was right.
//   node pages.mjs SCENARIO PROFILE-FOLDER SCREENSHOT-FOLDER BASE-URL [ARGUMENT...]
// SCENARIO is a module of pages/, whose default function gets the browser and the arguments.
// What it exports as `options` goes to the browser context (viewport, colorScheme, ...), and
// `flags` are added to those of the browser.

import assert from 'node:assert/strict';
import { chromium } from 'playwright-core';
import { Browser } from './pages/browser.mjs';

const [name, profile, screenshots, base, ...rest] = process.argv.slice(2);
const scenario = await import(`./pages/${name}.mjs`);
const FLAGS = [
  '--headless=new', '--no-sandbox', '--disable-gpu', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync',
];

const context = await chromium.launchPersistentContext(profile, {
  executablePath: '/usr/bin/chromium',
  args: [...FLAGS, ...(scenario.flags ?? ['--autoplay-policy=no-user-gesture-required'])],
  viewport: { width: 1280, height: 980 },
  ...scenario.options,
});
try {
  context.setDefaultTimeout(30_000);
  const browser = new Browser(context, base, screenshots);
  await scenario.default(browser, ...rest);
  assert.deepEqual(browser.faults, []);
} finally {
  await context.close();
}
