// What the scenarios share: opening pages, waiting for what they show, looking at the video.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

const AXE = readFileSync(new URL('../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');

/** One browser with one gateway before it. */
export class Browser {
  #tolerated = null;

  /** What the pages have complained of. */
  faults = [];

  constructor(context, base, screenshots) {
    this.context = context;
    this.base = base;
    this.screenshots = screenshots;
  }

  /** What the browser may complain of: the refused requests that belong to a scenario. */
  tolerate(pattern) {
    this.#tolerated = pattern;
  }

  async open(path) {
    const page = await this.context.newPage();
    this.watch(page);
    await page.goto(this.base + path);
    return page;
  }

  /** Notes what the page complains of. */
  watch(page) {
    page.on('pageerror', (error) => this.faults.push(error.stack));
    page.on('console', (message) => {
      if (message.type() === 'error' && !this.#tolerated?.test(message.text())) {
        this.faults.push(message.text());
      }
    });
  }

  async screenshot(page, name) {
    await page.screenshot({ path: `${this.screenshots}/${name}.png` });
  }
}

/** Waits until the first element that fits has this text in it. */
export async function shows(page, selector, text) {
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

/** What axe finds wrong with the page is an error. */
export async function axe(page, name) {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() => window.axe.run());
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(', ')}`);
  assert.deepEqual(found, [], name);
}

/**
 * The video has sound, and pictures that are neither black nor all the same: a hand of the demo's
 * card that has moved on makes a difference of half a step and more, a picture that stands of none.
 */
export async function moves(page) {
  await page.bringToFront();
  try {
    await page.waitForFunction(() => {
      const video = document.getElementById('video');
      return video?.readyState >= 3 && video.currentTime > 0 && video.webkitAudioDecodedByteCount > 0;
    });
  } catch (error) {
    const now = await page.textContent('main');
    const state = await page.evaluate(() => {
      const video = document.getElementById('video');
      return `readyState ${video?.readyState}, at ${video?.currentTime} s, ${video?.webkitAudioDecodedByteCount} bytes of sound`;
    });
    throw new Error(`nothing moves: ${state}; the page says: ${now}`, { cause: error });
  }
  const { brightness, difference, apart } = await page.evaluate(compared);
  assert.ok(brightness > 20, `black: ${brightness}`);
  assert.ok(difference > 0.2, `the same for ${apart} s: ${difference}`);
}

/** In the page: a picture against those that follow within 1.2 s, drawn small. */
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
  const seen = { apart: 0, brightness: mean(first), difference: 0 };
  while (seen.apart < 1.2) {
    seen.apart = (await nextTime()) - start;
    const other = colours(picture());
    const difference = mean(first.map((value, index) => Math.abs(value - other[index])));
    seen.brightness = Math.min(seen.brightness, mean(other));
    seen.difference = Math.max(seen.difference, difference);
  }
  return seen;
}
