// The last five minutes of a call as small charts over one time axis.

import { html, setAttribute, setText, svg } from './elements.js';
import { Scale, Series, WINDOW_MILLIS, areaPath, linePath, ofHistory, ofStatistics } from './chart-series.js';
import { bitRate, byteCount, clock, decibels, duration, short, whole } from './numbers.js';
import { say, texts } from './texts.js';

const REDRAW_MILLIS = 1000;
const BOX = { width: 600, height: 100 };
const MINUTES = [5, 4, 3, 2, 1, 0];

const CHARTS = [
  {
    title: 'chartRate',
    wide: true,
    scale: { least: 100_000 },
    unit: bitRate,
    lines: [['audioIn', 'chartAudioIn'], ['videoIn', 'chartVideoIn'], ['out', 'chartOut']],
  },
  { title: 'chartLost', scale: { least: 5 }, unit: (value) => say('chartPackets', { count: whole(value) }), lines: [['lost', 'chartLost']], area: true },
  { title: 'chartJitter', scale: { least: 10 }, unit: millis, lines: [['jitter', 'chartJitter']] },
  { title: 'chartSkew', scale: { kind: 'both', least: 50 }, unit: millis, lines: [['skew', 'chartSkew']], guides: [-40, 40] },
  { title: 'chartFrameRate', scale: { least: 30 }, unit: (value) => `${short(value)} fps`, lines: [['frameRate', 'chartFrameRate']] },
  { title: 'chartQueue', scale: { least: 10_000 }, unit: byteCount, lines: [['queue', 'chartQueue']], area: true },
  { title: 'chartLevel', scale: { kind: 'fixed', min: -60, max: 0 }, unit: (value) => `${value % 60 === 0 ? short(value) : decibels(value)} dBFS`, lines: [['level', 'chartLevel']] },
];

function millis(value) {
  return `${short(value)} ms`;
}

let summaries = 0;

/** `load(history)` once, `add(statistics)` each second. */
export function createCharts(container) {
  return new Charts(container);
}

class Charts {
  #series = new Series();
  #before = null;
  #due = null;
  #drawnAt = -Infinity;
  #moment = null; // what the crosshair shows: { time } of a key, { back } of the pointer, in ms

