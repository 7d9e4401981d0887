// The gateway goes and comes back, with the same call. Tells the test by its output how far it is.

import { moves, shows } from './browser.mjs';
import { reaches } from './watching.mjs';

export default async function restart(browser, stream) {
  browser.tolerate(/WebSocket connection|ERR_CONNECTION_REFUSED|ERR_EMPTY_RESPONSE|net::ERR/);
  const page = await browser.open(`/player?stream=${stream}`);
  await moves(page);
  console.log('it plays');
  await shows(page, '#message', 'The server cannot be reached.');
  await browser.screenshot(page, 'player-unreachable');
  console.log('it is gone');
  await reaches(page, 'playing');
  await moves(page);
}
