// A stream that needs a key: said without it, played with it, and the key is not shown.

import assert from 'node:assert/strict';
import { moves, shows } from './browser.mjs';

export default async function key(browser, stream, secret) {
  browser.tolerate(/WebSocket connection|status of 403/);
  for (const transport of ['', '&transport=ws', '&transport=http']) {
    const page = await browser.open(`/player?stream=${stream}${transport}`);
    await shows(page, '#message', 'You may not watch this stream.');
    await shows(page, '#action', 'Try again');
    await browser.screenshot(page, 'player-refused');
    await page.close();
  }
  const page = await browser.open(`/player?stream=${encodeURIComponent(`${stream}?key=${secret}`)}`);
  await moves(page);
  assert.equal(await page.textContent('#playing'), stream);
  assert.equal((await page.title()).includes(secret), false);
  const kept = await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }));
  assert.equal(kept.includes(secret), false);
}
