// What the SIP ladder shows, row by row, from the trace of a call. Pure: no element is made here.

/** A silence between two messages that is worth a row. */
export const LONG_PAUSE_MILLIS = 3000;

const HIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;

/** The text with what would be unseen, or turn the rest around, made visible. */
export function visible(text) {
  return text.replace(HIDDEN, (one) => `\u27e8U+${one.codePointAt(0).toString(16).toUpperCase().padStart(4, '0')}\u27e9`);
}

/** request, provisional, success, redirect, challenge (401, 407) or failure. */
export function kind({ status }) {
  if (status === null || status === undefined) return 'request';
  if (status < 200) return 'provisional';
  if (status < 300) return 'success';
  if (status < 400) return 'redirect';
  return status === 401 || status === 407 ? 'challenge' : 'failure';
}

/** `INVITE` or `180 Ringing`: what stands on the arrow. */
export function label(message) {
  if (message.message === '') return message.method || message.summary;
  if (message.status === null) return message.method;
  const suffix = ` (${message.method})`;
  const { summary } = message;
  return summary.endsWith(suffix) ? summary.slice(0, -suffix.length) : summary;
}

/** The method that a response answers, beside its label; what a request asks for. */
export function about(message) {
  if (message.message === '') return '';
  if (message.status !== null) return message.method;
  const space = message.summary.indexOf(' ');
  return space < 0 ? '' : message.summary.slice(space + 1);
}

/** Start line, headers and body of a message as it stands in the trace. */
export function parts(text) {
  const end = text.indexOf('\r\n\r\n');
  const head = (end < 0 ? text : text.slice(0, end)).split('\r\n');
  return {
    startLine: head[0] ?? '',
    headers: head.slice(1).filter((line) => line !== '').map(header),
    body: end < 0 ? '' : text.slice(end + 4),
  };
}

function header(line) {
  const colon = line.indexOf(':');
  return colon < 0
    ? { name: '', value: line }
    : { name: line.slice(0, colon), value: line.slice(colon + 1).trim() };
}

/** The first header of that name; empty when there is none. */
export function headerOf(message, name) {
  const wanted = name.toLowerCase();
  return parts(message.message).headers.find((one) => one.name.toLowerCase() === wanted)?.value ?? '';
}

/** A description in one short line for each medium: `audio PCMU, PCMA sendrecv`. */
export function sdpNotes(text) {
  const { body } = parts(text);
  if (!body.startsWith('v=')) return [];
  const lines = body.split(/\r?\n/);
  const first = lines.findIndex((line) => line.startsWith('m='));
  if (first < 0) return [];
  const session = directionIn(lines.slice(0, first)) ?? 'sendrecv';
  const starts = lines.flatMap((line, index) => (line.startsWith('m=') ? [index] : []));
  return starts.map((start, index) => medium(lines.slice(start, starts[index + 1]), session));
}

function medium(lines, session) {
  const [type, port, , ...formats] = lines[0].slice(2).split(' ');
  if (Number.parseInt(port, 10) === 0) return `${type} refused`;
  const names = new Map(lines.flatMap((line) => {
    const map = /^a=rtpmap:(\d+) ([^/]+)/.exec(line);
    return map ? [[map[1], map[2]]] : [];
  }));
  const codecs = [...new Set(formats.map((format) => names.get(format) ?? fixed(format)))];
  return `${type} ${codecs.join(', ')} ${directionIn(lines) ?? session}`;
}

/** Payload types that need no rtpmap, RFC 3551 section 6. */
function fixed(format) {
  return { 0: 'PCMU', 3: 'GSM', 8: 'PCMA', 9: 'G722', 18: 'G729', 31: 'H261', 34: 'H263' }[format] ?? format;
}

function directionIn(lines) {
  return lines.map((line) => /^a=(sendrecv|sendonly|recvonly|inactive)$/.exec(line)?.[1]).find(Boolean);
}

/** Every address that the call talked to, in the order of its first message. */
export function peers(messages) {
  const found = new Map();
  for (const message of messages) {
    const known = found.get(message.peer)
      ?? { address: message.peer, transports: [], registrar: false, call: false, agent: '' };
    if (!known.transports.includes(message.transport)) known.transports.push(message.transport);
    if (message.registration) known.registrar = true;
    else known.call = true;
    if (message.direction === 'received' && known.agent === '') known.agent = agent(message);
    found.set(message.peer, known);
  }
  return [...found.values()];
}

function agent(message) {
  return headerOf(message, 'Server') || headerOf(message, 'User-Agent');
}

/**
 * The rows in order of time. Each has a key that stays the same when the trace is asked for again.
 *
 * @param marks moments beside the messages, `{ at, text }`, such as the first RTP packet
 */
export function rows(messages, marks = []) {
  const counts = new Map();
  const laid = [];
  const waiting = marks.map((mark) => ({ ...mark, time: Date.parse(mark.at) }))
    .sort((one, other) => one.time - other.time);
  let before = null;
  for (const message of messages) {
    const time = Date.parse(message.at);
    const key = unique(counts, [message.at, message.direction, message.peer, message.cseq, message.status].join('|'));
    if (message.leftOutBefore > 0) {
      laid.push({ type: 'gap', key: `gap ${key}`, count: message.leftOutBefore });
    } else if (before !== null && message.afterMs - before >= LONG_PAUSE_MILLIS) {
      laid.push({ type: 'pause', key: `pause ${key}`, millis: message.afterMs - before });
    }
    while (waiting.length > 0 && waiting[0].time <= time) laid.push(markRow(waiting.shift()));
    laid.push({ type: 'message', key, message });
    before = message.afterMs;
  }
  return laid.concat(waiting.map(markRow));
}

function markRow({ at, text }) {
  return { type: 'mark', key: `mark ${at} ${text}`, at, text };
}

function unique(counts, key) {
  const count = (counts.get(key) ?? 0) + 1;
  counts.set(key, count);
  return count === 1 ? key : `${key}#${count}`;
}

/** A history that is shorter goes back to the answer. */
const WHOLE_HISTORY = 300;

/** When each medium began to arrive, to the second: by the history of the call, or as it happens. */
export class Arrivals {
  #marks = new Map();
  #packets = new Map();

  constructor(words) {
    this.words = words; // { audio, video }
  }

  get marks() {
    return [...this.#marks.values()];
  }

  /** Whether the history goes back that far, so that there is a new mark. */
  load({ everyMs, samples }) {
    const begins = samples.length < WHOLE_HISTORY;
    return this.#each((track) => {
      const first = samples.findIndex((sample) => sample[`${track}BitRate`] > 0);
      if (first < 0 || (first === 0 && !begins)) return null;
      return Date.parse(samples[first].at) - everyMs;
    });
  }

  /** Whether a medium began in this second, of which nothing had come in the one before. */
  follow(statistics) {
    return this.#each((track) => {
      const packets = statistics[track]?.packets ?? 0;
      const before = this.#packets.get(track);
      this.#packets.set(track, packets);
      return before === 0 && packets > 0 ? Date.parse(statistics.at) : null;
    });
  }

  #each(begin) {
    let changed = false;
    for (const [track, text] of Object.entries(this.words)) {
      const time = begin(track);
      if (time === null || this.#marks.has(track)) continue;
      this.#marks.set(track, { at: new Date(time).toISOString(), text });
      changed = true;
    }
    return changed;
  }
}
