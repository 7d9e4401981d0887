// Keeps a video element near to live, as the catch-up controller says.

import { CatchUp } from './catch-up.js';

const STEP_MILLIS = 250;
const JUMP_SECONDS = 1; // in which a jump may look like a stall

export class Pace {
  #video;
  #runs;
  #catchUp = new CatchUp();
  #soughtAt = -Infinity;
  #timer;

  /** runs() is true while something is played that goes on. Until the signal is aborted. */
  constructor(video, runs, signal) {
    this.#video = video;
    this.#runs = runs;
    video.addEventListener('timeupdate', () => this.step(), { signal });
    video.addEventListener('waiting', () => this.#stalled(), { signal });
    this.#timer = setInterval(() => this.step(), STEP_MILLIS);
    signal.addEventListener('abort', () => clearInterval(this.#timer));
  }

  /** The video element gets another stream. */
  restart() {
    this.#catchUp.restart();
  }

  step() {
    const { currentTime, paused, played } = this.#video;
    const end = this.#end();
    if (!this.#runs() || end === null || (paused && played.length > 0)) return;
    const { rate, seek } = this.#catchUp.step({ now: seconds(), position: currentTime, end });
    if (seek !== null) this.#seek(seek);
    if (this.#video.playbackRate !== rate) this.#video.playbackRate = rate;
  }

  #stalled() {
    const jumped = this.#video.seeking || seconds() - this.#soughtAt < JUMP_SECONDS;
    const { paused, played } = this.#video;
    if (this.#runs() && played.length > 0 && !paused && !jumped) this.#catchUp.stalled(seconds());
  }

  /** To what happens now. */
  jump() {
    const end = this.#end();
    if (end !== null) this.#seek(end - this.#catchUp.target);
  }

  #seek(position) {
    if (position <= this.#video.currentTime) return;
    this.#soughtAt = seconds();
    this.#video.currentTime = position;
  }

  /** How far behind the newest that we have we are, in seconds; null: we have nothing. */
  get reserve() {
    const end = this.#end();
    return end === null ? null : end - this.#video.currentTime;
  }

  #end() {
    const { buffered } = this.#video;
    return buffered.length === 0 ? null : buffered.end(buffered.length - 1);
  }
}

function seconds() {
  return performance.now() / 1000;
}
