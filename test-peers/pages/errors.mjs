// What the pages say when something is not there, or not right.

import assert from 'node:assert/strict';
import { shows } from './browser.mjs';

export default async function errors(browser, deadUrl) {
  browser.tolerate(/status of 40[04]/);
  const page = await browser.open('/player?stream=nobody');
  await shows(page, '#message', 'Waiting for “nobody” to begin…');
  await browser.screenshot(page, 'player-waiting');
  await page.click('#toggle');
  await shows(page, '#message', 'Stopped.');

  await page.fill('#field-url', 'http://example.com/live');
  await page.click('#toggle');
  await shows(page, '#problem', 'The URL must look like rtmp://host/app.');

  await page.fill('#field-url', deadUrl);
  await page.click('#toggle');
  await shows(page, '#problem', 'cannot be reached');
  await browser.screenshot(page, 'player-error');

  await page.goto(browser.base);
  await page.click('#call [type=submit]');
  await shows(page, '#problem', 'Callee');
  assert.equal(await page.getAttribute('#field-callee', 'aria-invalid'), 'true');
}
