// Plays one stream for as long as the page wants it: waits for it, reconnects, keeps it near to live.

import { connect, probe } from './connection.js';
import { Feed, loadEngine } from './feed.js';
import { Pace } from './pace.js';
import { Timers } from './timers.js';

const FIRST_RETRY_MILLIS = 500;
const LONGEST_RETRY_MILLIS = 10_000;
const SILENCE_MILLIS = 10_000; // longer than a server holds anything back
const KEPT_PAUSED_MILLIS = 15_000;
const ENDING_MILLIS = 3000;
const MOST_BROKEN = 3; // runs that could not be shown, one after the other

/** Asked for nothing else, WebSocket: of HTTP/1.1 a browser opens six to a host, and we keep ours. */
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
  #timers = new Timers();
  #pace;
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
    video.addEventListener('ended', () => this.#playedOut(), { signal });
    video.addEventListener('error', () => {
      if (this.#feed && video.error) this.#broke('decode', video.error.message, this.codecs);
    }, { signal });
    addEventListener('online', () => this.#retryNow(), { signal });
    document.addEventListener('visibilitychange', () => this.#shown(), { signal });
    this.#pace = new Pace(video, () => this.live, signal);
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
    if (this.transport === 'http') this.#timers.set('open', 1000, () => this.#opened());
  }

  #opened() {
    this.#timers.clear('open');
    this.#timers.set('quiet', 500, () => {
      this.#retries = 0;
      this.#set(this.#ended ? 'ended' : 'waiting');
    });
    this.#timers.set('silence', SILENCE_MILLIS, () => this.#silent());
  }

  #data(bytes) {
    this.#timers.clear('open');
    this.#timers.clear('quiet');
    this.bytes += bytes.byteLength;
    this.#timers.set('silence', SILENCE_MILLIS, () => this.#silent());
    this.#ended = false;
    this.#feed ??= this.#newFeed();
    this.#feed.push(bytes);
  }

  #newFeed() {
    this.#pace.restart();
    const feed = new Feed(window.mpegts, this.#video, (detail, words) => {
      if (this.#feed === feed) this.#broke(detail, words, feed.codecs);
    });
    this.#listener.feeding();
    return feed;
  }

  // --- what goes wrong

  #over(why, status) {
    this.#connection = null;
    this.#timers.clear('open', 'quiet', 'silence');
    if (this.state === 'paused') return; // resume() connects
    switch (why) {
      case 'ended':
        this.#ended = true;
        this.#feed?.finish();
        this.#timers.set('ending', ENDING_MILLIS, () => this.#playedOut());
        break;
      case 'absent':
        this.#timers.set('retry', FIRST_RETRY_MILLIS, () => this.start());
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
    this.#timers.set('retry', late * (0.85 + 0.3 * Math.random()), () => this.start());
  }

  #retryNow() {
    if (this.#timers.has('retry')) this.start();
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
    this.#timers.set('steady', 5000, () => { this.#broken = 0; });
    this.#set('playing');
  }

  #playedOut() {
    if (!this.#ended || !this.#feed) return;
    this.#drop();
    this.#set('ended');
    this.#timers.set('retry', FIRST_RETRY_MILLIS, () => this.start());
  }

  jump() {
    if (this.live) this.#pace.jump();
  }

  /** The picture stands; whoever is away for longer does not get what he does not see. */
  pause() {
    this.#set('paused');
    this.#timers.set('paused', KEPT_PAUSED_MILLIS, () => this.#hangUp());
  }

  #hangUp() {
    this.#connection?.close();
    this.#connection = null;
    this.#timers.clear('silence');
  }

  resume() {
    this.#timers.clear('paused');
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
    this.#pace.step();
  }

  /** How far behind the newest that we have we are, in seconds; null: nothing is played. */
  get reserve() {
    return this.#feed ? this.#pace.reserve : null;
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
    this.#drop();
  }

  // --- small things

  #drop() {
    this.#timers.clear();
    this.#hangUp();
    if (this.#feed) this.#listener.keepPicture();
    this.#feed?.destroy();
    this.#feed = null;
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
