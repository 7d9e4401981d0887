// The gateway has too much to do: the console says so before anybody calls, and until it is over.

import assert from 'node:assert/strict';
import { ask } from './ask.mjs';
import { axe, shows } from './browser.mjs';

/** Load is averaged over seconds, and compilers that warm up are load as well. */
const PATIENCE = { timeout: 60_000 };

export default async function overload(browser, callee) {
  browser.tolerate(/status of 503/);
  const page = await browser.open('/');
  await shows(page, '#connection', 'Live');
  await page.waitForSelector('#overload', { state: 'hidden', ...PATIENCE });

  await ask('work');
  await page.waitForSelector('#overload', { state: 'visible', ...PATIENCE });
  await shows(page, '#overload', 'takes nothing new');
  await shows(page, '#overload', 'call.overload.max-cpu is 20 %');
  await axe(page, 'overload');
  await page.fill('#field-callee', callee);
  await page.click('#call [type=submit]');
  await shows(page, '#problem', 'call.overload.max-cpu is 20 %');
  await browser.screenshot(page, 'console-overload');
  const late = await browser.open('/');
  await shows(late, '#overload', 'takes nothing new');
  await late.setViewportSize({ width: 360, height: 740 });
  assert.equal(await late.evaluate(() => document.documentElement.scrollWidth > innerWidth), false);
  await browser.screenshot(late, 'console-overload-phone');
  await late.close();

  await ask('rest');
  await page.waitForSelector('#overload', { state: 'hidden', ...PATIENCE });
  assert.equal(await page.textContent('#overload'), '');
}
