// Figures of the player: weight, time to the first picture, glass to glass, dropped pictures.
//   node pages.mjs player-measure PROFILE FOLDER http://127.0.0.1:PORT CALLEE ws|http SECONDS
// CALLEE shows the demo's test card, whose block tells the number of a picture within 4 s;
// bench/rtp-clock.py, which needs root, tells when each left the callee.

import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { endCall, startCall } from './calls.mjs';
import { reserve, untouched } from './watching.mjs';

const CLOCK = fileURLToPath(new URL('../../bench/rtp-clock.py', import.meta.url));

export default async function measure(browser, callee, transport, seconds) {
  const stream = 'measured';
  const clock = spawn('python3', [CLOCK, '96']);
  let sent = '';
  clock.stdout.on('data', (text) => { sent += text; });
  clock.stderr.pipe(process.stderr);
  await new Promise((resolve) => { setTimeout(resolve, 1000); });
  await startCall(browser.base, callee, stream);
  await new Promise((resolve) => { setTimeout(resolve, 3000); });

  const page = await browser.context.newPage();
  await page.addInitScript(watchPictures);
  const weight = await weigh(page);
  await page.goto(`${browser.base}/player?stream=${stream}&transport=${transport}`);
  await untouched(page, 'window.pictures.length > 0');
  const first = await page.evaluate(() => ({
    firstPaint: performance.getEntriesByName('first-contentful-paint')[0]?.startTime,
    engineAt: performance.getEntriesByName(`${location.origin}/mpegts/mpegts.js`)[0]?.responseEnd,
    firstPicture: window.firstPicture,
  }));
  const reserves = [];
  for (let i = 0; i < Number(seconds); i++) {
    await page.waitForTimeout(1000);
    reserves.push((await reserve(page)).ahead);
  }
  const seen = await page.evaluate(() => {
    const video = document.getElementById('video');
    const { totalVideoFrames, droppedVideoFrames } = video.getVideoPlaybackQuality();
    return { pictures: window.pictures, totalVideoFrames, droppedVideoFrames };
  });
  clock.stdin.end();
  await endCall(browser.base, stream);
  const { pictures, ...counted } = seen;
  console.log(JSON.stringify({
    transport,
    ...first,
    ...weight(),
    ...counted,
    reserveMillis: Math.round(1000 * reserves.toSorted((a, b) => a - b)[reserves.length >> 1]),
    glassToGlass: compare(pictures, departures(sent)),
  }, null, 1));
}

/** In the page: notes each picture's number in the loop, read from the block, and when it is seen. */
function watchPictures() {
  window.pictures = [];
  window.firstPicture = null;
  const canvas = document.createElement('canvas');
  const drawing = canvas.getContext('2d', { willReadFrequently: true });
  const look = (video) => (_, { expectedDisplayTime, width, height }) => {
    window.firstPicture ??= expectedDisplayTime;
    canvas.width = width;
    canvas.height = 1;
    drawing.drawImage(video, 0, Math.round(height * 345 / 360), width, 1, 0, 0, width, 1);
    const { data } = drawing.getImageData(0, 0, width, 1);
    const orange = [];
    for (let x = 0; x < width; x++) {
      if (data[4 * x] > 170 && data[4 * x + 1] < 170 && data[4 * x + 2] < 90) orange.push(x);
    }
    if (orange.length > 30 && orange.length < 50 && orange[0] > 0) {
      const number = Math.round((orange[0] + 40) * 100 / 680);
      window.pictures.push([number, (performance.timeOrigin + expectedDisplayTime) / 1000]);
    }
    video.requestVideoFrameCallback(look(video));
  };
  new MutationObserver((_, observer) => {
    const video = document.getElementById('video');
    if (!video) return;
    observer.disconnect();
    video.requestVideoFrameCallback(look(video));
  }).observe(document, { childList: true, subtree: true });
}

async function weigh(page) {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  const names = new Map();
  const files = [];
  session.on('Network.responseReceived', ({ requestId, response }) => names.set(requestId, response.url));
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (names.has(requestId)) files.push([new URL(names.get(requestId)).pathname, encodedDataLength]);
  });
  return () => {
    const bytes = (list) => list.reduce((sum, [, size]) => sum + size, 0);
    return {
      requests: files.length,
      bytes: bytes(files),
      bytesWithoutEngine: bytes(files.filter(([path]) => !path.startsWith('/mpegts/'))),
    };
  };
}

function departures(text) {
  return text.trim().split('\n').map((line) => line.split(' ').map(Number));
}

/** Each picture seen against the last departure of its number before, in milliseconds. */
function compare(pictures, sent) {
  const late = pictures.map(([number, at]) => {
    const left = sent.filter(([one, when]) => one % 100 === number && when < at).at(-1);
    return left && (at - left[1]) * 1000;
  }).filter((value) => value !== undefined).sort((one, other) => one - other);
  const part = (share) => Math.round(late[Math.floor(share * (late.length - 1))]);
  const halves = [pictures.slice(0, 100), pictures.slice(-100)];
  return {
    pictures: late.length, least: part(0), median: part(0.5), most: part(1),
    medianOfFirst4s: halves[0].length && medianOf(halves[0], sent),
    medianOfLast4s: medianOf(halves[1], sent),
  };
}

function medianOf(pictures, sent) {
  const late = pictures.map(([number, at]) => {
    const left = sent.filter(([one, when]) => one % 100 === number && when < at).at(-1);
    return left ? (at - left[1]) * 1000 : NaN;
  }).filter((value) => !Number.isNaN(value)).sort((one, other) => one - other);
  return Math.round(late[Math.floor(late.length / 2)]);
}
