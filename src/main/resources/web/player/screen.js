// Builds what is seen: the video, the message over it, the bar under it.

import { texts } from '../texts.js';
import { icon, setIcon } from './icons.js';

/** Fills the element and returns its parts. */
export function buildScreen(root) {
  const video = make('video', { id: 'video', playsInline: true, tabIndex: -1, ariaLabel: texts.picture });
  const still = make('canvas', { className: 'still', hidden: true });
  const sheet = make('div', { className: 'sheet' });
  const emblem = make('span', { className: 'emblem', hidden: true });
  setIcon(emblem, 'ear');
  const message = make('p', { id: 'message' });
  message.setAttribute('role', 'status');
  const hint = make('p', { id: 'hint', className: 'more', hidden: true });
  const action = make('button', { id: 'action', type: 'button', className: 'primary', hidden: true });
  sheet.append(emblem, message, hint, action);
  const unmute = make('button', { id: 'unmute', type: 'button', className: 'primary unmute', hidden: true });
  unmute.append(icon('muted'), texts.doUnmute);
  const figures = make('dl', { id: 'figures', className: 'figures', hidden: true });
  const bar = buildBar();
  root.append(video, still, sheet, unmute, figures, bar.element);
  return { root, video, still, sheet, emblem, message, hint, action, unmute, figures, ...bar };
}

function buildBar() {
  const element = make('div', { className: 'bar' });
  element.setAttribute('role', 'group');
  element.ariaLabel = texts.controls;
  const pause = button('pause', 'play', texts.doPlayback, 'k');
  const mute = button('mute', 'sound', texts.doMute, 'm');
  const volume = make('input', {
    id: 'volume', type: 'range', min: 0, max: 1, step: 0.05, ariaLabel: texts.volume,
  });
  const live = make('button', { id: 'live', type: 'button', className: 'live', title: texts.doLive });
  live.append(make('span', { className: 'dot' }), texts.live);
  const playing = make('span', { id: 'playing', className: 'playing' });
  const statistics = button('statistics', 'statistics', texts.statistics, 'i');
  statistics.setAttribute('aria-controls', 'figures');
  statistics.ariaPressed = 'false';
  const picture = button('pip', 'picture', texts.doPictureInPicture, 'p');
  const full = button('full', 'full', texts.doFullScreen, 'f');
  element.append(pause, mute, volume, live, playing, statistics, picture, full);
  return { element, pause, mute, volume, live, playing, statistics, picture, full };
}

function button(id, symbol, label, key) {
  const made = make('button', { id, type: 'button', ariaLabel: label, title: `${label} (${key})` });
  made.setAttribute('aria-keyshortcuts', key);
  setIcon(made, symbol);
  return made;
}

function make(tag, properties) {
  return Object.assign(document.createElement(tag), properties);
}

/** Another symbol and word on a button of the bar. */
export function relabel(element, symbol, label) {
  setIcon(element, symbol);
  if (element.ariaLabel === label) return;
  element.ariaLabel = label;
  element.title = `${label} (${element.getAttribute('aria-keyshortcuts')})`;
}

/** Only what changes is set: a screen reader reads a live region whenever it is. */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
