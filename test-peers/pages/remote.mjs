// A stream of another RTMP server in the player, stopped by its button.

import assert from 'node:assert/strict';
import { moves, shows } from './browser.mjs';

export default async function remote(browser, url, stream) {
  const page = await browser.open('/player');
  await page.fill('#field-url', url);
  await page.fill('#field-stream', stream);
  await page.click('#toggle');
  await moves(page);
  assert.equal(await page.textContent('#playing'), stream);
  await browser.screenshot(page, 'player-remote');
  await page.click('#toggle');
  await shows(page, '#message', 'Stopped.');

  const link = await page.inputValue('#field-link');
  assert.equal(link, `${browser.base}/player?${new URLSearchParams({ stream, url })}`.replaceAll('%2F', '/'));
  assert.equal(await page.isVisible('#field-embed'), false);
  await page.goto(link);
  await moves(page);
}
