// How loud the sound of the call is: the last second's level, and the highest peak of late.

import { html, setAttribute, setText } from './elements.js';
import { decibels, short } from './numbers.js';
import { say, texts } from './texts.js';

const FLOOR = -60;
const MARKS = [-60, -48, -36, -24, -12, 0];

/** Peaks stay this long. */
const HOLD_MILLIS = 3000;

/** Below this for that long, it is silence; a peak above this one is clipped. */
const SILENT_DBFS = -60;
const SILENT_MILLIS = 3000;
const CLIPPED_DBFS = -0.1;

/** Screen readers get a new value no more often than this. */
const SPOKEN_MILLIS = 3000;

/** `show(statistics)` each second. */
export function createMeter(container) {
  const bar = html('span', { class: 'meter-bar' });
  const hold = html('i', { class: 'meter-hold' });
  const meter = html('div', {
    class: 'meter-scale',
    role: 'meter',
    'aria-label': texts.meterTitle,
    'aria-valuemin': FLOOR,
    'aria-valuemax': 0,
    'aria-valuenow': FLOOR,
  }, bar, hold);
  const marks = html('div', { class: 'meter-marks', 'aria-hidden': 'true' }, ...MARKS.map((mark) => {
    const made = html('span', {}, short(mark));
    made.style.left = percent(mark);
    return made;
  }));
  const peak = html('span', { class: 'meter-peak' });
  const value = html('span', { class: 'meter-value' });
  const state = html('strong', { class: 'meter-state', role: 'status' });
  const element = html('div', { class: 'meter' },
    html('div', { class: 'meter-head' }, html('b', {}, texts.meterTitle), state, peak, value), meter, marks);
  container.replaceChildren(element);
  const ear = new Ear();
  let spokenAt = -Infinity;

  return {
    show(statistics) {
      const heard = ear.hear(statistics);
      bar.style.clipPath = `inset(0 ${100 - place(heard.level)}% 0 0)`;
      hold.style.left = percent(heard.peak);
      hold.hidden = heard.peak === null || heard.peak <= FLOOR;
      element.dataset.state = heard.state;
      setText(state, texts[STATES[heard.state]] ?? '');
      setText(peak, heard.peak === null ? '' : say('meterPeak', { peak: decibels(heard.peak) }));
      setText(value, heard.level === null ? '' : `${decibels(heard.level)} dBFS`);
      if (heard.time - spokenAt < SPOKEN_MILLIS) return;
      spokenAt = heard.time;
      setAttribute(meter, 'aria-valuenow', Math.round(Math.min(0, Math.max(FLOOR, heard.level ?? FLOOR))));
      setAttribute(meter, 'aria-valuetext', spoken(heard));
    },
  };
}

const STATES = { none: 'meterNone', silence: 'meterSilence', clipping: 'meterClipping' };

/** Remembers the peak, and for how long nothing was heard. */
export class Ear {
  #peak = null;
  #peakAt = 0;
  #loudAt = null;

  hear({ at, audio }) {
    const time = Date.parse(at);
    const level = audio?.levelDbfs ?? null;
    const peak = audio?.peakDbfs ?? null;
    this.#loudAt ??= time;
    if (level !== null && level > SILENT_DBFS) this.#loudAt = time;
    if (peak === null) this.#peak = null;
    else if (this.#peak === null || peak >= this.#peak || time - this.#peakAt >= HOLD_MILLIS) {
      this.#peak = peak;
      this.#peakAt = time;
    }
    return { time, level, peak: this.#peak, state: this.#state(time, level, peak) };
  }

  #state(time, level, peak) {
    if (level === null) return 'none';
    if (peak !== null && peak >= CLIPPED_DBFS) return 'clipping';
    return time - this.#loudAt >= SILENT_MILLIS ? 'silence' : 'sound';
  }
}

function place(dbfs) {
  if (dbfs === null) return 0;
  return Math.max(0, Math.min(100, ((dbfs - FLOOR) / -FLOOR) * 100));
}

function percent(dbfs) {
  return `${place(dbfs)}%`;
}

function spoken({ level, peak, state }) {
  if (state === 'none') return texts.meterNone;
  const words = say('meterSpoken', { level: decibels(level), peak: peak === null ? texts.chartNone : decibels(peak) });
  return state === 'sound' ? words : `${texts[STATES[state]]}, ${words}`;
}
