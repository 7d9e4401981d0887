// What goes on at the server, as it happens: the stream of /api/v1/events, kept as a picture of now.

import { passed } from './measures.js';
import { logIn } from './server.js';

const PATH = '/api/v1/events';
const LONGEST_WAIT = 10_000;
/** A hidden page gives its connection back, of which a browser has six for each server. */
const HIDDEN_MILLIS = 60_000;
const UPDATES = ['call', 'push', 'stream', 'registration', 'recording', 'node', 'statistics'];

/** Follows the server until close(); `watch` has the ids of calls whose statistics are wanted. */
export function connect({ watch = [] } = {}) {
  return new Store(watch);
}

/**
 * The live calls and the ended ones, pushes and registrations by id, streams and recordings by the
 * stream's name, and whether the node is overloaded. Handlers of on() are called once what they hear
 * of is in it: 'state', 'snapshot', or the name of an update with its data.
 */
class Store {
  state = 'connecting';

  /** Whether the server wants a key that was not given: it is asked for again by retry(). */
  locked = false;

  calls = new Map();
  ended = new Map();
  pushes = new Map();
  streams = new Map();
  registrations = new Map();
  recordings = new Map();
  node = {};

  #watch;
  #handlers = new Map();
  #source = null;
  #lastId = '';
  #wait = 0;
  #timer = 0;
  #hidden = 0;
  #closed = false;

  constructor(watch) {
    this.#watch = watch;
    document.addEventListener('visibilitychange', this.#visibility);
    window.addEventListener('online', this.retry);
    this.#open();
  }

  on(name, handler) {
    const handlers = this.#handlers.get(name) ?? [];
    this.#handlers.set(name, [...handlers, handler]);
    return this;
  }

  /** At once, and not when its time has come. */
  retry = () => {
    if (this.#closed || this.state === 'open') return;
    this.#wait = 0;
    this.#open();
  };

  close() {
    this.#closed = true;
    this.#stop();
    document.removeEventListener('visibilitychange', this.#visibility);
    window.removeEventListener('online', this.retry);
  }

  #open() {
    this.#stop();
    const query = new URLSearchParams();
    if (this.#watch.length > 0) query.set('watch', this.#watch.join(','));
    if (this.#lastId) query.set('lastEventId', this.#lastId);
    const source = new EventSource(query.size > 0 ? `${PATH}?${query}` : PATH);
    this.#source = source;
    source.addEventListener('open', () => this.#opened());
    source.addEventListener('error', () => this.#failed(source));
    source.addEventListener('snapshot', (event) => this.#heard(event, () => this.#replace(event)));
    for (const name of UPDATES) {
      source.addEventListener(name, (event) => this.#heard(event, () => this.#change(name, event)));
    }
  }

  #stop() {
    clearTimeout(this.#timer);
    this.#source?.close();
    this.#source = null;
  }

  #opened() {
    this.#wait = 0;
    this.locked = false;
    this.#enter('open');
  }

  /** A browser tries again by itself, unless it got an answer that is no stream. */
  async #failed(source) {
    this.#enter('lost');
    if (source.readyState !== EventSource.CLOSED) return;
    this.#source = null;
    if (!(await this.#allowed())) {
      this.locked = true;
      this.#tell('state', this.state);
      return;
    }
    if (this.#closed || this.#source) return;
    this.#wait = Math.min(LONGEST_WAIT, this.#wait * 2 || 500);
    this.#timer = setTimeout(() => this.#open(), this.#wait);
  }

  /** Whether it can be tried again: not while the user does not give the key. */
  async #allowed() {
    try {
      return await logIn();
    } catch {
      return true; // no answer is not the key's fault
    }
  }

  #visibility = () => {
    clearTimeout(this.#hidden);
    if (document.visibilityState === 'visible') {
      if (!this.#source) this.retry();
      return;
    }
    this.#hidden = setTimeout(() => {
      this.#stop();
      this.#enter('connecting');
    }, HIDDEN_MILLIS);
  };

  #enter(state) {
    if (this.state === state) return;
    this.state = state;
    this.#tell('state', state);
  }

  #tell(name, data) {
    for (const handler of this.#handlers.get(name) ?? []) handler(data);
  }

  #heard(event, apply) {
    if (event.lastEventId) this.#lastId = event.lastEventId;
    apply();
  }

  #replace({ data }) {
    const now = JSON.parse(data);
    this.calls = by('callId', now.calls);
    this.ended = by('callId', now.ended);
    this.pushes = by('id', now.pushes);
    this.streams = by('name', now.streams);
    this.registrations = by('id', now.registrations);
    this.recordings = by('stream', now.recordings);
    this.node = now.node ?? {};
    this.#tell('snapshot', now);
  }

  #change(name, { data }) {
    const changed = JSON.parse(data);
    switch (name) {
      case 'call': this.#call(changed); break;
      case 'push': put(this.pushes, changed.id, changed); break;
      case 'stream': put(this.streams, changed.name, changed); break;
      case 'registration': put(this.registrations, changed.id, changed); break;
      case 'recording': put(this.recordings, changed.stream, changed); break;
      case 'node': this.node = changed; break;
      case 'statistics': passed(changed.at); break;
    }
    this.#tell(name, changed);
  }

  #call(call) {
    passed(call.ended ?? call.answered ?? call.started);
    if (call.ended) {
      this.calls.delete(call.callId);
      this.ended.set(call.callId, call);
    } else {
      this.calls.set(call.callId, call);
    }
  }
}

function by(key, values = []) {
  return new Map(values.map((value) => [value[key], value]));
}

function put(map, key, value) {
  if (value.gone) map.delete(key);
  else map.set(key, value);
}
