// The player of both pages: a session, what is seen of it, and what the viewer may do.

import { texts } from '../texts.js';
import { Figures } from './figures.js';
import { listenToKeys } from './keys.js';
import { messageOf } from './messages.js';
import { buildScreen, relabel, setText } from './screen.js';
import { Session } from './session.js';
import { Sound } from './sound.js';
import { Windows } from './windows.js';

const IDLE_MILLIS = 3000;

export class Stage extends EventTarget {
  #parts;
  #sound;
  #session = null;
  #name = '';
  #away = false; // the browser paused it in a hidden tab
  #asked = false; // the viewer wants it paused
  #idle = 0;
  #blocked = false; // it wants a click first

  constructor(root, { muted }) {
    super();
    this.#parts = buildScreen(root);
    this.#sound = new Sound(this.#parts, muted);
    const windows = new Windows(this.#parts);
    const figures = new Figures(this.#parts, () => this.#session);
    listenToKeys(root, {
      any: () => this.#wake(),
      pause: () => this.pause(),
      mute: () => this.#sound.toggle(),
      full: () => windows.toggleFull(),
      picture: () => windows.togglePicture(),
      statistics: () => figures.toggle(),
      louder: (steps) => this.#sound.louder(steps),
      live: () => this.#session?.jump(),
    });
    this.#listen();
    this.#show('idle');
  }

  #listen() {
    const { root, video, pause, live, action } = this.#parts;
    pause.addEventListener('click', () => this.pause());
    action.addEventListener('click', () => this.pause());
    live.addEventListener('click', () => this.#session?.jump());
    video.addEventListener('click', () => this.#tapped());
    video.addEventListener('pause', () => this.#paused());
    video.addEventListener('resize', () => this.#session && this.#show(this.#session.state));
    for (const name of ['pointermove', 'pointerdown', 'keydown', 'focusin']) {
      root.addEventListener(name, () => this.#wake());
    }
    document.addEventListener('visibilitychange', () => {
      if (!document.hidden && this.#away) this.#resume();
    });
  }

  /** Plays a stream under this name; locate() resolves to its path on this server. */
  play(name, locate, transport) {
    this.stop();
    this.#name = name;
    this.#session = new Session(this.#parts.video, locate, {
      transport,
      listener: {
        changed: (state, about) => this.#show(state, about),
        feeding: () => this.#begin(),
        keepPicture: () => this.#keepPicture(),
      },
    });
    setText(this.#parts.playing, name);
    this.#describe();
    this.#show('connecting');
    this.#session.start();
  }

  stop() {
    if (!this.#session) return;
    this.#session.close();
    this.#session = null;
    this.#away = false;
    this.#parts.still.hidden = true;
    setText(this.#parts.playing, '');
    this.#show('stopped');
  }

  get active() {
    return this.#session !== null && !this.#session.final;
  }

  /** Pauses, or goes on; where nothing plays, asks the page to begin. */
  pause() {
    const { video } = this.#parts;
    if (!this.#session) this.dispatchEvent(new Event('wanted'));
    else if (this.#session.final) this.#session.again();
    else if (this.#session.state === 'paused' || (this.#session.live && video.paused)) this.#resume();
    else if (this.#session.live) {
      this.#asked = true;
      video.pause();
    }
  }

  async #begin() {
    this.#blocked = !(await this.#sound.play());
    if (this.#blocked && this.#session) this.#show('playing');
  }

  #resume() {
    this.#away = false;
    this.#blocked = false;
    this.#session?.resume();
  }

  #paused() {
    const { video } = this.#parts;
    if (!this.#session?.live || !video.paused || video.ended || this.#blocked) return;
    this.#away = document.hidden && !this.#asked;
    this.#asked = false;
    this.#session.pause();
  }

  #tapped() {
    if (matchMedia('(pointer: coarse)').matches) this.#wake();
    else this.pause();
  }

  // --- what is shown

  #show(state, about = {}) {
    const { root, message, hint, action, still, sheet, emblem, video } = this.#parts;
    const shown = this.#blocked && state === 'playing' ? 'blocked' : state;
    const soundOnly = shown === 'playing' && video.videoWidth === 0;
    const words = messageOf(shown, { ...about, stream: this.#name, soundOnly });
    root.dataset.state = shown;
    setText(message, words.text);
    for (const [element, text] of [[hint, words.hint], [action, words.action]]) {
      element.hidden = text === '';
      setText(element, text);
    }
    sheet.classList.toggle('sound', soundOnly);
    emblem.hidden = !soundOnly;
    if (shown === 'playing') still.hidden = true;
    this.#showRunning(shown === 'playing');
    this.#wake();
    this.dispatchEvent(new Event('changed'));
  }

  #showRunning(running) {
    const { pause } = this.#parts;
    relabel(pause, running ? 'pause' : 'play', running ? texts.doPause : texts.doPlayback);
    if ('mediaSession' in navigator) {
      navigator.mediaSession.playbackState = running ? 'playing' : this.#session ? 'paused' : 'none';
    }
  }

  /** The last picture stays while a new connection is made. */
  #keepPicture() {
    const { video, still } = this.#parts;
    if (video.videoWidth === 0 || video.readyState < 2) return;
    still.width = video.videoWidth;
    still.height = video.videoHeight;
    still.getContext('2d').drawImage(video, 0, 0);
    still.hidden = false;
  }

  /** The bar goes when nobody has moved for a while. */
  #wake() {
    const { root } = this.#parts;
    root.classList.remove('asleep');
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => {
      const focused = root.querySelector('.bar :focus-visible');
      if (root.dataset.state === 'playing' && !focused) root.classList.add('asleep');
    }, IDLE_MILLIS);
  }

  /** For the lock screen and the keys of a headset. */
  #describe() {
    if (!('mediaSession' in navigator)) return;
    navigator.mediaSession.metadata = new MediaMetadata({
      title: this.#name,
      artist: 'Sipcast',
      artwork: [{ src: new URL('/icon.svg', location.href).href, sizes: 'any', type: 'image/svg+xml' }],
    });
    for (const name of ['play', 'pause', 'stop']) {
      navigator.mediaSession.setActionHandler(name, () => (name === 'stop' ? this.stop() : this.pause()));
    }
  }
}
