// The boxes of the media path: a medium with its stages, the stream, what goes out of it.

import { html, setAttribute, setChildren, setHidden, setText } from './elements.js';
import { bitRate, byteCount, duration, short, whole } from './numbers.js';
import { say, stages as stageTexts, targetStates, texts } from './texts.js';

const TRACKS = { audio: 'pathAudio', video: 'pathVideo' };

export function nameOf(stage) {
  return stageTexts[stage]?.name ?? stage;
}

export function trackName(track) {
  return texts[TRACKS[track]] ?? track;
}

export function publishes({ status }) {
  return status === 'PUBLISHING';
}

/** What flows between two boxes. */
class Edge {
  #rate = html('span', { class: 'number' });

  constructor(name = '') {
    this.element = html('span', { class: 'edge' }, this.#rate, name ? html('span', { class: 'edge-name' }, name) : null);
  }

  show(rate) {
    setText(this.#rate, perSecond(rate));
    setAttribute(this.element, 'class', rate > 0 ? 'edge flowing' : 'edge still');
  }
}

/** One medium: where it comes from, and its stages in the order that a packet meets them. */
export class Lane {
  #boxes = new Map();
  #codec = html('b');
  #rate = html('span', { class: 'number' });
  #loss = html('span', { class: 'box-loss' });
  #out = new Edge(texts.pathIntoStream);

  constructor({ track, source }) {
    this.name = trackName(track);
    this.source = html('button', {
      type: 'button', class: 'box source', 'data-tip': texts.pathSourceDoes, 'data-tip-title': `${this.name} (${source})`,
    }, html('span', { class: 'box-name' }, this.name, ' ', this.#codec), this.#rate, this.#loss);
    this.first = html('li', { class: 'step first' }, this.source);
    this.last = html('li', { class: 'step onward' }, this.#out.element);
    this.chain = html('ol', { class: 'chain', 'aria-label': say('pathStages', { track: this.name }) });
    this.findings = html('ul', { class: 'findings', 'aria-label': say('pathFindings', { track: this.name }) });
    this.element = html('div', { class: 'lane', 'data-track': track }, this.chain, this.findings);
  }

  show(track) {
    this.#showSource(track);
    let flowing = track.packetRate;
    const boxes = track.stages.map((stage) => {
      const box = this.#boxes.get(stage.stage) ?? new StageBox(stage.stage, this.name);
      this.#boxes.set(stage.stage, box);
      box.show(stage, flowing, track);
      flowing = stage.outRate;
      return box.element;
    });
    this.#out.show(track.outRate);
    setChildren(this.chain, [this.first, ...boxes, this.last]);
    showFindings(this.findings, track.findings);
  }

  #showSource(track) {
    setText(this.#codec, track.codec ?? texts.pathNoCodec);
    setText(this.#rate, track.bitRate === null ? '' : bitRate(track.bitRate));
    setText(this.#loss, track.lostRate > 0
      ? say('pathLosing', { rate: decimal(track.lostRate) })
      : track.lost > 0 ? say('pathLost', { count: whole(track.lost) }) : '');
    this.source.dataset.state = track.state;
    setAttribute(this.source, 'data-level', track.level);
  }
}

class StageBox {
  #edge = new Edge();
  #count = html('span');
  #loss = html('span', { class: 'box-loss' });

  constructor(stage, track) {
    const unit = html('span', { class: 'unit' }, ` ${stageTexts[stage]?.unit ?? ''}`);
    this.button = html('button', {
      type: 'button',
      class: 'box stage',
      'data-tip': stageTexts[stage]?.does ?? say('pathUnknownStage', { stage }),
      'data-tip-title': `${nameOf(stage)} (${stage})`,
    }, html('span', { class: 'box-name' }, nameOf(stage)), html('span', { class: 'number' }, this.#count, unit), this.#loss);
    this.heard = `${track}, ${nameOf(stage)}`;
    this.element = html('li', { class: 'step', 'data-stage': stage }, this.#edge.element, this.button);
  }

  show(stage, arriving, track) {
    this.#edge.show(arriving);
    setText(this.#count, whole(stage.out));
    setText(this.#loss, lossOf(stage, track));
    this.button.dataset.state = stage.state;
    setAttribute(this.button, 'data-level', stage.level);
    setAttribute(this.button, 'aria-label', `${this.heard}: ${spoken(stage)}`);
  }
}

function decimal(rate) {
  return rate >= 10 ? whole(rate) : short(rate);
}

function perSecond(rate) {
  return rate === null ? '' : say('pathPerSecond', { rate: decimal(rate) });
}

function lossOf({ stage, state, dropRate, dropped }, { filledRate }) {
  if (state === 'losing') return say('pathDropping', { rate: decimal(dropRate) });
  if (state === 'waiting') return stageTexts[stage]?.waits ?? texts.pathWaiting;
  if (stage === 'timeline' && filledRate > 0) return say('pathFilling', { time: duration(Math.round(filledRate)) });
  return dropped > 0 ? say('pathDropped', { count: whole(dropped) }) : '';
}

function spoken(stage) {
  const words = say('pathCounters', { in: whole(stage.in), out: whole(stage.out), dropped: whole(stage.dropped) });
  const state = { losing: texts.pathIsLosing, waiting: texts.pathIsWaiting }[stage.state];
  return state ? `${state}, ${words}` : words;
}

/** The stream that the call makes. */
export class Hub {
  #edges = html('div', { class: 'hub-edges' });
  #size = html('b');
  #skew = html('span', { class: 'number' });

  constructor() {
    this.box = html('div', { class: 'box stream' },
      html('span', { class: 'box-name' }, texts.pathStream), this.#size, this.#skew);
    this.element = html('div', { class: 'step hub' }, this.#edges, this.box);
  }

  show({ tracks }, { video, skewMs }) {
    while (this.#edges.childElementCount > tracks.length) this.#edges.lastElementChild.remove();
    while (this.#edges.childElementCount < tracks.length) this.#edges.append(html('span', { class: 'edge' }));
    tracks.forEach(({ track, outRate }, index) => {
      const edge = this.#edges.children[index];
      setText(edge, `${trackName(track)} ${perSecond(outRate)}`);
      setAttribute(edge, 'class', outRate > 0 ? 'edge flowing' : 'edge still');
    });
    setText(this.#size, video?.width ? `${video.width}\u00d7${video.height}` : texts.pathSoundOnly);
    setText(this.#skew, skewMs === null || skewMs === undefined ? '' : say('pathSkew', { skew: short(skewMs) }));
  }
}

/** A target or an ordered push. */
export class Output {
  #kind = html('span', { class: 'box-name' });
  #rate = html('span', { class: 'number output-rate' });
  #url = html('b', { class: 'url' });
  #state = html('span', { class: 'output-state' });
  #numbers = html('span', { class: 'number output-numbers' });
  #findings = html('ul', { class: 'findings', 'aria-label': texts.pathOutputFindings });

  constructor() {
    this.box = html('div', { class: 'box output' },
      html('span', { class: 'output-head' }, this.#kind, this.#rate), this.#url, this.#state, this.#numbers, this.#findings);
    this.element = html('li', { class: 'step' }, this.box);
  }

  show(output) {
    const rate = publishes(output) ? output.bitRate : null;
    setText(this.#kind, texts[output.kind === 'push' ? 'pathPush' : 'pathTarget']);
    setText(this.#rate, rate === null ? '' : bitRate(rate));
    setText(this.#url, output.url);
    setAttribute(this.#url, 'title', output.url);
    setText(this.#state, [targetStates[output.status] ?? output.status, output.reason].filter(Boolean).join(': '));
    setText(this.#numbers, numbersOf(output));
    setAttribute(this.box, 'data-level', output.level);
    this.box.dataset.state = { PUBLISHING: 'flowing', FAILED: 'losing', STOPPED: 'still' }[output.status] ?? 'waiting';
    setAttribute(this.element, 'class', rate > 0 ? 'step flowing' : 'step');
    showFindings(this.#findings, output.findings);
  }
}

function numbersOf(output) {
  const { queueBytes, queueMs, droppedPictures, retries } = output;
  const queue = queueMs > 0 ? `${byteCount(queueBytes)}, ${duration(queueMs)}` : byteCount(queueBytes ?? 0);
  return [
    publishes(output) && (queueBytes > 0 ? say('pathQueue', { queue }) : texts.pathNoQueue),
    droppedPictures > 0 && say('pathPicturesDropped', { count: whole(droppedPictures) }),
    retries > 0 && say('pathRetries', { count: whole(retries) }),
  ].filter(Boolean).join(' \u00b7 ');
}

/** Viewers, or the recording. */
export class Consumer {
  #value = html('b', { class: 'number' });

  constructor(name) {
    this.box = html('div', { class: 'box consumer' }, html('span', { class: 'box-name' }, texts[name]), this.#value);
    this.element = html('li', { class: 'step' }, this.box);
  }

  show(words, alive) {
    setText(this.#value, words);
    this.box.dataset.state = alive ? 'flowing' : 'still';
    setAttribute(this.element, 'class', alive ? 'step flowing' : 'step');
  }
}

export function showFindings(list, findings) {
  setHidden(list, findings.length === 0);
  const before = [...list.children];
  const made = findings.map((one) => {
    const key = JSON.stringify(one);
    const known = before.find((item) => item.dataset.key === key);
    if (known) return known;
    return html('li', { class: `finding ${one.level}`, 'data-key': key },
      html('b', {}, [texts[LEVELS[one.level]], one.stage && nameOf(one.stage)].filter(Boolean).join(', ')), ' ', one.text);
  });
  setChildren(list, made);
}

const LEVELS = { info: 'findingInfo', warning: 'findingWarning', error: 'findingError' };
