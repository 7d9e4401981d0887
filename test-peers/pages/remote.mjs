// A stream of another RTMP server in the player, stopped by its button.

import assert from 'node:assert/strict';
import { moves, shows } from './browser.mjs';

export default async function remote(browser, url, stream) {
  const page = await typed(browser, url, stream);
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

/** The page, filled in before it hears of the server's settings: what was typed stays. */
async function typed(browser, url, stream) {
  let answer;
  const held = new Promise((resolve) => { answer = resolve; });
  await browser.context.route('**/settings.json', async (route) => {
    await held;
    await route.continue();
  });
  const page = await browser.open('/player');
  await page.fill('#field-url', url);
  await page.fill('#field-stream', stream);
  const before = await page.getAttribute('#field-url', 'placeholder');
  answer();
  await page.waitForFunction((was) => document.getElementById('field-url').placeholder !== was, before);
  assert.deepEqual([await page.inputValue('#field-url'), await page.inputValue('#field-stream')], [url, stream]);
  return page;
}
