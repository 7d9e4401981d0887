// A deep link to a stream that is not there yet; sound that the browser does not allow; the end of
// the stream, and the next one.

import assert from 'node:assert/strict';
import { endCall, startCall } from './calls.mjs';
import { moves, shows } from './browser.mjs';
import { figure, level, reaches, untouched } from './watching.mjs';

export const flags = []; // as browsers are: no sound before a click

const MESSAGE = "document.getElementById('message').textContent";

export default async function waits(browser, callee) {
  const page = await browser.open('/player?stream=later');
  await untouched(page, `${MESSAGE} === 'Waiting for “later” to begin…'`);
  await startCall(browser.base, callee, 'later');
  await untouched(page, "document.getElementById('screen').dataset.state === 'playing'");
  await moves(page);
  assert.equal(await page.evaluate(() => document.getElementById('video').muted), true);
  assert.equal(await page.isVisible('#unmute'), true);
  await browser.screenshot(page, 'player-muted');

  await page.click('#unmute');
  assert.equal(await page.isVisible('#unmute'), false);
  const heard = await level(page);
  assert.ok(heard > 0.01, `silent: ${heard}`);

  await page.evaluate(() => { document.activeElement.blur(); });
  await page.keyboard.press('i');
  await page.waitForTimeout(1500);
  assert.equal(await figure(page, 'Picture'), '640 × 360');
  assert.equal(await figure(page, 'Transport'), 'WebSocket-FLV');
  assert.match(await figure(page, 'Codecs'), /^avc1\..*, mp4a\.40\.2$/);
  await browser.screenshot(page, 'player-statistics');

  await endCall(browser.base, 'later');
  await shows(page, '#message', 'The stream has ended.');
  await browser.screenshot(page, 'player-ended');
  await startCall(browser.base, callee, 'later');
  await reaches(page, 'playing');
  await moves(page);
  assert.equal(await figure(page, 'Reconnects'), '0');
  await endCall(browser.base, 'later');
}
