// The way of the media as a picture: RTP in, stages, stream, outputs, with what flows between them.

import { html, setAttribute, setChildren, setHidden, setText, svg } from './elements.js';
import { Consumer, Hub, Lane, Output, nameOf, publishes, showFindings, trackName } from './media-boxes.js';
import { Flow, troubles } from './media-flow.js';
import { whole } from './numbers.js';
import { recordingStates, say, texts } from './texts.js';
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
    setHidden(this.picture, false);
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
