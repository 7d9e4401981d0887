// A form filled with what is meant to break pages does no harm to either.

import assert from 'node:assert/strict';
import { shows } from './browser.mjs';

const SCRIPT = '<script>window.hurt=1</script><img src=x onerror="window.hurt=1">"\'`{x}$&';
const TURNED = '\u202Egnihton\u2066\u200F\u05D0';
const HOSTILE = `${SCRIPT}${TURNED}\u{1F600}\u{1F469}\u200D\u{1F680}`;
const LONG = 'x'.repeat(5000);

export default async function hostile(browser, callee) {
  browser.tolerate(/status of 4\d\d/);
  const page = await browser.open('/');
  const fields = await page.locator('#call [id^=field-]:not(select)').all();
  await page.click('summary:text("More")');
  await page.click('[data-add=custom]');
  await page.click('[data-add=twitch]');
  for (const text of [HOSTILE, LONG, HOSTILE + LONG]) {
    for (const field of fields) await field.fill(text);
    for (const field of await page.locator('.target-row input:visible:not([type=checkbox])').all()) await field.fill(text);
    await page.click('#call [type=submit]');
    await page.waitForSelector('#problem:not([hidden])');
    await unharmed(page);
  }
  await browser.screenshot(page, 'console-hostile');

  await page.evaluate(() => localStorage.clear());
  await page.goto(browser.base);
  await page.fill('#field-callee', callee);
  await page.fill('#field-visibleName', HOSTILE);
  await page.click('summary:text("More")');
  await page.fill('#field-appKey', HOSTILE + LONG.slice(0, 200));
  await page.click('#call [type=submit]');
  await page.waitForURL('**/call?id=*');
  await shows(page, '#state', 'Connected');
  await page.evaluate(() => document.querySelector('[data-part=facts]').setAttribute('open', ''));
  await shows(page, '#facts', 'window.hurt=1');
  await unharmed(page);
  await browser.screenshot(page, 'call-hostile');
  await answers(browser, page);
  await page.goto(`${browser.base}/call?id=${encodeURIComponent(HOSTILE + LONG.slice(0, 2000))}`);
  await shows(page, '#unknown', 'window.hurt=1');
  await unharmed(page);
}

/** What the server tells of others: the worst that could come is put into its answers. */
async function answers(browser, page) {
  await page.route('**/api/v1/events*', (route) => route.fulfill({
    contentType: 'text/event-stream',
    body: `id: a-1\nevent: snapshot\ndata: ${JSON.stringify(worst())}\n\n`,
  }));
  for (const viewport of [{ width: 360, height: 740 }, { width: 1280, height: 980 }]) {
    await page.setViewportSize(viewport);
    await page.goto(browser.base);
    await shows(page, '#calls-count', '300');
    await shows(page, '#ended', 'window.hurt=1');
    await unharmed(page);
    await page.fill('#filter', 'CALL 299');
    await page.waitForFunction(() => document.querySelectorAll('#calls > li').length === 1);
    await page.fill('#filter', '');
  }
  await browser.screenshot(page, 'console-worst');
  await page.unroute('**/api/v1/events*');
}

function worst() {
  const now = new Date().toISOString();
  const call = (index) => ({
    callId: `${HOSTILE}${index}`, status: HOSTILE, sipStatus: null, incoming: true, callee: `call ${index} ${HOSTILE}${LONG}`,
    stream: HOSTILE + LONG, started: now, answered: now, ended: null, info: null, reason: null,
    hasAudio: true, hasVideo: true, hold: { by: HOSTILE, since: now, music: false },
    targets: [{ id: 'a', url: HOSTILE + LONG, status: HOSTILE, since: now, retries: 1, reason: HOSTILE }],
  });
  return {
    calls: Array.from({ length: 300 }, (_, index) => call(index)),
    ended: [{ ...call(301), ended: now, status: 'FAILED', reason: HOSTILE + LONG }],
    pushes: [],
    streams: [{ name: HOSTILE + LONG, app: HOSTILE, shortName: LONG, since: now, viewers: 1, source: HOSTILE }],
    registrations: [{ id: '1', addressOfRecord: HOSTILE + LONG, state: 'refused', since: now, reason: HOSTILE + LONG }],
    recordings: [],
  };
}

async function unharmed(page) {
  assert.equal(await page.evaluate(() => window.hurt), undefined, 'a script has run');
  assert.equal(await page.locator('main script, main img[src=x]').count(), 0);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth ? [] : [...document.querySelectorAll('body *')]
    .filter((element) => element.getBoundingClientRect().right > innerWidth)
    .map(({ tagName, id, className }) => `${tagName}#${id}.${className}`));
  assert.deepEqual(wide.slice(0, 10), [], 'sticks out');
}
