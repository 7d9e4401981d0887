// What the console says when a call cannot be begun, and the call's page when it fails.

import assert from 'node:assert/strict';
import { shows } from './browser.mjs';

export default async function refused(browser, callee, busy) {
  browser.tolerate(/status of 40[04]/);
  const page = await browser.open('/');
  await page.click('#call [type=submit]');
  await wrong(page, '#field-callee', 'Callee');

  await page.fill('#field-callee', callee);
  await page.click('[data-add=youtube]');
  assert.equal(await page.inputValue('#target-1-url'), 'rtmps://a.rtmps.youtube.com:443/live2');
  await page.click('[aria-label="Remove target 1"]');
  await page.click('[data-add=custom]');
  await page.fill('#target-2-url', 'rtmp://127.0.0.1:9/live');
  await page.fill('#target-2-stream', 'one');
  await page.click('[data-add=custom]');
  await page.fill('#target-3-url', 'http://127.0.0.1/live');
  await page.fill('#target-3-stream', 'two');
  await page.click('#call [type=submit]');
  await wrong(page, '#target-3-url', 'Target 2');
  assert.equal(await page.getAttribute('#field-callee', 'aria-invalid'), null);
  await browser.screenshot(page, 'console-refused');
  await presets(page, callee);

  await page.click('[aria-label="Remove target 2"]');
  await page.click('[aria-label="Remove target 1"]');
  await page.fill('#field-callee', busy);
  await page.click('#call [type=submit]');
  await page.waitForURL('**/call?id=*');
  await shows(page, '#reason', '486');
  await shows(page, '#ladder', '486');
  await browser.screenshot(page, 'call-failed');

  await page.goto(`${browser.base}/call?id=nobody`);
  await shows(page, '#unknown', 'There is no call “nobody”');
  assert.equal(await page.isVisible('#parts'), false);
  await page.goto(`${browser.base}/call`);
  await shows(page, '#unknown', 'choose one in the console');
}

async function wrong(page, input, words) {
  await shows(page, '#problem', words);
  assert.equal(await page.getAttribute(input, 'aria-invalid'), 'true');
  const told = await page.getAttribute(input, 'aria-describedby');
  await shows(page, `[id="${told}"]`, words);
  assert.ok(await page.evaluate((which) => document.activeElement.matches(which), input));
}

/** Kept by name, without what is secret. */
async function presets(page, callee) {
  await page.fill('#field-sipPassword', 'the-password');
  await page.fill('#target-2-stream', 'the-key');
  await page.fill('#target-3-url', 'rtmp://user:the-secret@127.0.0.1/live?token=the-token');
  await page.click('#preset-save');
  await page.fill('#field-presetName', '<b>Evening</b>');
  await page.click('#preset-dialog button[value=ok]');
  await page.waitForFunction(() => localStorage.getItem('sipcast.presets')?.includes('Evening'));
  const stored = await page.evaluate(() => JSON.stringify({ ...localStorage }));
  assert.doesNotMatch(stored, /the-password|the-key|the-secret|the-token/);

  await page.fill('#field-callee', '');
  await page.selectOption('#preset', '<b>Evening</b>');
  assert.equal(await page.inputValue('#field-callee'), callee);
  assert.equal(await page.inputValue('[id$="-url"] >> nth=0'), 'rtmp://127.0.0.1:9/live');
  await page.click('#preset-delete');
  await page.click('#preset-delete');
  assert.equal(await page.evaluate(() => localStorage.getItem('sipcast.presets')), '{}');
}
