// A stream that this browser cannot decode says so, and what to do; one with sound alone is heard.

import assert from 'node:assert/strict';
import { shows } from './browser.mjs';
import { level, reaches } from './watching.mjs';

export default async function codec(browser, unknown, sound) {
  const page = await browser.open(`/embed?stream=${unknown}`);
  await shows(page, '#message', 'This browser cannot play H.265.');
  await shows(page, '#hint', 'H.264');
  await browser.screenshot(page, 'player-codec');
  await page.goto(`${browser.base}/embed?stream=${sound}`);
  await reaches(page, 'playing');
  await shows(page, '#message', 'Sound only');
  await browser.screenshot(page, 'player-sound');
  const heard = await level(page);
  assert.ok(heard > 0.01, `silent: ${heard}`);
}
