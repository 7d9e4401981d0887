// The last minutes of a call in numbers, and the scales that they are drawn to. Pure.

export const WINDOW_MILLIS = 5 * 60_000;

/** More than this between two samples, and the line is broken. */
export const GAP_MILLIS = 2500;

/** A scale that has been too large for this long becomes smaller. */
const SHRINK_MILLIS = 15_000;

/** What a sample of the history, or of the statistics, says for each line. */
export const MEASURES = ['audioIn', 'videoIn', 'out', 'lost', 'jitter', 'skew', 'frameRate', 'queue', 'level'];

/** A sample of `/api/v1/calls/:id/history`. */
export function ofHistory(sample) {
  return {
    time: Date.parse(sample.at),
    audioIn: sample.audioBitRate,
    videoIn: sample.videoBitRate,
    out: sample.outBitRate,
    lost: sample.lost,
    jitter: sample.jitterMs,
    skew: sample.skewMs,
    frameRate: sample.frameRate,
    queue: sample.queueBytes,
    level: sample.levelDbfs,
  };
}

/** The same from the statistics of one second and of the one before, whose counters they continue. */
export function ofStatistics(statistics, before) {
  const { audio, video } = statistics;
  const outputs = statistics.outputs ?? [];
  return {
    time: Date.parse(statistics.at),
    audioIn: audio?.bitRate ?? null,
    videoIn: video?.bitRate ?? null,
    out: sum(outputs.map((one) => one.bitRate)) ?? 0,
    lost: lostSince(statistics, before),
    jitter: largest([audio?.jitterMs, video?.jitterMs]),
    skew: statistics.skewMs ?? null,
    frameRate: video?.frameRate ?? null,
    queue: sum(outputs.map((one) => one.queueBytes)) ?? 0,
    level: audio?.levelDbfs ?? null,
  };
}

function lostSince(now, before) {
  if (!before) return null;
  const lost = ({ audio, video }) => (audio?.lost ?? 0) + (video?.lost ?? 0);
  return Math.max(0, lost(now) - lost(before));
}

function known(values) {
  return values.filter((value) => value !== null && value !== undefined);
}

function sum(values) {
  const some = known(values);
  return some.length === 0 ? null : some.reduce((total, value) => total + value, 0);
}

function largest(values) {
  const some = known(values);
  return some.length === 0 ? null : Math.max(...some);
}

/** Samples in order of time, one a second, none older than the window. */
export class Series {
  samples = [];

  add(sample) {
    if (Number.isNaN(sample.time)) return;
    const { samples } = this;
    let index = samples.length;
    while (index > 0 && samples[index - 1].time > sample.time) index--;
    const last = samples[index - 1];
    if (last && second(last.time) === second(sample.time)) samples[index - 1] = sample;
    else samples.splice(index, 0, sample);
    const oldest = samples.at(-1).time - WINDOW_MILLIS - 1000;
    const stale = samples.findIndex((one) => one.time >= oldest);
    if (stale > 0) samples.splice(0, stale);
  }

  /** The newest sample's time; 0 before the first. */
  get end() {
    return this.samples.at(-1)?.time ?? 0;
  }

  /** The sample next to that moment, if one is within reach. */
  near(time) {
    let best = null;
    for (const sample of this.samples) {
      if (best === null || Math.abs(sample.time - time) < Math.abs(best.time - time)) best = sample;
    }
    return best !== null && Math.abs(best.time - time) <= GAP_MILLIS ? best : null;
  }

  /** Latest, smallest and largest of a measure; null where nothing is known. */
  summary(measure) {
    const values = known(this.samples.map((sample) => sample[measure]));
    return {
      latest: this.samples.at(-1)?.[measure] ?? null,
      min: values.length === 0 ? null : Math.min(...values),
      max: values.length === 0 ? null : Math.max(...values),
    };
  }
}

function second(time) {
  return Math.floor(time / 1000);
}

/** The next larger of 1, 2, 3, 5, 8 times a power of ten. */
export function nice(value) {
  if (!(value > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 3, 5, 8, 10].find((step) => step * power >= value * (1 - 1e-9)) ?? 10) * power;
}

/** From `min` to `max`; grows at once, and shrinks only after some time, so that it does not jump. */
export class Scale {
  #smallSince = null;

  /** @param kind `up` from 0; `both` about 0; `fixed` from min to max */
  constructor({ kind = 'up', least = 1, min = 0, max = least }) {
    this.kind = kind;
    this.least = least;
    this.min = kind === 'both' ? -max : min;
    this.max = max;
  }

  fit(values, now) {
    if (this.kind === 'fixed') return;
    const peak = Math.max(0, ...known(values).map((value) => (this.kind === 'both' ? Math.abs(value) : value)));
    const wanted = Math.max(this.least, nice(peak * 1.05));
    if (wanted > this.max) this.#set(wanted);
    else if (wanted === this.max) this.#smallSince = null;
    else if (this.#smallSince === null) this.#smallSince = now;
    else if (now - this.#smallSince >= SHRINK_MILLIS) this.#set(wanted);
  }

  #set(max) {
    this.max = max;
    this.min = this.kind === 'both' ? -max : 0;
    this.#smallSince = null;
  }

  /** 0 at the bottom, 1 at the top. */
  place(value) {
    return Math.max(0, Math.min(1, (value - this.min) / (this.max - this.min)));
  }
}

/** Runs of neighbouring samples that have a value. */
export function runs(samples, measure) {
  const found = [];
  let run = null;
  let before = null;
  for (const sample of samples) {
    const value = sample[measure];
    if (value === null || value === undefined) {
      run = null;
    } else {
      if (run === null || sample.time - before > GAP_MILLIS) {
        run = [];
        found.push(run);
      }
      run.push({ time: sample.time, value });
    }
    before = sample.time;
  }
  return found;
}

/** An SVG path of a measure in a box of that width and height, the newest sample at the right. */
export function linePath(samples, measure, scale, { end, width, height }) {
  const x = (time) => round(width * (1 - (end - time) / WINDOW_MILLIS));
  const y = (value) => round(height * (1 - scale.place(value)));
  return runs(samples, measure).map((run) => {
    const points = run.map(({ time, value }) => `${x(time)} ${y(value)}`);
    return `M${points.length === 1 ? `${points[0]}h0` : points.join('L')}`;
  }).join('');
}

/** The same, filled down to the zero of the scale. */
export function areaPath(samples, measure, scale, { end, width, height }) {
  const x = (time) => round(width * (1 - (end - time) / WINDOW_MILLIS));
  const y = (value) => round(height * (1 - scale.place(value)));
  const base = y(scale.kind === 'fixed' ? scale.min : 0);
  return runs(samples, measure).map((run) => {
    const points = run.map(({ time, value }) => `${x(time)} ${y(value)}`);
    return `M${x(run[0].time)} ${base}L${points.join('L')}L${x(run.at(-1).time)} ${base}Z`;
  }).join('');
}

function round(value) {
  return Math.round(value * 100) / 100;
}
