// The page of one call, from its beginning to what is known of it after its end.

import { createDtmf, createSound } from './call-controls.js';
import { showFacts } from './call-facts.js';
import { createSummary } from './call-summary.js';
import { Targets, createTargetForm } from './call-targets.js';
import { streamName, targetsOf } from './call-words.js';
import { createCharts } from './charts.js';
import { showConnection } from './connection.js';
import { connect } from './events.js';
import { createLadder } from './ladder.js';
import { createMediaPath } from './media-path.js';
import { createMeter } from './meter.js';
import { createParts } from './parts.js';
import { get } from './server.js';
import { fillIn, say, texts, words } from './texts.js';
import { createThumbnail } from './thumbnail.js';

/** What there is nothing to see in when a call has ended without an answer. */
const NEEDS_MEDIA = ['now', 'controls', 'targets', 'charts', 'path'];

/** The messages that end a call are exchanged when its end has been told already. */
const LAST_MESSAGES_MILLIS = [700, 3000];

const callId = new URLSearchParams(location.search).get('id') ?? '';
const path = () => `/api/v1/calls/${encodeURIComponent(callId)}`;
const place = (id) => document.getElementById(id);

let call = null; // as last heard of, with all details once they are there
let store = null;
let over = false;
const memory = createTargetMemory();

fillIn();
if (callId === '') unknown(texts.callTitle, texts.noCallGiven);
else await begin();

async function begin() {
  try {
    call = (await get(path())).json;
  } catch (error) {
    if (error.status === 404) unknown(say('unknownCall', { id: callId }), texts.unknownCallWhy);
    else unknown(texts.callTitle, words(error));
    return;
  }
  place('parts').hidden = false;
  const view = createView();
  store = connect({ watch: [callId] });
  showConnection(store);
  follow(view);
  view.show();
}

function unknown(title, why) {
  place('unknown-title').textContent = title;
  place('unknown-why').textContent = why;
  place('unknown').hidden = false;
}

/** All that is on the page, made once. */
function createView() {
  const summary = createSummary(callId);
  const { tellProblem } = summary;
  const sounds = createSounds();
  const targets = new Targets({ sounds, tellProblem, removed: memory.forget });
  createTargetForm(() => call.stream);
  const dtmf = createDtmf({ path, tellProblem });
  const sound = createSound({ path, sounds, tellProblem, streams: otherStreams });
  const ladder = createLadder(place('ladder'));
  const mediaPath = createMediaPath(place('media-path'));
  const charts = createCharts(place('charts'));
  const meter = createMeter(place('meter'));
  const thumbnail = createThumbnail(place('thumbnail'), callId);
  const parts = createParts([
    ['thumbnail', texts.partNow], ['dtmf', texts.partControls], ['targets', texts.partTargets],
    ['media-path', texts.partPath], ['charts', texts.partCharts], ['ladder', texts.partLadder],
    ['facts', texts.partFacts],
  ], ['controls', 'path', 'facts']);
  return {
    show() {
      summary.show(call);
      parts.hide(over ? (call.answered ? ['controls'] : NEEDS_MEDIA) : []);
      showFacts(call);
      targets.show(memory.all(targetsOf(call, pushes())), over);
      summary.showRecording(recording());
      dtmf.heard(call.dtmf ?? []);
      dtmf.end(over || !call.answered);
      sound.end(over || !call.answered);
      sound.offer();
    },
    measure(statistics) {
      ladder.follow(statistics);
      mediaPath.show(statistics);
      meter.show(statistics);
      thumbnail.show(statistics);
      targets.measure(statistics.outputs);
      summary.showFindings(statistics.findings ?? [], over);
    },
    forget: () => summary.forget(),
    charts,
    ladder,
  };
}

/** Asked for once: a folder of sounds seldom changes. */
function createSounds() {
  let asked = null;
  return () => {
    asked ??= get('/api/v1/sounds').then(({ json }) => json.sounds, () => []);
    return asked;
  };
}

function otherStreams() {
  const own = streamName(call);
  return [...(store?.streams.values() ?? [])]
    .filter(({ name, app }) => name !== own && app === 'live')
    .map(({ shortName }) => shortName);
}

function pushes() {
  const known = [...(store?.pushes.values() ?? [])];
  return known.length > 0 ? known : call.pushes ?? [];
}

/** A target that is no more stays on the page as a stopped one, unless it was taken away here. */
function createTargetMemory() {
  const known = new Map();
  return {
    all(now) {
      const there = new Set();
      for (const target of now) {
        const key = target.id ?? target.url;
        there.add(key);
        known.set(key, target);
      }
      for (const [key, target] of known) {
        if (there.has(key) || target.status === 'STOPPED' || target.status === 'FAILED') continue;
        known.set(key, { ...target, status: 'STOPPED', reason: '', sound: null });
      }
      return [...known.values()];
    },
    forget: (id) => known.delete(id),
  };
}

function recording() {
  return store?.recordings.get(streamName(call)) ?? call.recording;
}

// --- what changes

function follow(view) {
  const refresh = soon(() => refreshAll(view));
  const show = soon(() => view.show());
  let counted = '';

  store.on('snapshot', () => {
    const now = store.calls.get(callId) ?? store.ended.get(callId);
    if (now) heard(now);
    else if (!over) forgotten();
    refresh();
  });
  store.on('call', (now) => {
    if (now.callId !== callId) return;
    heard(now);
    refresh();
  });
  store.on('push', show);
  store.on('recording', show);
  store.on('stream', show);
  store.on('statistics', (statistics) => {
    if (statistics.callId !== callId) return;
    view.charts.add(statistics);
    view.measure(statistics);
    const now = `${statistics.sipMessages} ${statistics.keysHeard}`;
    if (now !== counted) refresh(); // these have no event of their own
    counted = now;
  });
  over = Boolean(call.ended);
  refresh();
  loadMeasures(view);
  store.on('state', (state) => state === 'open' && loadMeasures(view)); // what was missed meanwhile

  function heard(now) {
    call = { ...call, ...now };
    if (call.ended && !over) LAST_MESSAGES_MILLIS.forEach((millis) => setTimeout(refresh, millis));
    over = Boolean(call.ended);
    view.show();
  }

  function forgotten() {
    over = true;
    view.show();
    view.forget();
  }
}

/** Details and messages; what cannot be had now comes with the next time. */
async function refreshAll(view) {
  const [details, messages] = await Promise.all([
    get(path()).catch(() => null),
    get(`${path()}/sip`).catch(() => null),
  ]);
  if (details) {
    call = { ...call, ...details.json };
    over = Boolean(call.ended);
    view.show();
  }
  if (messages) view.ladder.show(messages.json);
}

async function loadMeasures(view) {
  const [history, statistics] = await Promise.all([
    get(`${path()}/history`).catch(() => null),
    get(`${path()}/statistics`).catch(() => null),
  ]);
  if (history) {
    view.charts.load(history.json);
    view.ladder.mark(history.json);
  }
  if (statistics) view.measure(statistics.json);
}

/** Once for all that comes within a moment, and never twice at a time. */
function soon(action) {
  let timer = 0;
  let running = false;
  let again = false;
  async function run() {
    timer = 0;
    if (running) {
      again = true;
      return;
    }
    running = true;
    await action();
    running = false;
    if (again) {
      again = false;
      ask();
    }
  }
  function ask() {
    timer ||= setTimeout(run, 100);
  }
  return ask;
}
