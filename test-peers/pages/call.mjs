// The whole quick start: from the console's form over the call's page and the player to its end.

import assert from 'node:assert/strict';
import { axe, moves, shows } from './browser.mjs';

const NARROW = { width: 360, height: 740 };
const WIDE = { width: 1280, height: 980 };

export default async function call(browser, callee, rtmpUrl) {
  browser.tolerate(/status of 404/); // the picture of a call that shows none yet, or has just ended
  const page = await browser.open('/');
  await shows(page, '#connection', 'Live');
  await page.fill('#field-callee', callee);
  await page.fill('#field-visibleName', 'Studio');
  await page.click('[data-add=custom]');
  await page.fill('#target-1-url', rtmpUrl);
  await page.fill('#target-1-stream', 'evening-show');
  await page.click('summary:text("More")');
  await page.fill('#field-toStream', 'interview');
  await browser.screenshot(page, 'console-form');
  await page.click('#call [type=submit]');

  await page.waitForURL('**/call?id=*');
  await shows(page, '#state', 'Connected');
  assert.equal(await page.textContent('#callee'), callee);
  await shows(page, '#targets', 'on air');
  await shows(page, '#ladder', 'INVITE');
  await shows(page, '#ladder', '200 OK');
  await shows(page, '#media-path', 'PCMU');
  await page.waitForSelector('#thumbnail img');
  assert.match(await page.textContent('#targets'), /evening-show|live/);
  await page.waitForFunction(() => / kbit\/s| Mbit\/s/.test(document.querySelector('#targets').textContent));
  await keys(page);
  await looks(browser, page, 'call');
  await listed(browser, callee);

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
  await shows(page, '#ladder', 'BYE');
  assert.equal(await page.isVisible('#hangup'), false);
  await browser.screenshot(page, 'call-ended');
  await report(page, callee);
  await player.bringToFront();
  await shows(player, '#message', 'The stream has ended.');
  await page.bringToFront();

  await page.goto(browser.base);
  assert.equal(await page.inputValue('#field-callee'), callee);
  assert.equal(await page.inputValue('#target-1-stream'), '', 'a key is not remembered');
  await shows(page, '#ended', 'Ended by a REST request.');
  await looks(browser, page, 'console');
}

/** By the pad's buttons and by the keyboard. */
async function keys(page) {
  await page.click('.keypad button >> nth=0');
  await page.keyboard.press('#');
  await shows(page, '#dtmf-sent', '1#');
}

/** The console has it, too, while it lives. */
async function listed(browser, callee) {
  const page = await browser.open('/');
  await shows(page, '#calls', callee);
  await shows(page, '#calls', 'Connected');
  await shows(page, '#calls', '127.0.0.1');
  await browser.screenshot(page, 'console');
  await page.close();
}

/** Nobody is kept out, whatever the theme and the size; nothing sticks out of a phone. */
async function looks(browser, page, name) {
  for (const colorScheme of ['dark', 'light']) {
    for (const [size, viewport] of Object.entries({ phone: NARROW, desk: WIDE })) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize(viewport);
      await axe(page, `${name}, ${colorScheme}, ${size}`);
      const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(over <= 0, `${name} is ${over} px too wide for a ${size}`);
      await page.evaluate(() => scrollTo(0, 0));
      await browser.screenshot(page, `${name}-${colorScheme}-${size}`);
    }
  }
  await page.setViewportSize(WIDE);
}

/** All of it, in the clipboard or to be copied by hand. */
async function report(page, callee) {
  const [download] = await Promise.all([page.waitForEvent('download'), page.click('#download')]);
  assert.match(download.suggestedFilename(), /^sipcast-call-.*\.json$/);
  const chunks = await (await download.createReadStream()).toArray();
  const told = JSON.parse(Buffer.concat(chunks).toString());
  assert.equal(told.call.callee, callee);
  assert.ok(!JSON.stringify(told).includes('evening-show'), 'a stream key is in the report');
}
