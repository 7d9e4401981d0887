// The way of the media as a picture: RTP in, stages, stream, outputs, with what flows between them.

import { html, setAttribute, setChildren, setText, svg } from './elements.js';
import { Flow, troubles } from './media-flow.js';
import { bitRate, byteCount, duration, short, whole } from './numbers.js';
import { say, stages as stageTexts, targetStates, texts } from './texts.js';
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
    this.general = html('ul', { class: 'findings' });
    this.tracks = html('div', { class: 'path-tracks' });
    this.join = svg('svg', { class: 'path-join', viewBox: '0 0 100 100', preserveAspectRatio: 'none', 'aria-hidden': 'true' });
    this.stream = new Hub();
    this.fan = svg('svg', { class: 'path-join', viewBox: '0 0 100 100', preserveAspectRatio: 'none', 'aria-hidden': 'true' });
    this.outputs = html('ul', { class: 'path-outputs', 'aria-label': texts.pathOutputs });
    this.picture = html('div', { class: 'path' }, this.tracks, this.join, this.stream.element, this.fan, this.outputs);
    const root = html('div', { class: 'path-frame' }, this.summary, this.general, this.picture);
    container.replaceChildren(root);
    createTip(root, '[data-tip]');
    setText(this.summary, texts.pathEmpty);
    this.picture.hidden = true;
  }

  show(statistics) {
    const flow = this.#flow.next(statistics);
    this.picture.hidden = false;
    this.#summarize(flow);
    showFindings(this.general, flow.general);
    this.#showTracks(flow);
    this.stream.show(flow, statistics);
    this.#showOutputs(flow, statistics);
  }

  #summarize(flow) {
    const { stages, moving, known } = troubles(flow);
    const words = stages.map(({ track, stage, state }) => say(state === 'losing' ? 'pathLosingAt' : 'pathWaitingAt', {
      track: texts[TRACKS[track]] ?? track,
      stage: nameOf(stage),
    }));
    const calm = flow.tracks.length === 0 || (known && !moving) ? texts.pathNothing : known ? texts.pathFlows : texts.pathMeasuring;
    setText(this.summary, words.length > 0 ? words.join(' ') : calm);
    this.summary.dataset.state = words.length > 0 ? 'bad' : moving ? 'good' : 'still';
  }

  #showTracks(flow) {
    const drawn = flow.tracks.map((track) => {
      const lane = this.#tracks.get(track.track) ?? new Lane(track);
      this.#tracks.set(track.track, lane);
      lane.show(track);
      return lane.element;
    });
    setChildren(this.tracks, drawn);
    curves(this.join, drawn.length, true, flow.tracks.map(({ stages }) => stages.at(-1)?.outRate > 0));
  }

  #showOutputs(flow, statistics) {
    const drawn = flow.outputs.map((output) => {
      const known = this.#outputs.get(output.id) ?? new Output();
      this.#outputs.set(output.id, known);
      known.show(output);
      return known.element;
    });
    for (const id of [...this.#outputs.keys()]) {
      if (!flow.outputs.some((output) => output.id === id)) this.#outputs.delete(id);
    }
    this.viewers ??= new Consumer('pathViewers');
    this.recording ??= new Consumer('pathRecording');
    const { viewers } = statistics;
    this.viewers.show(viewers > 0 ? whole(viewers) : texts.pathNobody, viewers > 0);
    const running = statistics.recording !== null && statistics.recording !== undefined;
    this.recording.show(running ? statistics.recording.toLowerCase() : texts.pathNotRecording, statistics.recording === 'RECORDING');
    const all = [...drawn, this.viewers.element, this.recording.element];
    setChildren(this.outputs, all);
    const alive = [...flow.outputs.map(({ status }) => status === 'PUBLISHING'), viewers > 0, statistics.recording === 'RECORDING'];
    curves(this.fan, all.length, false, alive);
  }
}

const TRACKS = { audio: 'pathAudio', video: 'pathVideo' };

