// Plays one stream for as long as the page wants it: waits for it, reconnects, keeps it near to live.

import { CatchUp } from './catch-up.js';
import { connect, probe } from './connection.js';
import { Feed, loadEngine } from './feed.js';

const FIRST_RETRY_MILLIS = 500;
const LONGEST_RETRY_MILLIS = 10_000;
const SILENCE_MILLIS = 10_000; // longer than a server holds anything back
const KEPT_PAUSED_MILLIS = 15_000;
const ENDING_MILLIS = 3000;
const STEP_MILLIS = 250;
const MOST_BROKEN = 3; // runs that could not be shown, one after the other
const OTHER = { ws: 'http', http: 'ws' };

/**
 * What listener.changed(state, about) hears of: connecting, waiting, playing, paused, ended, lost,
 * unreachable, and those that are final: refused, failed, unplayable.
 */
export class Session {
  state = 'connecting';
  transport;
  reconnects = 0;
  bytes = 0;
  catchUp = new CatchUp();
  #video;
  #locate;
  #pinned;
  #listener;
  #connection = null;
  #feed = null;
  #path = null;
  #retries = 0;
  #broken = 0;
  #began = false; // in this run
  #everBegan = false;
  #ended = false; // and nothing new has begun
  #closed = false;
  #soughtAt = -Infinity;
  #timers = {};
  #cleanUp = new AbortController();

