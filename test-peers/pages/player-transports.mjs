// Each transport, and what happens where something on the way blocks one.

import assert from 'node:assert/strict';
import { moves } from './browser.mjs';
import { startProxy } from './proxy.mjs';
import { figure, reaches } from './watching.mjs';

export default async function transports(browser, stream) {
  browser.tolerate(/WebSocket connection/);
  assert.equal(await played(browser, '', ''), 'WebSocket-FLV');
  assert.equal(await played(browser, '', '&transport=ws'), 'WebSocket-FLV');
  assert.equal(await played(browser, '', '&transport=http'), 'HTTP-FLV');
  for (const upgrade of ['refuse', 'swallow']) {
    const proxy = await startProxy(browser.base, upgrade);
    try {
      assert.equal(await played(browser, proxy.base, ''), 'HTTP-FLV', upgrade);
      assert.ok(proxy.requests.some((one) => one.startsWith('UPGRADE')), 'WebSocket was not tried');
    } finally {
      proxy.close();
    }
  }

  async function played({ context, base }, proxied, more) {
    const page = await context.newPage();
    browser.watch(page);
    await page.goto(`${proxied || base}/embed?stream=${stream}${more}`);
    await reaches(page, 'playing');
    await moves(page);
    await page.keyboard.press('i');
    const transport = await figure(page, 'Transport');
    await page.close();
    return transport;
  }
}
