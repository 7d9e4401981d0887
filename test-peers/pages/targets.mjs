// A call to two targets, of which one is lost and comes back; targets added, muted and removed.
// The road to the lost one is opened and shut over stdin and stdout, by the test.

import assert from 'node:assert/strict';
import { ask } from './ask.mjs';
import { shows } from './browser.mjs';

export default async function targets(browser, callee, good, road) {
  const page = await browser.open('/');
  await page.fill('#field-callee', callee);
  await page.click('[data-add=custom]');
  await page.fill('#target-1-url', good);
  await page.fill('#target-1-stream', 'steady');
  await page.click('[data-add=custom]');
  await page.fill('#target-2-url', road);
  await page.fill('#target-2-stream', 'shaky');
  await page.click('#call [type=submit]');
  await page.waitForURL('**/call?id=*');
  await state(page, 0, 'on air');
  await state(page, 1, 'on air');

  await ask('shut');
  await state(page, 1, 'waiting or connecting');
  await page.waitForSelector('#targets > li:nth-child(2) .failures:not([hidden])');
  await state(page, 0, 'on air');
  await browser.screenshot(page, 'call-target-lost');
  await ask('open');
  await state(page, 1, 'on air');
  await state(page, 1, 'retries: ');

  await page.click('#targets > li:nth-child(1) >> text=Mute');
  await state(page, 0, 'muted');
  await page.click('#targets > li:nth-child(1) >> text=Unmute');
  await page.waitForFunction(() => !document.querySelector('#targets > li').textContent.includes('muted'));

  await page.click('#add-target summary');
  await page.fill('#target-form [id$="-url"]', good);
  await page.fill('#target-form [id$="-stream"]', 'third');
  await page.click('#target-form [type=submit]');
  await state(page, 2, 'on air');
  await remove(page, 2);
  assert.equal(await page.locator('#targets > li').count(), 2);
  await page.click('#hangup');
  await shows(page, '#state', 'Ended');
  assert.equal(await page.isVisible('#targets .actions >> nth=0'), false);
}

async function state(page, index, words) {
  await shows(page, `#targets > li:nth-child(${index + 1})`, words);
}

/** It is asked once more: this ends a broadcast. */
async function remove(page, index) {
  const button = page.locator(`#targets > li:nth-child(${index + 1}) .danger`);
  await button.click();
  assert.equal(await button.textContent(), 'Stop it?');
  await button.click();
  await page.waitForFunction((count) => document.querySelectorAll('#targets > li').length === count, index);
}
