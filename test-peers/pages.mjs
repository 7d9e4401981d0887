// Uses the pages in a real browser, as people do. Ends with 0 when all of it was right.
//   node pages.mjs SCENARIO PROFILE-FOLDER SCREENSHOT-FOLDER BASE-URL [ARGUMENT...]

import assert from 'node:assert/strict';
import { chromium } from 'playwright-core';

const [scenario, profile, screenshots, base, ...rest] = process.argv.slice(2);
const FLAGS = [
  '--headless=new', '--no-sandbox', '--disable-gpu', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync',
  '--autoplay-policy=no-user-gesture-required',
];
const faults = [];

const scenarios = {
  /** A call from the console's form to its end, watched in the player. */
  async call(context, callee, rtmpUrl) {
    tolerated = /status of 404/; // how the reference says that there is no call
    const page = await open(context, '/');
    await page.fill('#field-callee', callee);
    await page.fill('#field-visibleName', 'Studio');
    await page.fill('#field-toStream', 'interview');
    await page.fill('#field-rtmpUrl', rtmpUrl);
    await page.fill('#field-rtmpStream', 'evening-show');
    await page.click('#call [type=submit]');
    await shows(page, '#state', 'Connected');
    await shows(page, '#facts', 'on air');
    await shows(page, '#calls', callee);
    await page.evaluate(() => scrollTo(0, 0));
    await page.screenshot({ path: `${screenshots}/console.png` });

    const [player] = await Promise.all([context.waitForEvent('page'), page.click('#play')]);
    await watched(player);
    await moves(player);
    await player.screenshot({ path: `${screenshots}/player.png` });

    await page.bringToFront();
    await page.click('#hangup');
    await shows(page, '#state', 'Ended');
    await shows(page, '#reason', 'Ended by a REST request.');
    await player.bringToFront();
    await shows(player, '#message', 'The stream has ended.');
    await page.reload();
    assert.equal(await page.inputValue('#field-callee'), callee);
  },

  /** A stream of another RTMP server in the player, stopped by its button. */
  async remote(context, url, stream) {
    const page = await open(context, '/player');
    await page.fill('#field-url', url);
    await page.fill('#field-stream', stream);
    await page.click('#toggle');
    await moves(page);
    assert.equal(await page.textContent('#playing'), stream);
    await page.screenshot({ path: `${screenshots}/player-remote.png` });
    await page.click('#toggle');
    await shows(page, '#message', 'Stopped.');
  },

  /** What the pages say when something is not there, or not right. */
  async errors(context, deadUrl) {
    tolerated = /status of 40[04]/;
    const page = await open(context, '/player?stream=nobody');
    await shows(page, '#message', 'Waiting for “nobody” to begin…');
    await page.click('#toggle');
    await shows(page, '#message', 'Stopped.');

    await page.fill('#field-url', 'http://example.com/live');
    await page.click('#toggle');
    await shows(page, '#problem', 'The URL must look like rtmp://host/app.');

    await page.fill('#field-url', deadUrl);
    await page.click('#toggle');
    await shows(page, '#problem', 'cannot be reached');
    await page.screenshot({ path: `${screenshots}/player-error.png` });

    await page.goto(base);
    await page.click('#call [type=submit]');
    await shows(page, '#problem', 'Callee');
    assert.equal(await page.getAttribute('#field-callee', 'aria-invalid'), 'true');
  },
};

/** What the browser may complain of: the refused requests that belong to a scenario. */
let tolerated = null;

async function open(context, path) {
  const page = await context.newPage();
  await watched(page);
  await page.goto(base + path);
  return page;
}

/** Notes what the page complains of. */
async function watched(page) {
  page.on('pageerror', (error) => faults.push(error.stack));
  page.on('console', (message) => {
    if (message.type() === 'error' && !tolerated?.test(message.text())) faults.push(message.text());
  });
}

/** Waits until the first element that fits has this text in it. */
async function shows(page, selector, text) {
  try {
    await page.waitForFunction(
      ([where, what]) => document.querySelector(where)?.textContent.includes(what),
      [selector, text],
    );
  } catch (error) {
    const now = await page.textContent('main');
    throw new Error(`${selector} does not show "${text}": ${now}`, { cause: error });
  }
}

/** The video has sound, and pictures that are neither black nor all the same. */
async function moves(page) {
  await page.bringToFront();
  await page.waitForFunction(() => {
    const video = document.getElementById('video');
    return video.readyState >= 3 && video.currentTime > 0 && video.webkitAudioDecodedByteCount > 0;
  });
  const { brightness, difference, apart } = await page.evaluate(compared);
  assert.ok(brightness > 20, `black: ${brightness}`);
  assert.ok(difference > 1, `${apart} s apart, but the same: ${difference}`);
}

/** In the page: two pictures at least 300 ms apart, drawn small. */
async function compared() {
  const video = document.getElementById('video');
  const canvas = Object.assign(document.createElement('canvas'), { width: 160, height: 90 });
  const drawing = canvas.getContext('2d', { willReadFrequently: true });
  const nextTime = () => new Promise((resolve) => {
    video.requestVideoFrameCallback((_, { mediaTime }) => resolve(mediaTime));
  });
  const picture = () => {
    drawing.drawImage(video, 0, 0, canvas.width, canvas.height);
    return drawing.getImageData(0, 0, canvas.width, canvas.height).data;
  };
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const colours = (data) => [...data].filter((_, index) => index % 4 !== 3);

  const start = await nextTime();
  const first = colours(picture());
  let now = start;
  while (now - start < 0.3) now = await nextTime();
  const second = colours(picture());
  return {
    apart: now - start,
    brightness: Math.min(mean(first), mean(second)),
    difference: mean(first.map((value, index) => Math.abs(value - second[index]))),
  };
}

const context = await chromium.launchPersistentContext(profile, {
  executablePath: '/usr/bin/chromium',
  args: FLAGS,
  viewport: { width: 1280, height: 980 },
});
try {
  context.setDefaultTimeout(30_000);
  await scenarios[scenario](context, ...rest);
  assert.deepEqual(faults, []);
} finally {
  await context.close();
}
