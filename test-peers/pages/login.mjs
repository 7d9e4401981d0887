// Logs in with the key over HTTPS, watches a call, and logs out.

import assert from 'node:assert/strict';
import { moves, shows } from './browser.mjs';

export const options = { ignoreHTTPSErrors: true };

export default async function login(browser, key, callee) {
  browser.tolerate(/status of 40[14]/); // the key is wanted, or wrong; there is no call
  const page = await browser.open('/');
  await page.waitForSelector('#key-dialog[open]');
  await give(page, 'not the key');
  await shows(page, '#key-dialog', 'That is not the key.');
  await browser.screenshot(page, 'login');
  const answered = page.waitForResponse((response) => response.status() === 204);
  await give(page, key);
  await answered; // the dialog is closed before that
  await page.waitForSelector('#key-dialog:not([open])', { state: 'attached' });

  const [cookie, ...others] = await browser.context.cookies();
  assert.deepEqual(others, []);
  assert.match(cookie.name, /^__Host-sipcast-\d+$/);
  assert.ok(cookie.secure && cookie.httpOnly && cookie.sameSite === 'Strict');
  assert.equal(await page.evaluate(() => document.cookie), '');
  assert.deepEqual(await page.evaluate(() => Object.values({ ...localStorage, ...sessionStorage })
    .filter((value) => value.includes('right-key'))), []);

  await page.reload();
  await page.fill('#field-callee', callee);
  await page.click('summary:text("More")');
  await page.fill('#field-toStream', 'guarded');
  await page.click('#call [type=submit]');
  await shows(page, '#state', 'Connected');
  assert.equal(await page.isVisible('#key-dialog'), false);

  const player = await browser.open('/player?stream=guarded');
  await moves(player);
  assert.equal(await protocol(player), 'h2');

  await page.bringToFront();
  await page.click('#hangup');
  await shows(page, '#state', 'Ended');
  await page.evaluate(async () => (await import('/server.js')).logOut());
  assert.deepEqual(await browser.context.cookies(), []);
  await page.reload();
  await page.waitForSelector('#key-dialog[open]');
}

async function give(page, key) {
  await page.fill('#key-dialog input', key);
  await page.click('#key-dialog [value=ok]');
}

/** By which protocol the page itself came. */
function protocol(page) {
  return page.evaluate(() => performance.getEntriesByType('navigation')[0].nextHopProtocol);
}
