import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Scale, Series, areaPath, linePath, nice, ofStatistics, runs } from '../web/chart-series.js';

const BOX = { width: 300, height: 100 };

function samples(...values) {
  return values.map((value, index) => ({ time: index * 1000, value }));
}

test('a series is in order, has one sample a second and none older than the window', () => {
  const series = new Series();
  for (const time of [1000, 3000, 2000, 3400]) series.add({ time, value: time });
  assert.deepEqual(series.samples.map(({ value }) => value), [1000, 2000, 3400]);
  series.add({ time: 303_000, value: 0 });
  assert.deepEqual(series.samples.map(({ time }) => time), [2000, 3400, 303_000]);
  series.add({ time: Number.NaN });
  assert.equal(series.samples.length, 3);
});

test('the sample near a moment, or none across a hole', () => {
  const series = new Series();
  for (const time of [1000, 2000, 9000]) series.add({ time });
  assert.equal(series.near(2300).time, 2000);
  assert.equal(series.near(5500), null);
  assert.equal(new Series().near(0), null);
});

test('a summary leaves out what is not known', () => {
  const series = new Series();
  for (const sample of samples(4, null, 2, null)) series.add(sample);
  assert.deepEqual(series.summary('value'), { latest: null, min: 2, max: 4 });
  assert.deepEqual(series.summary('other'), { latest: null, min: null, max: null });
});

test('nice numbers are the next larger 1, 2, 3, 5, 8', () => {
  assert.deepEqual([0, -1, 0.03, 1, 1.01, 4, 7, 9, 64_001].map(nice), [1, 1, 0.03, 1, 2, 5, 8, 10, 80_000]);
});

test('a scale grows at once and shrinks only when it was too large for a while', () => {
  const scale = new Scale({ least: 10 });
  scale.fit([70], 0);
  assert.equal(scale.max, 80);
  scale.fit([12], 1000);
  scale.fit([12], 15_000);
  assert.equal(scale.max, 80);
  scale.fit([70], 15_500);
  scale.fit([12], 16_000);
  scale.fit([12], 30_999);
  assert.equal(scale.max, 80);
  scale.fit([12, null, undefined], 31_000);
  assert.equal(scale.max, 20);
  scale.fit([], 32_000);
  scale.fit([], 60_000);
  assert.equal(scale.max, 10);
});

test('a scale about zero is the same both ways; a fixed one stays', () => {
  const both = new Scale({ kind: 'both', least: 50 });
  both.fit([-180, 20], 0);
  assert.deepEqual([both.min, both.max, both.place(0)], [-200, 200, 0.5]);
  const fixed = new Scale({ kind: 'fixed', min: -60, max: 0 });
  fixed.fit([-99, 12], 0);
  assert.deepEqual([fixed.place(-99), fixed.place(-30), fixed.place(12)], [0, 0.5, 1]);
});

test('a line breaks where a value or a sample is missing', () => {
  const all = [...samples(1, 2, null, 4), { time: 9000, value: 5 }];
  assert.deepEqual(runs(all, 'value').map((run) => run.map(({ value }) => value)), [[1, 2], [4], [5]]);
});

test('paths go from five minutes ago at the left to the newest at the right', () => {
  const scale = new Scale({ least: 10 });
  const all = [{ time: 0, value: 0 }, { time: 1000, value: 5 }, { time: 300_000, value: 10 }];
  assert.equal(linePath(all, 'value', scale, { ...BOX, end: 300_000 }), 'M0 100L1 50M300 0h0');
  assert.equal(areaPath(all.slice(0, 2), 'value', scale, { ...BOX, end: 300_000 }), 'M0 100L0 100L1 50L1 100Z');
});

test('statistics become a sample: losses of the second, sums of the outputs, the larger jitter', () => {
  const at = (second, lost) => ({
    at: new Date(second * 1000).toISOString(), skewMs: -3,
    audio: { bitRate: 64_000, jitterMs: 2, lost: 1, levelDbfs: -20 },
    video: { bitRate: 500_000, jitterMs: 5, lost, frameRate: 25 },
    outputs: [{ bitRate: 600_000, queueBytes: 10 }, { bitRate: null, queueBytes: 0 }],
  });
  assert.deepEqual(ofStatistics(at(1, 7), at(0, 3)), {
    time: 1000, audioIn: 64_000, videoIn: 500_000, out: 600_000, lost: 4, jitter: 5, skew: -3, frameRate: 25, queue: 10, level: -20,
  });
  assert.equal(ofStatistics(at(1, 0), at(0, 3)).lost, 0, 'a counter that began anew');
  assert.equal(ofStatistics(at(1, 0), null).lost, null);
  const bare = ofStatistics({ at: at(0, 0).at, audio: null, video: null, outputs: [], skewMs: null }, null);
  assert.deepEqual([bare.audioIn, bare.out, bare.jitter, bare.frameRate, bare.queue], [null, 0, null, null, 0]);
});
