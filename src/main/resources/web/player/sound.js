// Sound, within what the browser allows: without a click it may have to begin muted.

import { texts } from '../texts.js';
import { recall, remember } from './memory.js';
import { relabel } from './screen.js';

const STEP = 0.05;

export class Sound {
  #video;
  #parts;
  #forced = false; // muted, but not by the viewer

  constructor(parts, startMuted) {
    this.#video = parts.video;
    this.#parts = parts;
    const { volume = 1, muted = false } = recall();
    this.#video.volume = Math.min(1, Math.max(0, Number(volume) || 0));
    this.#video.muted = startMuted || muted === true;
    this.#forced = this.#video.muted;
    this.#video.addEventListener('volumechange', () => this.#show());
    parts.mute.addEventListener('click', () => this.toggle());
    parts.unmute.addEventListener('click', () => this.toggle());
    parts.volume.addEventListener('input', () => this.#set(parts.volume.valueAsNumber));
    this.#show();
  }

  /** Begins to play; resolves to false when the browser wants a click even for a silent picture. */
  async play() {
    for (;;) {
      try {
        await this.#video.play();
        this.#show();
        return true;
      } catch (error) {
        if (error.name !== 'NotAllowedError') return true; // another run has begun
        if (this.#video.muted) return false;
        this.#forced = true;
        this.#video.muted = true;
      }
    }
  }

  toggle() {
    this.#forced = false;
    this.#video.muted = !this.#video.muted;
    if (!this.#video.muted && this.#video.volume === 0) this.#video.volume = 0.5;
    this.#keep();
  }

  louder(steps) {
    this.#set((this.#video.muted ? 0 : this.#video.volume) + steps * STEP);
  }

  #set(volume) {
    this.#forced = false;
    this.#video.volume = Math.round(100 * Math.min(1, Math.max(0, volume))) / 100;
    this.#video.muted = this.#video.volume === 0;
    this.#keep();
  }

  #keep() {
    const { volume, muted } = this.#video;
    remember({ volume: volume || 0.5, muted });
  }

  #show() {
    const { muted, volume, paused } = this.#video;
    const { mute, unmute, volume: slider } = this.#parts;
    relabel(mute, muted ? 'muted' : 'sound', muted ? texts.doUnmute : texts.doMute);
    slider.value = muted ? 0 : volume;
    slider.setAttribute('aria-valuetext', `${Math.round(100 * slider.valueAsNumber)} %`);
    unmute.hidden = !(muted && this.#forced && !paused);
  }
}
