// A call from the console's form to its end, watched in the player.

import assert from 'node:assert/strict';
import { moves, shows } from './browser.mjs';

export default async function call(browser, callee, rtmpUrl) {
  browser.tolerate(/status of 404/); // how the reference says that there is no call
  const page = await browser.open('/');
  await page.fill('#field-callee', callee);
  await page.fill('#field-visibleName', 'Studio');
  await page.fill('#field-toStream', 'interview');
  await page.fill('#field-rtmpUrl', rtmpUrl);
  await page.fill('#field-rtmpStream', 'evening-show');
  await page.click('#call [type=submit]');
  await shows(page, '#state', 'Connected');
  await shows(page, '#facts', 'on air');
  await shows(page, '#calls', callee);
  await page.evaluate(() => scrollTo(0, 0));
  await browser.screenshot(page, 'console');

  const [player] = await Promise.all([
    browser.context.waitForEvent('page'),
    page.click('#play'),
  ]);
  browser.watch(player);
  await moves(player);
  await browser.screenshot(player, 'player');

  await page.bringToFront();
  await page.click('#hangup');
  await shows(page, '#state', 'Ended');
  await shows(page, '#reason', 'Ended by a REST request.');
  await player.bringToFront();
  await shows(player, '#message', 'The stream has ended.');
  await page.reload();
  assert.equal(await page.inputValue('#field-callee'), callee);
}
