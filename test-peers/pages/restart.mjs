// The gateway ends and begins again on the same port: the pages notice, and show what is true then.

import assert from 'node:assert/strict';
import { ask } from './ask.mjs';
import { shows } from './browser.mjs';

export default async function restart(browser, callee) {
  browser.tolerate(/ERR_|status of 404/);
  const page = await browser.open('/');
  await page.fill('#field-callee', callee);
  await page.click('#call [type=submit]');
  await page.waitForURL('**/call?id=*');
  await shows(page, '#state', 'Connected');
  const console = await browser.open('/');
  await shows(console, '#calls', callee);

  await ask('stop');
  await shows(console, '#connection', 'Reconnecting');
  await shows(page, '#connection', 'Reconnecting');
  await browser.screenshot(console, 'console-reconnecting');
  await ask('start');
  await shows(console, '#connection', 'Live');
  await console.waitForSelector('#no-calls:not([hidden])');
  assert.equal(await console.locator('#calls > li').count(), 0);
  await page.bringToFront();
  await shows(page, '#connection', 'Live');
  await page.waitForFunction(() => !document.querySelector('#state').textContent.includes('Connected'));
  assert.equal(await page.isVisible('#hangup'), false);
  await browser.screenshot(page, 'call-restarted');
}
