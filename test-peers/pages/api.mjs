// The documentation in the browser: an operation is opened and executed, with the login where the
// server has a key; nothing goes to another host.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { shows } from './browser.mjs';

const STATUS = '#operations-Server-status';
const CALL = '#operations-Calls-startCall';
const AXE = readFileSync(new URL('../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');

export default async function api(browser, key) {
  if (key) browser.tolerate(/status of 401/);
  const elsewhere = [];
  browser.context.on('request', (request) => {
    if (!request.url().startsWith(browser.base)) elsewhere.push(request.url());
  });
  const page = await browser.open('/api');
  await page.waitForSelector(STATUS);
  assert.equal(await page.title(), 'API · Sipcast');
  assert.equal(await page.isVisible('#message'), false);
  assert.equal(await page.isVisible('#log-in'), Boolean(key));

  if (key) {
    await execute(page, '401');
    await page.click('#log-in');
    await page.fill('#field-apiKey', key);
    await page.click('#key-dialog .primary');
    await page.waitForSelector('#log-in', { state: 'hidden' });
  }
  await execute(page, '200');
  await shows(page, `${STATUS} .live-responses-table .response .response-col_description`, '"live"');
  await page.click(`${CALL} .opblock-summary-control`);
  await shows(page, `${CALL} textarea`, 'sip:demo@127.0.0.1:5080');
  if (!key) await accessible(browser, page);
  assert.deepEqual(elsewhere, []);
  for (const [name, width, height, colorScheme] of [
    ['api', 1280, 900, 'light'], ['api-dark', 1280, 900, 'dark'], ['api-phone', 360, 740, 'light'],
  ]) {
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ colorScheme });
    await page.locator(STATUS).evaluate((element) => element.scrollIntoView());
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth), false, name);
    await browser.screenshot(page, name);
  }
}

async function execute(page, status) {
  if (!(await page.isVisible(`${STATUS} .execute`))) {
    await page.click(`${STATUS} .opblock-summary-control`);
  }
  await page.click(`${STATUS} .execute`);
  await shows(page, `${STATUS} .live-responses-table .response .response-col_status`, status);
}

/** axe writes styles of its own, of which the policy complains: that is no fault of the page. */
async function accessible(browser, page) {
  const before = browser.faults.length;
  assert.equal(before, 0, browser.faults.join());
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.evaluate(AXE);
    const { violations } = await page.evaluate(() => axe.run({ preload: false }));
    const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target)}`);
    assert.deepEqual(found, [], colorScheme);
  }
  browser.faults.length = before;
}
