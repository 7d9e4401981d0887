import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bitRate, byteCount, clock, decibels, duration, short, whole } from '../web/numbers.js';

test('numbers are as long as they need to be', () => {
  assert.deepEqual([0, 0.004, 0.25, 3.44, 12, 12.34, 640.6, -3.1].map(short), ['0', '0', '0.25', '3.4', '12', '12.3', '641', '\u22123.1']);
  assert.deepEqual([1234567, -5].map(whole), ['1,234,567', '\u22125']);
  assert.equal(decibels(-20), '\u221220.0');
});

test('rates and sizes have units', () => {
  assert.deepEqual([0, 64_000, 1_234_567, 2e6].map(bitRate), ['0 kbit/s', '64 kbit/s', '1.23 Mbit/s', '2 Mbit/s']);
  assert.deepEqual([0, 999, 1500, 2_500_000].map(byteCount), ['0 B', '999 B', '1.5 kB', '2.5 MB']);
});

test('durations are said with at most two units', () => {
  assert.deepEqual([0, 34, 999, 1250, 12_340, 59_999, 60_000, 72_000, 3_600_000, 7_500_000].map(duration),
    ['0 ms', '34 ms', '999 ms', '1.25 s', '12.3 s', '1 min', '1 min', '1 min 12 s', '1 h', '2 h 5 min']);
});

test('what is no time is nothing', () => {
  assert.equal(clock('never'), '');
  assert.match(clock('2026-03-01T19:00:00.007Z', true), /^\d\d:\d\d:00\.007$/);
});
