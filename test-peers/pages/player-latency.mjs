// Near to live, also after the network held back everything for a while.

import assert from 'node:assert/strict';
import { moves } from './browser.mjs';
import { startProxy } from './proxy.mjs';
import { reaches, reserve } from './watching.mjs';

export default async function latency(browser, stream) {
  const proxy = await startProxy(browser.base);
  try {
    const page = await browser.context.newPage();
    browser.watch(page);
    await page.goto(`${proxy.base}/player?stream=${stream}`);
    await moves(page);
    const calm = await watch(page, 8000);
    assert.ok(calm.worst < 2, `${calm.worst} s behind`);
    assert.ok(calm.turns <= 1, `faster again after it was slower, ${calm.turns} times`);

    proxy.hold();
    await page.waitForTimeout(3000);
    proxy.pass();
    await page.waitForFunction(() => {
      const { buffered, currentTime } = document.getElementById('video');
      return buffered.end(buffered.length - 1) - currentTime > 2;
    });
    const after = await watch(page, 20_000);
    await reaches(page, 'playing');
    const { ahead } = await reserve(page);
    console.log(JSON.stringify({ calm, after, ahead }));
    assert.ok(after.fastest > 1.05 && after.fastest <= 1.1, `at most ${after.fastest} times as fast`);
    assert.ok(after.jumps === 0, 'it jumped');
    assert.ok(ahead < 1.9, `still ${ahead} s behind`);
    assert.ok(after.turns <= 2, `faster again after it was slower, ${after.turns} times`);

    // as a tab that the browser puts to sleep
    const session = await browser.context.newCDPSession(page);
    await session.send('Page.setWebLifecycleState', { state: 'frozen' });
    await new Promise((resolve) => { setTimeout(resolve, 9000); });
    await session.send('Page.setWebLifecycleState', { state: 'active' });
    await page.waitForTimeout(3000);
    await reaches(page, 'playing');
    const woken = await reserve(page);
    assert.ok(woken.ahead < 2.2, `${woken.ahead} s behind after a sleep`);
    await moves(page);
  } finally {
    proxy.close();
  }
}

async function watch(page, millis) {
  const seen = { worst: 0, fastest: 0, turns: 0, jumps: 0 };
  let slower = false;
  const until = Date.now() + millis;
  let last = null;
  while (Date.now() < until) {
    const now = await reserve(page);
    seen.worst = Math.max(seen.worst, now.ahead);
    seen.fastest = Math.max(seen.fastest, now.playbackRate);
    const change = last ? now.playbackRate - last.playbackRate : 0;
    if (change > 0 && slower) seen.turns++;
    if (change !== 0) slower = change < 0;
    if (last && last.ahead - now.ahead > 1) seen.jumps++;
    last = now;
    await page.waitForTimeout(200);
  }
  return seen;
}
