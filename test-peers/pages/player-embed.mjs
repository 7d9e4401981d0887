// A frame in pages of other origins: one that may have it, one that may not.

import assert from 'node:assert/strict';
import http from 'node:http';
import { moves } from './browser.mjs';
import { level } from './watching.mjs';

export const flags = [];

export default async function embed(browser, stream, allowedPort) {
  browser.tolerate(/frame-ancestors|Refused to frame|ERR_BLOCKED_BY_RESPONSE/);
  const page = await host(browser, stream, Number(allowedPort));
  const frame = page.frames()[1];
  await page.waitForTimeout(4000); // to ask the frame would count as a click
  await frame.waitForSelector('#screen[data-state=playing]');
  await frame.waitForSelector('#unmute', { state: 'visible' });
  await browser.screenshot(page, 'embed');
  await frame.click('#unmute');
  const heard = await level(frame);
  assert.ok(heard > 0.01, `silent: ${heard}`);
  assert.equal(await frame.evaluate(() => document.documentElement.scrollHeight > innerHeight), false);

  const other = await host(browser, stream, 0);
  await other.waitForTimeout(1500);
  const text = await other.frames()[1].evaluate(() => document.getElementById('screen') === null);
  assert.equal(text, true);

  const own = await browser.open(`/embed?stream=${stream}`);
  await moves(own);
}

/** A page with the frame that the player's page gives. */
async function host(browser, stream, port) {
  const html = `<!DOCTYPE html><title>A site</title><h1>A site</h1>
    <iframe src="${browser.base}/embed?stream=${stream}" width="640" height="360"
      allow="autoplay; fullscreen; picture-in-picture"></iframe>`;
  const server = http.createServer((_, response) => {
    response.writeHead(200, { 'Content-Type': 'text/html' }).end(html);
  });
  server.unref();
  await new Promise((resolve) => { server.listen(port, '127.0.0.1', resolve); });
  const page = await browser.context.newPage();
  browser.watch(page);
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  return page;
}
