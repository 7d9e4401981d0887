// The player by keyboard alone, its links, and pausing.

import assert from 'node:assert/strict';
import { moves } from './browser.mjs';
import { level, reaches, reserve } from './watching.mjs';

export default async function keys(browser, stream) {
  const page = await browser.open(`/player?stream=live/${stream}&muted=1`);
  await moves(page);
  const video = () => page.evaluate(() => {
    const { muted, volume, paused } = document.getElementById('video');
    return { muted, volume, paused };
  });
  assert.equal((await video()).muted, true);
  await page.keyboard.press('m');
  assert.deepEqual(await video(), { muted: false, volume: 1, paused: false });
  const loud = await level(page);
  assert.ok(loud > 0.01, `silent: ${loud}`);
  for (let i = 0; i < 10; i++) await page.keyboard.press('ArrowDown');
  assert.equal((await video()).volume, 0.5);
  const quieter = await level(page);
  assert.ok(quieter < 0.8 * loud && quieter > 0.2 * loud, `${loud} became ${quieter}`);

  await page.keyboard.press('k');
  await reaches(page, 'paused');
  await browser.screenshot(page, 'player-paused');
  await page.waitForTimeout(3000);
  await page.keyboard.press(' ');
  await reaches(page, 'playing');
  await page.waitForTimeout(500);
  const { ahead } = await reserve(page);
  assert.ok(ahead < 1.6, `${ahead} s behind after a pause`);

  await page.keyboard.press('f');
  await page.waitForFunction(() => document.fullscreenElement?.id === 'screen');
  await page.keyboard.press('f');
  await page.waitForFunction(() => document.fullscreenElement === null);
  await page.keyboard.press('i');
  assert.equal(await page.isVisible('#figures'), true);

  // in the form they are letters
  await page.focus('#field-stream');
  await page.keyboard.press('End');
  await page.keyboard.type('mk');
  assert.equal(await page.inputValue('#field-stream'), `${stream}mk`);
  assert.deepEqual(await video(), { muted: false, volume: 0.5, paused: false });

  assert.equal(await page.inputValue('#field-link'), `${browser.base}/player?stream=${stream}`);
  await page.check('#share-muted');
  assert.match(await page.inputValue('#field-embed'),
    new RegExp(`^<iframe src="${browser.base}/embed\\?stream=${stream}&amp;muted=1" title="${stream}"`));
  await page.goto(await page.inputValue('#field-link'));
  await reaches(page, 'playing');
  assert.equal((await video()).volume, 0.5); // remembered
}
