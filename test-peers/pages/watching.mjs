// What the scenarios of the player look at.

import assert from 'node:assert/strict';

/** Waits until the player is in this state. */
export async function reaches(page, state) {
  try {
    await page.waitForFunction((wanted) => document.getElementById('screen')?.dataset.state === wanted, state);
  } catch (error) {
    const now = await page.evaluate(() => document.getElementById('screen')?.dataset.state);
    throw new Error(`not ${state}, but ${now}`, { cause: error });
  }
}

/**
 * Waits for an expression to be true, as somebody does who only looks: what Playwright itself asks a
 * page counts as a click, after which the browser allows sound.
 */
export async function untouched(page, expression) {
  const session = await page.context().newCDPSession(page);
  const until = Date.now() + 30_000;
  for (;;) {
    const { result } = await session.send('Runtime.evaluate', { expression, returnByValue: true });
    if (result.value === true) break;
    assert.ok(Date.now() < until, `never: ${expression}`);
    await new Promise((resolve) => { setTimeout(resolve, 100); });
  }
  await session.detach();
}

/** The level of what the video element gives, RMS over about a second, where 1 is full scale. */
export function level(page) {
  return page.evaluate(async () => {
    const video = document.getElementById('video');
    window.listening ??= (() => {
      const context = new AudioContext();
      const analyser = context.createAnalyser();
      const source = context.createMediaElementSource(video);
      source.connect(analyser);
      analyser.connect(context.destination);
      return { context, analyser };
    })();
    const { context, analyser } = window.listening;
    await context.resume();
    const samples = new Float32Array(analyser.fftSize);
    let sum = 0;
    let count = 0;
    for (let i = 0; i < 30; i++) {
      await new Promise((resolve) => { setTimeout(resolve, 40); });
      analyser.getFloatTimeDomainData(samples);
      sum += samples.reduce((total, value) => total + value * value, 0);
      count += samples.length;
    }
    return Math.sqrt(sum / count);
  });
}

/** Seconds between what is shown and the newest that has come, and the rate. */
export function reserve(page) {
  return page.evaluate(() => {
    const { buffered, currentTime, playbackRate } = document.getElementById('video');
    return { ahead: buffered.length === 0 ? 0 : buffered.end(buffered.length - 1) - currentTime, playbackRate };
  });
}

/** One row of the statistics. */
export function figure(page, term) {
  return page.evaluate((wanted) => {
    const terms = [...document.querySelectorAll('#figures dt')];
    return terms.find((one) => one.textContent === wanted).nextSibling.textContent;
  }, term);
}

/** Nothing that axe knows of is wrong. */
export async function isAccessible(page, axe, what) {
  await page.evaluate(axe);
  const found = await page.evaluate(async () => {
    const { violations } = await window.axe.run();
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  });
  assert.deepEqual(found, [], what);
}
