// The catch-up controller in virtual time: node --test test-peers/player

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CatchUp } from '../../src/main/resources/web/player/catch-up.js';

const STEP = 0.25;

/** A player with this much before it, fed as time passes; what arrives(now) says has come. */
class Playback {
  catchUp = new CatchUp();
  now = 0;
  position = 0;
  jumps = 0;
  rates = [];

  constructor(ahead, arrives = (now) => now) {
    this.ahead = ahead;
    this.arrives = arrives;
  }

  get end() {
    return this.ahead + this.arrives(this.now);
  }

  run(seconds) {
    const from = this.rates.length;
    for (let i = 0; i < seconds / STEP; i++) {
      const { rate, seek } = this.catchUp.step(this);
      if (seek !== null) {
        this.position = seek;
        this.jumps++;
      }
      this.rates.push(rate);
      this.now += STEP;
      const wanted = this.position + rate * STEP;
      if (wanted > this.end) this.catchUp.stalled(this.now);
      this.position = Math.min(wanted, this.end);
    }
    return this.rates.slice(from);
  }

  get behind() {
    return this.end - this.position;
  }
}

const changes = (rates) => rates.filter((rate, i) => i > 0 && rate !== rates[i - 1]).length;

test('what is near enough is left alone', () => {
  const playback = new Playback(1);
  assert.ok(playback.run(60).every((rate) => rate === 1));
  assert.equal(playback.jumps, 0);
});

test('the cached group at the begin is skipped at once', () => {
  const playback = new Playback(4);
  playback.run(1);
  assert.equal(playback.jumps, 1);
  assert.ok(Math.abs(playback.behind - 1) < 0.1);
});

test('a little behind: gently faster, then as it is, and it stays so', () => {
  const playback = new Playback(1);
  playback.run(5);
  playback.ahead += 2;
  const rates = playback.run(40);
  assert.equal(playback.jumps, 0);
  assert.ok(Math.max(...rates) <= 1.1);
  assert.ok(playback.behind < 1.3, `${playback.behind}`);
  assert.ok(playback.run(60).every((rate) => rate === 1));
  assert.ok(changes(rates) < 12, `${changes(rates)} changes`);
});

test('far behind, as after the computer slept: one jump', () => {
  const playback = new Playback(1);
  playback.run(5);
  playback.ahead += 300;
  playback.run(3);
  assert.equal(playback.jumps, 1);
  assert.ok(playback.behind < 1.3);
});

test('an uneven network makes it neither race nor swing', () => {
  const bursts = (now) => 0.6 * Math.floor(now / 0.6);
  const playback = new Playback(1.3, bursts);
  playback.run(10);
  assert.ok(changes(playback.run(120)) <= 2);
  assert.equal(playback.jumps, 0);
});

test('close to nothing: a little slower until there is some reserve', () => {
  const playback = new Playback(0.1);
  const rates = playback.run(60);
  assert.ok(rates.includes(0.96));
  assert.ok(playback.behind >= 0.45 && playback.behind < 0.7, `${playback.behind}`);
  assert.equal(changes(rates.slice(-100)), 0);
});

test('stalls ask for more reserve, calm gives it back', () => {
  const { catchUp } = new Playback(1);
  for (let now = 0; now < 100; now += 10) catchUp.stalled(now);
  assert.equal(catchUp.target, 4);
  for (let now = 100; now < 1000; now += STEP) catchUp.step({ now, position: now, end: now + 1 });
  assert.equal(catchUp.target, 1);
});

test('several stalls in a row are one', () => {
  const catchUp = new CatchUp();
  for (const now of [1, 1.2, 2, 5]) catchUp.stalled(now);
  assert.ok(Math.abs(catchUp.target - 1.4) < 1e-9);
});