function nameOf(stage) {
  return stageTexts[stage]?.name ?? stage;
}

/** One curve for each of the boxes at one side, all meeting in the middle of the other. */
function curves(picture, count, inward, alive) {
  const drawn = Array.from({ length: count }, (_, index) => {
    const y = (100 * (index + 0.5)) / count;
    const d = inward ? `M0 ${y}C60 ${y} 40 50 100 50` : `M0 50C60 50 40 ${y} 100 ${y}`;
    return { d, class: alive[index] ? 'flowing' : 'still' };
  });
  while (picture.childElementCount > count) picture.lastElementChild.remove();
  while (picture.childElementCount < count) picture.append(svg('path'));
  drawn.forEach((one, index) => {
    setAttribute(picture.children[index], 'd', one.d);
    setAttribute(picture.children[index], 'class', one.class);
  });
}

/** One medium: where it comes from, and its stages in the order that a packet meets them. */
class Lane {
  #boxes = new Map();

  constructor({ track }) {
    this.name = texts[TRACKS[track]] ?? track;
    this.codec = html('b', {});
    this.rate = html('span', { class: 'number' });
    this.source = html('li', { class: 'box source' }, html('span', { class: 'box-name' }, this.name), this.codec, this.rate);
    this.chain = html('ol', { class: 'chain', 'aria-label': say('pathStages', { track: this.name }) });
    this.findings = html('ul', { class: 'findings', 'aria-label': say('pathFindings', { track: this.name }) });
    this.element = html('div', { class: 'lane' }, this.chain, this.findings);
  }

  show(track) {
    setText(this.codec, track.codec ?? texts.pathNoCodec);
    setText(this.rate, track.bitRate === null ? '' : bitRate(track.bitRate));
    let flowing = track.packetRate;
    const boxes = track.stages.map((stage) => {
      const box = this.#boxes.get(stage.stage) ?? new StageBox(stage.stage, this.name);
      this.#boxes.set(stage.stage, box);
      box.show(stage, flowing);
      flowing = stage.outRate;
      return box.element;
    });
    setChildren(this.chain, [this.source, ...boxes]);
    showFindings(this.findings, track.findings);
  }
}

class StageBox {
  constructor(stage, track) {
    this.edge = html('span', { class: 'edge' }, html('span', { class: 'number' }));
    this.count = html('span', { class: 'number' });
    this.loss = html('span', { class: 'box-loss' });
    this.button = html('button', {
      type: 'button',
      class: 'box stage',
      'data-tip': stageTexts[stage]?.does ?? say('pathUnknownStage', { stage }),
      'data-tip-title': `${nameOf(stage)} (${stage})`,
    }, html('span', { class: 'box-name' }, nameOf(stage)), this.count, this.loss);
    this.heard = `${track}, ${nameOf(stage)}`;
    this.element = html('li', { class: 'step', 'data-stage': stage }, this.edge, this.button);
  }

  show(stage, arriving) {
    setText(this.edge.firstElementChild, perSecond(arriving));
    setAttribute(this.edge, 'class', arriving > 0 ? 'edge flowing' : 'edge still');
    setText(this.count, whole(stage.out));
    setText(this.loss, lossOf(stage));
    this.button.dataset.state = stage.state;
    setAttribute(this.button, 'data-level', stage.level);
    setAttribute(this.button, 'aria-label', `${this.heard}: ${spoken(stage)}`);
  }
}

function perSecond(rate) {
  return rate === null ? '' : say('pathPerSecond', { rate: rate >= 10 ? whole(rate) : short(rate) });
}

function lossOf({ state, dropRate, dropped }) {
  if (state === 'losing') return say('pathLosing', { rate: dropRate >= 10 ? whole(dropRate) : short(dropRate) });
  if (state === 'waiting') return texts.pathWaiting;
  return dropped > 0 ? say('pathDropped', { count: whole(dropped) }) : '';
}

