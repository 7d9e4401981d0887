// The statistics over the picture, read each second while they are shown.

import { say, texts } from '../texts.js';

const ROWS = ['figureSize', 'figureRate', 'figureDropped', 'figureBuffer', 'figureLatency',
  'figureBitRate', 'figureCodecs', 'figureTransport', 'figureReconnects'];

/** What lies before and behind the buffer, as measured on loopback: the gateway's wait, the decoder. */
const BEFORE_AND_AFTER_SECONDS = 0.12;

export class Figures {
  #parts;
  #session = () => null;
  #values = {};
  #timer = 0;
  #last = null;

  /** Reads of what session() gives, which may be null. */
  constructor(parts, session) {
    this.#parts = parts;
    this.#session = session;
    parts.figures.append(...ROWS.flatMap((row) => {
      const term = document.createElement('dt');
      term.textContent = texts[row];
      this.#values[row] = document.createElement('dd');
      return [term, this.#values[row]];
    }));
    parts.statistics.addEventListener('click', () => this.toggle());
  }

  toggle() {
    const { figures, statistics } = this.#parts;
    figures.hidden = !figures.hidden;
    statistics.ariaPressed = String(!figures.hidden);
    clearInterval(this.#timer);
    if (figures.hidden) return;
    this.#last = null;
    this.#read();
    this.#timer = setInterval(() => this.#read(), 1000);
  }

  #read() {
    const session = this.#session();
    const values = session === null ? {} : this.#describe(session);
    for (const row of ROWS) this.#values[row].textContent = values[row] ?? '–';
  }

  #describe(session) {
    const { video } = this.#parts;
    const { totalVideoFrames: shown = 0, droppedVideoFrames: dropped = 0 } =
      video.getVideoPlaybackQuality?.() ?? {};
    const now = { at: performance.now(), shown, bytes: session.bytes };
    const last = this.#last ?? now;
    this.#last = now;
    const { reserve } = session;
    const playing = reserve !== null;
    return {
      figureSize: video.videoWidth > 0 ? `${video.videoWidth} × ${video.videoHeight}` : texts.soundOnly,
      figureRate: perSecond(now, last, 'shown', (rate) => say('framesPerSecond', { rate: rate.toFixed(1) })),
      figureDropped: say('droppedOf', { dropped, shown }),
      figureBuffer: playing ? `${seconds(reserve)} · ${video.playbackRate.toFixed(2)}×` : null,
      figureLatency: playing ? say('about', { what: seconds(reserve + BEFORE_AND_AFTER_SECONDS) }) : null,
      figureBitRate: perSecond(now, last, 'bytes', (rate) => `${Math.round(rate * 8 / 1000)} kbit/s`),
      figureCodecs: session.codecs.join(', ') || null,
      figureTransport: session.transport === 'ws' ? 'WebSocket-FLV' : 'HTTP-FLV',
      figureReconnects: String(session.reconnects),
    };
  }
}

function perSecond(now, last, name, print) {
  const passed = (now.at - last.at) / 1000;
  const grown = now[name] - last[name];
  return passed > 0 && grown >= 0 ? print(grown / passed) : null;
}

function seconds(value) {
  return `${Math.max(0, value).toFixed(1)} s`;
}