  constructor(container) {
    this.charts = CHARTS.map((chart) => new Chart(chart, this));
    this.moment = html('p', { class: 'charts-moment' });
    container.replaceChildren(html('div', { class: 'charts' },
      this.moment,
      html('div', { class: 'charts-grid' }, ...this.charts.map((chart) => chart.element))));
    document.addEventListener('visibilitychange', () => this.#redraw());
    this.#draw();
  }

  /** The answer of `/api/v1/calls/:id/history`. What was added since stays. */
  load(history) {
    const newer = this.#series.samples;
    this.#series = new Series();
    for (const sample of history.samples) this.#series.add(ofHistory(sample));
    for (const sample of newer) if (sample.time > this.#series.end) this.#series.add(sample);
    this.#redraw();
  }

  add(statistics) {
    const continues = this.#before !== null && Date.parse(statistics.at) - Date.parse(this.#before.at) <= 2500;
    this.#series.add(ofStatistics(statistics, continues ? this.#before : null));
    this.#before = statistics;
    this.#redraw();
  }

  /** Once a second at most; what is not seen is drawn when it is. */
  #redraw() {
    if (document.hidden || this.#due !== null) return;
    const wait = Math.max(0, this.#drawnAt + REDRAW_MILLIS - performance.now());
    this.#due = setTimeout(() => {
      this.#due = null;
      this.#draw();
    }, Math.min(wait, REDRAW_MILLIS));
  }

  #draw() {
    if (document.hidden) return;
    this.#drawnAt = performance.now();
    for (const chart of this.charts) chart.draw(this.#series);
    this.#showMoment();
  }

  // --- the crosshair, over all charts at once

  /** @param back milliseconds before the newest sample; null for none */
  point(back) {
    this.#moment = back === null ? null : { back };
    this.#showMoment();
  }

  /** A step of the keyboard from where the crosshair is, in samples. */
  step(by) {
    const { samples } = this.#series;
    if (samples.length === 0) return;
    const at = this.#sample();
    const index = at === null ? samples.length - 1 : samples.indexOf(at) + (this.#moment === null ? 0 : by);
    this.#moment = { time: samples[Math.max(0, Math.min(samples.length - 1, index))].time };
    this.#showMoment();
  }

  #sample() {
    if (this.#moment === null) return this.#series.samples.at(-1) ?? null;
    return this.#series.near(this.#moment.time ?? this.#series.end - this.#moment.back);
  }

  #showMoment() {
    const sample = this.#sample();
    const pinned = this.#moment !== null;
    const time = sample?.time ?? null;
    const back = time === null ? null : this.#series.end - time;
    setText(this.moment, time === null ? texts.chartsEmpty : pinned
      ? say('chartMoment', { time: clock(time), ago: duration(back) })
      : say('chartLatest', { time: clock(time) }));
    this.moment.classList.toggle('pinned', pinned);
    for (const chart of this.charts) chart.show(sample, pinned ? back : null);
  }
}

class Chart {
  constructor({ title, scale, unit, lines, wide = false, area = false, guides = [] }, charts) {
    this.scale = new Scale(scale);
    this.unit = unit;
    this.area = area;
    this.guides = guides;
    this.title = texts[title];
    this.lines = lines.map(([measure, name], index) => this.#line(measure, texts[name], index, lines.length));
    this.top = html('span', { class: 'chart-top' });
    this.bottom = html('span', { class: 'chart-bottom' });
    this.cross = svg('line', { class: 'chart-cross', y1: 0, y2: BOX.height });
    this.guideLines = guides.map(() => svg('line', { class: 'chart-guide', x1: 0, x2: BOX.width }));
    this.zero = svg('line', { class: 'chart-zero', x1: 0, x2: BOX.width });
    this.plot = this.#plot();
    this.element = html('figure', { class: wide ? 'chart wide' : 'chart' },
      html('figcaption', {}, html('b', {}, this.title), html('span', { class: 'chart-legend' }, ...this.lines.map((line) => line.legend))),
      this.plot,
      html('div', { class: 'chart-axis', 'aria-hidden': 'true' }, ...MINUTES.map((minute) => html('span', {}, minute === 0 ? texts.chartNow : say('chartMinutes', { minute })))),
      this.summary);
    this.#listen(charts);
  }

  #line(measure, name, index, count) {
    const value = html('span', { class: 'chart-value' });
    const swatch = svg('svg', { class: `chart-swatch line-${index}`, viewBox: '0 0 20 6', 'aria-hidden': 'true' }, svg('line', { x1: 1, x2: 19, y1: 3, y2: 3 }));
    return {
      measure,
      name,
      value,
      path: svg('path', { class: `chart-line line-${index}` }),
      fill: svg('path', { class: `chart-area line-${index}` }),
      dot: html('i', { class: `chart-dot line-${index}` }),
      legend: count === 1
        ? html('span', { class: 'chart-key' }, value)
        : html('span', { class: 'chart-key' }, swatch, name, ' ', value),
    };
  }

  #plot() {
    const id = `chart-summary-${++summaries}`;
    this.summary = html('p', { class: 'chart-summary', id });
    const grid = MINUTES.slice(1, -1).map((minute) => {
      const x = BOX.width * (1 - minute / 5);
      return svg('line', { class: 'chart-grid', x1: x, x2: x, y1: 0, y2: BOX.height });
    });
    const picture = svg('svg', { viewBox: `0 0 ${BOX.width} ${BOX.height}`, preserveAspectRatio: 'none', 'aria-hidden': 'true' },
      svg('line', { class: 'chart-grid', x1: 0, x2: BOX.width, y1: 0, y2: 0 }), ...grid, this.zero, ...this.guideLines, ...this.lines.flatMap((line) => [line.fill, line.path]), this.cross);
    return html('div', {
      class: 'chart-plot',
      role: 'slider',
      tabindex: 0,
      'aria-label': say('chartSlider', { title: this.title }),
      'aria-valuemin': -WINDOW_MILLIS / 1000,
      'aria-valuemax': 0,
      'aria-valuenow': 0,
      'aria-describedby': id,
    }, picture, this.top, this.bottom, html('div', { class: 'chart-dots' }, ...this.lines.map((line) => line.dot)));
  }

