// How fast to play so that the picture stays near to what happens. Pure; times in seconds.
//
// What lies between the position and the end of the buffer is the reserve. Its lowest value of the
// last moments counts: more than that was never needed. Above the target we play a little faster,
// close to nothing a little slower, and between the two as it is: the limits lie so far apart that
// one does not lead to the other. Far behind, as after the computer slept, we jump.

const BASE_TARGET = 1;
const MOST_TARGET = 4;
const WINDOW = 1.5;
const FAST_FROM = 0.3; // above the target
const FAST_UNTIL = 0.05;
const SLOW_FROM = 0.25; // of the target
const SLOW_UNTIL = 0.5;
const SLOW_RATE = 0.96;
const JUMP_FROM = 3; // above the target
const FIRST_JUMP_FROM = 0.75; // nobody has seen anything yet
const JUMP_PAUSE = 2;
const ONE_STALL = 8; // what follows so soon belongs to it
const CALM = 60; // without a stall, then less reserve is tried

export class CatchUp {
  target = BASE_TARGET;
  rate = 1;
  #samples = [];
  #shown = false;
  #jumpedAt = -Infinity;
  #calmSince = null;
  #stalledAt = -Infinity;

  /** The reserve ran out: a little more of it is kept from now on. */
  stalled(now) {
    this.#samples = [];
    if (now - this.#stalledAt < ONE_STALL) return;
    this.#stalledAt = now;
    this.target = Math.min(MOST_TARGET, this.target * 1.4);
    this.#calmSince = now;
  }

  /** Another buffer: nothing is known of it, but the network is the same. */
  restart() {
    this.rate = 1;
    this.#shown = false;
    this.#samples = [];
  }

  /** What to do now: the rate to play at, and the position to jump to, or null. */
  step({ now, position, end }) {
    this.#calm(now);
    const ahead = end - position;
    const limit = this.#shown ? JUMP_FROM : FIRST_JUMP_FROM;
    if (ahead > this.target + limit && now - this.#jumpedAt >= (this.#shown ? JUMP_PAUSE : 0)) {
      this.#jumpedAt = now;
      this.#samples = [];
      this.rate = 1;
      return { rate: 1, seek: end - this.target };
    }
    if (position > 0) this.#shown = true;
    this.rate = this.#rateFor(this.#lowest(now, ahead));
    return { rate: this.rate, seek: null };
  }

  #calm(now) {
    this.#calmSince ??= now;
    if (now - this.#calmSince < CALM) return;
    this.#calmSince = now;
    this.target = Math.max(BASE_TARGET, this.target * 0.85);
  }

  /** Null until there is enough to judge by. */
  #lowest(now, ahead) {
    this.#samples.push({ now, ahead });
    while (now - this.#samples[0].now > WINDOW) this.#samples.shift();
    const long = now - this.#samples[0].now > WINDOW / 2;
    return long ? Math.min(...this.#samples.map((sample) => sample.ahead)) : null;
  }

  #rateFor(lowest) {
    if (lowest === null) return this.rate;
    const over = lowest - this.target;
    if (over > (this.rate > 1 ? FAST_UNTIL : FAST_FROM)) {
      return over > 0.4 ? 1.1 : over > 0.2 ? 1.05 : 1.02;
    }
    const slow = lowest < this.target * (this.rate < 1 ? SLOW_UNTIL : SLOW_FROM);
    return slow ? SLOW_RATE : 1;
  }
}
