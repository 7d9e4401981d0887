// The way of the media as a picture: RTP in, stages, stream, outputs, with what flows between them.

import { html, setAttribute, setChildren, setText, svg } from './elements.js';
import { Flow, troubles } from './media-flow.js';
import { bitRate, byteCount, duration, short, whole } from './numbers.js';
import { recordingStates, say, stages as stageTexts, targetStates, texts } from './texts.js';
import { createTip } from './tip.js';

/** `show(statistics)` each second. */
export function createMediaPath(container) {
  return new MediaPath(container);
}

class MediaPath {
  #flow = new Flow();
  #tracks = new Map();
  #outputs = new Map();

  constructor(container) {
    this.summary = html('p', { class: 'path-summary', role: 'status' });
    this.general = html('ul', { class: 'findings', 'aria-label': texts.pathGeneral });
    this.tracks = html('div', { class: 'path-tracks' });
    this.join = curved();
    this.hub = new Hub();
    this.fan = curved();
    this.outputs = html('ul', { class: 'path-outputs', 'aria-label': texts.pathOutputs });
    this.viewers = new Consumer('pathViewers');
    this.recording = new Consumer('pathRecording');
    this.picture = html('div', { class: 'path' }, this.tracks, this.join, this.hub.element, this.fan, this.outputs);
    this.general.hidden = true;
    this.picture.hidden = true;
    setText(this.summary, texts.pathEmpty);
    const root = html('div', { class: 'path-frame' }, this.summary, this.general, this.picture);
    container.replaceChildren(root);
    createTip(root, '[data-tip]');
    new ResizeObserver(() => this.#connect()).observe(this.picture);
  }

  show(statistics) {
    const flow = this.#flow.next(statistics);
    this.picture.hidden = false;
    this.#summarize(flow);
    showFindings(this.general, flow.general);
    this.#showTracks(flow);
    this.hub.show(flow, statistics);
    this.#showOutputs(flow, statistics);
    this.#connect();
  }

  /** The curves follow the boxes, wherever the layout has put them. */
  #connect() {
    if (this.incoming === undefined) return;
    const chains = [...this.tracks.querySelectorAll('.chain')];
    const boxes = [...this.outputs.querySelectorAll('.step > .box')];
    curves(this.join, chains, this.hub.box, this.incoming, true);
    curves(this.fan, boxes, this.hub.box, this.outgoing, false);
  }

  #summarize({ tracks, ...rest }) {
    const found = troubles({ tracks, ...rest });
    const known = tracks.some(({ packetRate }) => packetRate !== null);
    const moving = tracks.some(({ packetRate }) => packetRate > 0);
    const calm = moving ? texts.pathFlows : known || tracks.length === 0 ? texts.pathNothing : texts.pathMeasuring;
    setText(this.summary, found.length > 0 ? found.map(troubleWords).join(' ') : calm);
    this.summary.dataset.state = found.length > 0 ? 'bad' : moving ? 'good' : 'still';
  }

  #showTracks({ tracks }) {
    const drawn = tracks.map((track) => {
      const lane = this.#tracks.get(track.track) ?? new Lane(track);
      this.#tracks.set(track.track, lane);
      lane.show(track);
      return lane.element;
    });
    setChildren(this.tracks, drawn);
    this.incoming = tracks.map(({ outRate }) => outRate > 0);
  }

  #showOutputs({ outputs }, { viewers, recording }) {
    const boxes = new Map(outputs.map((output) => {
      const known = this.#outputs.get(output.id) ?? new Output();
      known.show(output);
      return [output.id, known];
    }));
    this.#outputs = boxes;
    const recordingNow = recording === 'RECORDING';
    this.viewers.show(viewers > 0 ? whole(viewers) : texts.pathNobody, viewers > 0);
    this.recording.show(recording ? recordingStates[recording] ?? recording : texts.pathNotRecording, recordingNow);
    setChildren(this.outputs, [...boxes.values(), this.viewers, this.recording].map(({ element }) => element));
    this.outgoing = [...outputs.map(publishes), viewers > 0, recordingNow];
  }
}

function publishes({ status }) {
  return status === 'PUBLISHING';
}

const TRACKS = { audio: 'pathAudio', video: 'pathVideo' };

function nameOf(stage) {
  return stageTexts[stage]?.name ?? stage;
}

function trackName(track) {
  return texts[TRACKS[track]] ?? track;
}

function troubleWords({ track, stage, state }) {
  const words = { track: trackName(track), stage: stage && nameOf(stage) };
  if (stage === null) return say('pathLosingOnTheWay', words);
  return say(state === 'losing' ? 'pathLosingAt' : 'pathWaitingAt', words);
}

function curved() {
  return svg('svg', { class: 'path-join', viewBox: '0 0 100 100', preserveAspectRatio: 'none', 'aria-hidden': 'true' });
}

/**
 * A curve from each box of many to the one box, or from it to each of the many. The places are
 * measured, in percent of the picture's height.
 */
function curves(picture, many, one, flowing, inward) {
  const { top, height } = picture.getBoundingClientRect();
  if (height === 0) return;
  const middle = (element) => {
    const box = element.getBoundingClientRect();
    return Math.round((1000 * (box.top + box.height / 2 - top)) / height) / 10;
  };
  while (picture.childElementCount > many.length) picture.lastElementChild.remove();
  while (picture.childElementCount < many.length) picture.append(svg('path'));
  const meeting = middle(one);
  many.forEach((element, index) => {
    const from = inward ? middle(element) : meeting;
    const to = inward ? meeting : middle(element);
    setAttribute(picture.children[index], 'd', `M0 ${from}C60 ${from} 40 ${to} 100 ${to}`);
    setAttribute(picture.children[index], 'class', flowing[index] ? 'flowing' : 'still');
  });
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
class Lane {
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
    this.last = html('li', { class: 'step last' }, this.#out.element);
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
class Hub {
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
class Output {
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
class Consumer {
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

function showFindings(list, findings) {
  list.hidden = findings.length === 0;
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