  /**
   * Does nothing yet.
   *
   * locate() resolves to the path of the stream, each time it is connected to.
   * transport 'ws' or 'http': that and no other; else WebSocket first.
   */
  constructor(video, locate, { transport, listener }) {
    this.#video = video;
    this.#locate = locate;
    this.#pinned = transport in OTHER;
    this.transport = this.#pinned ? transport : 'ws';
    this.#listener = listener;
    const { signal } = this.#cleanUp;
    video.addEventListener('playing', () => this.#playing(), { signal });
    video.addEventListener('waiting', () => this.#stalled(), { signal });
    video.addEventListener('ended', () => this.#playedOut(), { signal });
    video.addEventListener('timeupdate', () => this.#step(), { signal });
    video.addEventListener('error', () => {
      if (this.#feed && video.error) this.#broke('decode', video.error.message, this.codecs);
    }, { signal });
    addEventListener('online', () => this.#retryNow(), { signal });
    document.addEventListener('visibilitychange', () => this.#shown(), { signal });
    this.#timers.step = setInterval(() => this.#step(), STEP_MILLIS);
  }

  // --- connecting

  /** After a final state: somebody wants another try. */
  again() {
    this.#retries = 0;
    this.#broken = 0;
    this.#set('connecting');
    this.start();
  }

  async start() {
    this.#clear('retry');
    this.#drop();
    if (this.state === 'paused') this.#set('connecting');
    try {
      this.#path = await this.#locate();
      const mpegts = await loadEngine();
      if (!mpegts.isSupported()) return this.#final('unplayable', { what: 'mse' });
    } catch (error) {
      if (this.#closed) return;
      if (error.status > 0 && !this.#everBegan) this.#final('failed', { error });
      else this.#retry('unreachable');
      return;
    }
    if (!this.#closed) this.#connect();
  }

  #connect() {
    this.#drop();
    this.#began = false;
    const mine = connect(this.transport, this.#path, {
      opened: () => this.#connection === mine && this.#opened(),
      data: (bytes) => this.#connection === mine && this.#data(bytes),
      over: (why, status) => this.#connection === mine && this.#over(why, status),
    });
    this.#connection = mine;
    if (this.#retries === 0) this.#set(this.#ended ? 'ended' : 'connecting');
    // over HTTP the server says nothing until the stream is there
    if (this.transport === 'http') this.#later('open', 1000, () => this.#opened());
  }

  #opened() {
    this.#clear('open');
    this.#later('quiet', 500, () => {
      this.#retries = 0;
      this.#set(this.#ended ? 'ended' : 'waiting');
    });
    this.#later('silence', SILENCE_MILLIS, () => this.#silent());
  }

  #data(bytes) {
    this.#clear('open');
    this.#clear('quiet');
    this.bytes += bytes.byteLength;
    this.#later('silence', SILENCE_MILLIS, () => this.#silent());
    this.#ended = false;
    this.#feed ??= this.#newFeed();
    this.#feed.push(bytes);
  }

  #newFeed() {
    this.catchUp.restart();
    const feed = new Feed(window.mpegts, this.#video, (detail, words) => {
      if (this.#feed === feed) this.#broke(detail, words, feed.codecs);
    });
    this.#listener.feeding();
    return feed;
  }

  // --- what goes wrong

  #over(why, status) {
    this.#connection = null;
    for (const name of ['open', 'quiet', 'silence']) this.#clear(name);
    if (this.state === 'paused') return; // resume() connects
    switch (why) {
      case 'ended':
        this.#ended = true;
        this.#feed?.finish();
        this.#later('ending', ENDING_MILLIS, () => this.#playedOut());
        break;
      case 'absent':
        this.#later('retry', FIRST_RETRY_MILLIS, () => this.start());
        break;
      case 'closed':
        this.#refusedToOpen();
        break;
      case 'lost':
        this.#retry('lost');
        break;
      case 'refused':
        this.#final('refused', { status });
        break;
      default:
        this.#final('failed', { status });
    }
  }

  /** A proxy may not know WebSocket; over HTTP the server says what else is wrong. */
  #refusedToOpen() {
    if (this.transport === 'http') {
      if (!this.#pinned) this.transport = 'ws';
      this.#retry('unreachable');
    } else if (!this.#pinned) {
      this.transport = 'http';
      this.#connect();
    } else {
      this.#ask();
    }
  }

  async #ask() {
    const status = await probe(this.#path);
    if (this.#closed) return;
    if (status === 403 || status === 401) this.#final('refused', { status });
    else this.#retry('unreachable');
  }

  /** Connected, and nothing comes: the stream has stopped, or something on the way holds it back. */
  async #silent() {
    if (this.state === 'paused') {
      this.#hangUp();
      return;
    }
    if (this.#began) {
      this.#retry('lost');
      return;
    }
    const { transport } = this;
    if (this.#pinned || (await probe(this.#path)) !== 200) return;
    if (this.#closed || this.#began || transport !== this.transport) return;
    this.transport = OTHER[transport];
    this.start();
  }

  #broke(detail, words, codecs) {
    const codec = unsupported(detail, words);
    if (codec) {
      this.#final('unplayable', { what: 'codec', codec });
    } else if (++this.#broken >= MOST_BROKEN) {
      this.#final('unplayable', { what: 'broken', codec: codecs.join(', '), cause: words });
    } else {
      this.#retry('lost');
    }
  }

  #retry(state) {
    const late = Math.min(LONGEST_RETRY_MILLIS, FIRST_RETRY_MILLIS * 2 ** this.#retries++);
    if (this.#began) this.reconnects++;
    const shown = this.#retries > 2 && state === 'lost' ? 'unreachable' : state;
    this.#drop();
    this.#set(shown);
    this.#later('retry', late * (0.85 + 0.3 * Math.random()), () => this.start());
  }

  #retryNow() {
    if (this.#timers.retry) this.start();
  }

  #final(state, about) {
    this.#drop();
    this.#set(state, about);
  }

  // --- playing

  #playing() {
    if (!this.#feed) return;
    this.#began = true;
    this.#everBegan = true;
    this.#retries = 0;
    this.#later('steady', 5000, () => { this.#broken = 0; });
    this.#set('playing');
  }

  #stalled() {
    const jumped = this.#video.seeking || seconds() - this.#soughtAt < 1;
    if (this.#began && this.#connection && !this.#video.paused && !jumped) {
      this.catchUp.stalled(seconds());
    }
  }

  #playedOut() {
    if (!this.#ended || !this.#feed) return;
    this.#drop();
    this.#set('ended');
    this.#later('retry', FIRST_RETRY_MILLIS, () => this.start());
  }

  #step() {
    const { buffered, currentTime, paused } = this.#video;
    if (!this.#feed || this.#ended || buffered.length === 0 || (paused && this.#began)) return;
    const { rate, seek } = this.catchUp.step({
      now: seconds(),
      position: currentTime,
      end: buffered.end(buffered.length - 1),
    });
    if (seek !== null) this.#seek(seek);
    if (this.#video.playbackRate !== rate) this.#video.playbackRate = rate;
  }

  /** To what happens now. */
  jump() {
    const { buffered } = this.#video;
    if (!this.#feed || buffered.length === 0) return;
    this.#seek(buffered.end(buffered.length - 1) - this.catchUp.target);
  }

  #seek(position) {
    if (position <= this.#video.currentTime) return;
    this.#soughtAt = seconds();
    this.#video.currentTime = position;
  }

  /** The picture stands; whoever is away for longer does not get what he does not see. */
  pause() {
    this.#set('paused');
    this.#later('paused', KEPT_PAUSED_MILLIS, () => this.#hangUp());
  }

  #hangUp() {
    this.#connection?.close();
    this.#connection = null;
    this.#clear('silence');
  }

  resume() {
    this.#clear('paused');
    if (!this.#connection) {
      this.start();
      return;
    }
    this.jump();
    this.#video.play().catch(() => {});
  }

  #shown() {
    if (document.hidden) return;
    this.#retryNow();
    if (this.state === 'playing') this.#step();
  }

  /** How far behind the newest that we have we are, in seconds; null: nothing is played. */
  get reserve() {
    const { buffered, currentTime } = this.#video;
    return this.#feed && buffered.length > 0 ? buffered.end(buffered.length - 1) - currentTime : null;
  }

  /** Whether there is something to be seen that goes on. */
  get live() {
    return this.#feed !== null && !this.#ended;
  }

  get codecs() {
    return this.#feed?.codecs ?? [];
  }

  get final() {
    return ['refused', 'failed', 'unplayable'].includes(this.state);
  }

  close() {
    this.#closed = true;
    this.#cleanUp.abort();
    clearInterval(this.#timers.step);
    this.#drop();
  }

  // --- small things

  #drop() {
    for (const name of ['open', 'quiet', 'ending', 'paused', 'retry', 'steady']) {
      this.#clear(name);
    }
    this.#hangUp();
    if (this.#feed) this.#listener.keepPicture();
    this.#feed?.destroy();
    this.#feed = null;
  }

  #later(name, millis, then) {
    this.#clear(name);
    this.#timers[name] = setTimeout(() => {
      delete this.#timers[name];
      if (!this.#closed) then();
    }, millis);
  }

  #clear(name) {
    clearTimeout(this.#timers[name]);
    delete this.#timers[name];
  }

  #set(state, about = {}) {
    if (this.#closed) return;
    const same = this.state === state;
    this.state = state;
    if (!same || Object.keys(about).length > 0) this.#listener.changed(state, about);
  }
}

/** The codec that mpegts.js or the browser complains of, null when it is about something else. */
function unsupported(detail, words) {
  const named = /codecs="?([^"';)]+)/.exec(words) ?? /Unsupported .*(?:frame|codec|idx): *(\S+)/.exec(words);
  if (/not supported|unsupported/i.test(words) || detail === 'CodecUnsupported') return named?.[1] ?? '?';
  return null;
}

function seconds() {
  return performance.now() / 1000;
}
