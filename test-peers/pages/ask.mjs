// Asks the test for what no browser can do.

import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** Tells the test what is to happen, and waits until it has. */
export async function ask(what) {
  const lines = createInterface({ input: process.stdin });
  console.log(`please ${what}`);
  await once(lines, 'line');
  lines.close(); // or it would keep this program from its end
  process.stdin.unref?.();
}
