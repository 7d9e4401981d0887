import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Flow, troubles, worst } from '../web/media-flow.js';

/** One second of a picture: counters of jitter, hold and gate as [in, out, dropped]. */
function second(time, counters, more = {}) {
  const stages = Object.entries(counters).map(([stage, [entered, left, dropped]]) => ({ stage, in: entered, out: left, dropped }));
  return { at: new Date(time * 1000).toISOString(), outputs: [], findings: [], video: { codec: 'H264', bitRate: 1, lost: 0 }, path: [{ track: 'video', source: 'rtp/video', stages }], ...more };
}

function states(flow) {
  return Object.fromEntries(flow.tracks[0].stages.map(({ stage, state }) => [stage, state]));
}

test('rates are known from the second statistics on', () => {
  const flow = new Flow();
  assert.equal(flow.next(second(0, { jitter: [0, 0, 0] })).tracks[0].packetRate, null);
  const [track] = flow.next(second(2, { jitter: [250, 248, 0] })).tracks;
  assert.deepEqual([track.packetRate, track.outRate, track.stages[0].state], [125, 124, 'flowing']);
  assert.equal(flow.next(second(3, { jitter: [5, 5, 0] })).tracks[0].packetRate, 5, 'it began anew');
});

test('the same statistics again change nothing', () => {
  const flow = new Flow();
  flow.next(second(0, { jitter: [0, 0, 0] }));
  const one = second(1, { jitter: [50, 50, 0] });
  assert.equal(flow.next(one).tracks[0].packetRate, 50);
  assert.equal(flow.next(one).tracks[0].packetRate, 50);
});

test('a loss is shown for three seconds', () => {
  const flow = new Flow();
  flow.next(second(0, { jitter: [0, 0, 0] }));
  const seen = [[100, 97, 3], [200, 197, 3], [300, 297, 3], [400, 397, 3]]
    .map((counters, index) => states(flow.next(second(index + 1, { jitter: counters }))).jitter);
  assert.deepEqual(seen, ['losing', 'losing', 'losing', 'flowing']);
});

test('a gate that drops all of it waits; one that lets some through loses', () => {
  const flow = new Flow();
  flow.next(second(0, { hold: [0, 0, 0], gate: [0, 0, 0] }));
  assert.deepEqual(states(flow.next(second(1, { hold: [50, 0, 50], gate: [25, 20, 5] }))), { hold: 'waiting', gate: 'losing' });
});

test('what takes in and gives nothing out waits, but not at once', () => {
  const flow = new Flow();
  const seen = [0, 1, 2, 3, 4].map((time) => states(flow.next(second(time, { jitter: [time * 50, 0, 0], pack: [0, 0, 0] }))));
  assert.deepEqual(seen.map(({ jitter }) => jitter), ['still', 'flowing', 'flowing', 'waiting', 'waiting']);
  assert.deepEqual(seen.map(({ pack }) => pack), Array(5).fill('still'));
});

test('packets lost on the way are a trouble of the track', () => {
  const flow = new Flow();
  flow.next(second(0, { jitter: [0, 0, 0] }));
  const next = flow.next(second(1, { jitter: [50, 50, 0] }, { video: { codec: 'H264', bitRate: 1, lost: 4 } }));
  assert.deepEqual([next.tracks[0].lostRate, next.tracks[0].state], [4, 'losing']);
  assert.deepEqual(troubles(next), [{ track: 'video', stage: null, state: 'losing' }]);
});

test('findings go to their place', () => {
  const findings = [
    { where: 'video', stage: 'gate', level: 'warning', text: 'a' }, { where: 'video', stage: null, level: 'info', text: 'b' },
    { where: 'output:x', stage: null, level: 'error', text: 'c' }, { where: 'audio', stage: null, level: 'info', text: 'd' },
    { where: 'callee', stage: null, level: 'info', text: 'e' },
  ];
  const flow = new Flow().next(second(0, { gate: [0, 0, 0] }, { findings, outputs: [{ id: 'x' }] }));
  assert.deepEqual(flow.tracks[0].findings.map(({ text }) => text), ['a', 'b']);
  assert.deepEqual([flow.tracks[0].level, flow.tracks[0].stages[0].level], ['info', 'warning']);
  assert.deepEqual([flow.outputs[0].level, flow.outputs[0].findings.length], ['error', 1]);
  assert.deepEqual(flow.general.map(({ text }) => text), ['d', 'e'], 'no track of sound is drawn');
});

test('the worst level counts', () => {
  assert.equal(worst([]), null);
  assert.equal(worst([{ level: 'info' }, { level: 'error' }, { level: 'warning' }]), 'error');
  assert.equal(worst([{ level: 'odd' }]), 'info');
});

test('before the answer there is no path', () => {
  const flow = new Flow().next({ at: new Date(0).toISOString(), audio: null, video: null });
  assert.deepEqual(flow, { tracks: [], outputs: [], general: [] });
});