function spoken(stage) {
  const words = say('pathCounters', { in: whole(stage.in), out: whole(stage.out), dropped: whole(stage.dropped) });
  const state = { losing: texts.pathIsLosing, waiting: texts.pathIsWaiting }[stage.state];
  return state ? `${state}, ${words}` : words;
}

/** The stream that the call makes. */
class Hub {
  constructor() {
    this.edge = html('span', { class: 'edge' }, html('span', { class: 'number' }));
    this.skew = html('span', { class: 'number' });
    this.size = html('span', {});
    this.element = html('div', { class: 'step hub' }, this.edge, html('div', { class: 'box stream' },
      html('span', { class: 'box-name' }, texts.pathStream), this.size, this.skew));
  }

  show(flow, { video, skewMs }) {
    const rates = flow.tracks.map(({ stages }) => stages.at(-1)?.outRate ?? null).filter((one) => one !== null);
    const total = rates.length === 0 ? null : rates.reduce((sum, one) => sum + one, 0);
    setText(this.edge.firstElementChild, perSecond(total));
    setAttribute(this.edge, 'class', total > 0 ? 'edge flowing' : 'edge still');
    setText(this.size, video?.width ? `${video.width}\u00d7${video.height}` : texts.pathSoundOnly);
    setText(this.skew, skewMs === null || skewMs === undefined ? '' : say('pathSkew', { skew: short(skewMs) }));
  }
}

/** A target or an ordered push. */
class Output {
  constructor() {
    this.kind = html('span', { class: 'box-name' });
    this.url = html('b', { class: 'url' });
    this.state = html('span', { class: 'output-state' });
    this.numbers = html('span', { class: 'number' });
    this.findings = html('ul', { class: 'findings' });
    this.box = html('div', { class: 'box output' }, this.kind, this.url, this.state, this.numbers, this.findings);
    this.edge = html('span', { class: 'edge' }, html('span', { class: 'number' }));
    this.element = html('li', { class: 'step' }, this.edge, this.box);
  }

  show(output) {
    const publishing = output.status === 'PUBLISHING';
    setText(this.kind, texts[output.kind === 'push' ? 'pathPush' : 'pathTarget']);
    setText(this.url, output.url);
    setAttribute(this.url, 'title', output.url);
    setText(this.state, [targetStates[output.status] ?? output.status, output.reason].filter(Boolean).join(': '));
    setText(this.numbers, publishing ? numbersOf(output) : '');
    setText(this.edge.firstElementChild, publishing && output.bitRate !== null ? bitRate(output.bitRate) : '');
    setAttribute(this.edge, 'class', publishing && output.bitRate > 0 ? 'edge flowing' : 'edge still');
    setAttribute(this.box, 'data-level', output.level);
    this.box.dataset.state = { PUBLISHING: 'flowing', FAILED: 'losing' }[output.status] ?? 'waiting';
    showFindings(this.findings, output.findings);
  }
}

function numbersOf({ queueBytes, queueMs, droppedPictures, retries }) {
  const queue = queueBytes > 0
    ? say('pathQueue', { queue: queueMs === null || queueMs === undefined ? byteCount(queueBytes) : `${byteCount(queueBytes)}, ${duration(queueMs)}` })
    : texts.pathNoQueue;
  return [
    queue,
    droppedPictures > 0 && say('pathPicturesDropped', { count: whole(droppedPictures) }),
    retries > 0 && say('pathRetries', { count: whole(retries) }),
  ].filter(Boolean).join(' \u00b7 ');
}

/** Viewers, or the recording. */
class Consumer {
  constructor(name) {
    this.value = html('b', { class: 'number' });
    this.edge = html('span', { class: 'edge' }, html('span', { class: 'number' }));
    this.box = html('div', { class: 'box consumer' }, html('span', { class: 'box-name' }, texts[name]), this.value);
    this.element = html('li', { class: 'step' }, this.edge, this.box);
  }

  show(words, alive) {
    setText(this.value, words);
    this.box.dataset.state = alive ? 'flowing' : 'still';
    setAttribute(this.edge, 'class', alive ? 'edge flowing' : 'edge still');
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
