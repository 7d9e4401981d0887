// Times and amounts as people read them.

import { say } from './texts.js';

let ahead = 0; // how far the server's clock is before ours, at least

/** Learns from a time of the server that has passed already. */
export function passed(iso) {
  if (iso) ahead = Math.max(ahead, Date.parse(iso) - Date.now());
}

/** Milliseconds since a time of the server. */
export function since(iso) {
  return Math.max(0, Date.now() + ahead - Date.parse(iso));
}

/** 0:07, 12:34 or 1:02:03. */
export function duration(millis) {
  const seconds = Math.floor(millis / 1000);
  const two = (number) => String(number).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  const rest = two(seconds % 60);
  return hours > 0 ? `${hours}:${two(minutes)}:${rest}` : `${minutes}:${rest}`;
}

/** The time of day, as this browser's user writes it. */
export function timeOfDay(iso) {
  return new Date(iso).toLocaleTimeString();
}

export function bitRate(bitsPerSecond) {
  if (bitsPerSecond === null || bitsPerSecond === undefined) return '';
  return bitsPerSecond < 1e6
    ? say('kilobits', { number: Math.round(bitsPerSecond / 1000) })
    : say('megabits', { number: (bitsPerSecond / 1e6).toFixed(2) });
}

export function bytes(number) {
  return number < 1e6
    ? say('kilobytes', { number: Math.round(number / 1000) })
    : say('megabytes', { number: (number / 1e6).toFixed(1) });
}