  #listen(charts) {
    const { plot } = this;
    const point = (event) => {
      const { left, width } = plot.getBoundingClientRect();
      const part = Math.max(0, Math.min(1, (event.clientX - left) / width));
      charts.point((1 - part) * WINDOW_MILLIS);
    };
    plot.addEventListener('pointermove', point);
    plot.addEventListener('pointerdown', point);
    plot.addEventListener('pointerleave', () => charts.point(null));
    plot.addEventListener('blur', () => charts.point(null));
    plot.addEventListener('keydown', (event) => {
      const by = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -30, PageUp: 30, Home: -Infinity, End: Infinity }[event.key];
      if (by === undefined && event.key !== 'Escape') return;
      event.preventDefault();
      if (by === undefined) charts.point(null);
      else charts.step(by);
    });
  }

  draw(series) {
    const { samples, end } = series;
    this.scale.fit(samples.flatMap((sample) => this.lines.map((line) => sample[line.measure])), end);
    const box = { ...BOX, end };
    for (const line of this.lines) {
      setAttribute(line.path, 'd', linePath(samples, line.measure, this.scale, box));
      if (this.area || this.lines.length === 1) setAttribute(line.fill, 'd', areaPath(samples, line.measure, this.scale, box));
    }
    const { kind, min, max } = this.scale;
    setText(this.top, (kind === 'both' ? '\u00b1' : '') + this.unit(max));
    setText(this.bottom, kind === 'fixed' ? this.unit(min) : '');
    this.#across(this.zero, kind === 'both' ? 0 : min);
    this.guides.forEach((value, index) => this.#across(this.guideLines[index], value));
    setText(this.summary, this.#summary(series));
  }

  #across(line, value) {
    const y = BOX.height * (1 - this.scale.place(value));
    setAttribute(line, 'y1', y);
    setAttribute(line, 'y2', y);
  }

  #summary(series) {
    return this.lines.map((line) => {
      const { latest, min, max } = series.summary(line.measure);
      if (max === null) return say('chartUnknown', { name: line.name });
      const words = { name: line.name, latest: this.#words(latest), min: this.unit(min), max: this.unit(max) };
      return say('chartSummary', words);
    }).join(' ');
  }

  #words(value) {
    return value === null || value === undefined ? texts.chartNone : this.unit(value);
  }

  /** The values of a sample, and the crosshair that many milliseconds back, unless null. */
  show(sample, back) {
    const x = back === null ? null : BOX.width * (1 - back / WINDOW_MILLIS);
    this.plot.classList.toggle('crossed', x !== null);
    if (x !== null) {
      setAttribute(this.cross, 'x1', x);
      setAttribute(this.cross, 'x2', x);
    }
    for (const line of this.lines) {
      const value = sample?.[line.measure] ?? null;
      setText(line.value, value === null ? texts.chartNone : this.unit(value));
      this.#dot(line.dot, x, value);
    }
    setAttribute(this.plot, 'aria-valuenow', -Math.round((back ?? 0) / 1000));
    setAttribute(this.plot, 'aria-valuetext', this.#spoken(sample));
  }

  #dot(dot, x, value) {
    dot.hidden = x === null || value === null;
    if (dot.hidden) return;
    dot.style.left = `${(x / BOX.width) * 100}%`;
    dot.style.top = `${(1 - this.scale.place(value)) * 100}%`;
  }

  #spoken(sample) {
    if (!sample) return texts.chartsEmpty;
    const values = this.lines.map((line) => `${line.name} ${this.#words(sample[line.measure])}`);
    return `${clock(sample.time)}: ${values.join(', ')}`;
  }
}
