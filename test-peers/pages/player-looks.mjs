// Both pages for people who do not see or hear all of it, on a phone and on a wall, light and dark.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { moves } from './browser.mjs';
import { isAccessible } from './watching.mjs';

const AXE = readFileSync(new URL('../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
const SIZES = { phone: [360, 740], desk: [1280, 900], wall: [2560, 1440] };

export default async function looks(browser, stream) {
  for (const path of ['/player', '/embed']) {
    const page = await browser.open(`${path}?stream=${stream}&muted=1`);
    await moves(page);
    for (const colorScheme of ['light', 'dark']) {
      for (const [size, [width, height]] of Object.entries(SIZES)) {
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize({ width, height });
        await page.hover('#screen');
        await page.waitForTimeout(300);
        const what = `${path.slice(1)}-${size}-${colorScheme}`;
        await isAccessible(page, AXE, what);
        assert.equal(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth), false, what);
        await page.screenshot({ path: `${browser.screenshots}/${what}.png`, fullPage: true });
      }
    }
    await page.close();
  }
}
