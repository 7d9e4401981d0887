// The console: starts a call, follows it, ends it; shows the live calls of the server.

import { fillIn, say, states, targetStates, texts, words } from './texts.js';
import { ServerError, get, post } from './server.js';

const REMEMBERED = 'sipcast.console';
const CURRENT = 'sipcast.call';
const POLL_MILLIS = 1000;

fillIn();
const form = document.getElementById('call');
const submit = form.querySelector('[type=submit]');
const inputs = [...form.elements].filter((element) => element.name);
const problem = document.getElementById('problem');
const current = document.getElementById('current');
const hangUp = document.getElementById('hangup');
const play = document.getElementById('play');

let watched = null; // the id of the call that is followed
let playable = null; // and the stream that it makes

// --- what is remembered

function remember() {
  const values = {};
  for (const input of inputs) {
    if (input.type === 'checkbox') values[input.name] = input.checked;
    else if (input.type !== 'password') values[input.name] = input.value;
  }
  localStorage.setItem(REMEMBERED, JSON.stringify(values));
}

function recall() {
  const values = JSON.parse(localStorage.getItem(REMEMBERED) ?? '{}');
  for (const input of inputs) {
    if (!(input.name in values)) continue;
    if (input.type === 'checkbox') input.checked = values[input.name];
    else input.value = values[input.name];
  }
  const more = form.querySelector('details');
  more.open = [...more.querySelectorAll('input, textarea')].some((input) => input.value !== '');
}

// --- starting a call

function request() {
  const body = {};
  for (const input of inputs) {
    if (input.type === 'checkbox') body[input.name] = input.checked;
    else if (input.name === 'inviteParameters') body[input.name] = headers(input.value);
    else if (input.type === 'password') body[input.name] = input.value;
    else if (input.value.trim() !== '') body[input.name] = input.value.trim();
  }
  return body;
}

function headers(text) {
  const found = {};
  for (const line of text.split('\n').map((one) => one.trim()).filter(Boolean)) {
    const colon = line.indexOf(':');
    if (colon < 1) throw new ServerError(`inviteParameters ${say('headerLine')}`, 0, 'inviteParameters');
    found[line.slice(0, colon).trim()] = line.slice(colon + 1).trim();
  }
  return found;
}

async function start(event) {
  event.preventDefault();
  showProblem(null);
  submit.disabled = true;
  submit.textContent = texts.doCalling;
  try {
    const body = request();
    const { headers: answered } = await post('/rest-api/call/startup', body);
    watch(body.callId ?? answered.get('X-Call-Id'));
    if (!listing) list();
    current.scrollIntoView({ block: 'nearest', behavior: 'smooth' });
  } catch (error) {
    showProblem(error);
  } finally {
    submit.disabled = false;
    submit.textContent = texts.doCall;
  }
}

function showProblem(error) {
  for (const input of inputs) input.removeAttribute('aria-invalid');
  problem.hidden = error === null;
  problem.textContent = error === null ? '' : words(error);
  const input = inputs.find((one) => one.name === error?.field);
  if (input) {
    input.setAttribute('aria-invalid', 'true');
    if (input.closest('details')) input.closest('details').open = true;
    input.focus();
  }
}

// --- the call that is followed

function watch(callId) {
  watched = callId;
  sessionStorage.setItem(CURRENT, callId);
  current.hidden = false;
  follow(callId);
}

async function follow(callId) {
  if (watched !== callId) return;
  try {
    const { json } = await post('/rest-api/call/find', { callId });
    if (watched === callId) showCall(json[0]);
  } catch (error) {
    if (watched !== callId) return;
    if (error.status === 404) {
      await showEnd(callId);
      return;
    }
    document.getElementById('reason').textContent = error.message;
    if (error.status === 401) return;
  }
  setTimeout(follow, POLL_MILLIS, callId);
}

function showCall(call) {
  showState(states[call.status] ?? call.status, tone(call.status), '');
  showPlay(call.streamName);
  hangUp.disabled = false;
  showFacts([
    ['factCallee', call.callee],
    ['factStream', call.streamName],
    ['factTarget', call.rtmpUrl && [call.rtmpUrl, call.rtmpStream].filter(Boolean).join('/')],
    ['factTargetState', call.rtmpStreamStatus && targetStates[call.rtmpStreamStatus]],
    ['factCallId', call.callId],
  ]);
}

async function showEnd(callId) {
  hangUp.disabled = true;
  showPlay(null);
  sessionStorage.removeItem(CURRENT);
  const { json: call } = await get(`/api/v1/calls/${encodeURIComponent(callId)}`)
    .catch(() => ({ json: null }));
  if (watched !== callId) return;
  watched = null;
  const status = call?.status ?? 'FINISH';
  showState(states[status], tone(status), call?.reason ?? say('endedUnknown'));
  if (!call) return;
  showFacts([
    ['factCallee', call.callee],
    ['factTarget', call.rtmp && [call.rtmp.url, call.rtmp.stream].filter(Boolean).join('/')],
    ['factTargetState', call.rtmp?.reason],
    ['factCallId', call.callId],
  ]);
}

function tone(status) {
  if (status === 'ESTABLISHED') return 'good';
  if (status === 'BUSY' || status === 'FAILED') return 'bad';
  return status === 'FINISH' ? 'off' : 'busy';
}

function showState(text, kind, reason) {
  setText(document.getElementById('state'), text);
  setText(document.getElementById('reason'), reason);
  document.getElementById('state-dot').className = `dot ${kind}`;
}

/** Only what changes is set: a screen reader reads a live region whenever it is. */
function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

function showPlay(stream) {
  play.hidden = stream === null;
  if (stream !== null && stream !== playable) play.href = playerLink(stream);
  playable = stream;
}

function playerLink(stream) {
  return `/player?stream=${encodeURIComponent(stream)}`;
}

function showFacts(facts) {
  document.getElementById('facts').replaceChildren(
    ...facts.filter(([, value]) => value).flatMap(([key, value]) => [
      element('dt', texts[key]),
      element('dd', value),
    ]),
  );
}

function element(tag, text) {
  const made = document.createElement(tag);
  made.textContent = text;
  return made;
}

// --- all live calls

let listing = false;

async function list() {
  listing = true;
  if (document.visibilityState === 'visible') {
    try {
      const { json } = await post('/rest-api/call/find_all', {});
      showCalls(json);
    } catch (error) {
      if (error.status === 404) showCalls([]);
      if (error.status === 401) {
        listing = false; // until a call is started, which asks for the key again
        return;
      }
    }
  }
  setTimeout(list, 2 * POLL_MILLIS);
}

let shown = '';

function showCalls(calls) {
  const now = JSON.stringify(calls.map((call) => [call.callId, call.status, call.streamName]));
  if (now === shown) return; // or the button under the user's finger would be replaced
  shown = now;
  document.getElementById('no-calls').hidden = calls.length > 0;
  document.getElementById('calls').replaceChildren(...calls.map(callItem));
}

function callItem(call) {
  const item = document.createElement('li');
  const about = element('div', '');
  about.className = 'about';
  const state = element('span', states[call.status] ?? call.status);
  state.className = 'hint';
  about.append(element('strong', call.callee), state);
  const link = element('a', texts.doPlay);
  link.className = 'button';
  link.href = playerLink(call.streamName);
  link.target = '_blank';
  link.rel = 'noopener';
  link.ariaLabel = say('playOf', call);
  const actions = element('div', '');
  actions.className = 'actions';
  actions.append(
    button('doShow', say('showOf', call), () => watch(call.callId)),
    link,
    button('doHangUp', say('hangUpOf', call), () => terminate(call.callId)),
  );
  item.append(about, actions);
  return item;
}

function button(key, label, action) {
  const made = element('button', texts[key]);
  made.type = 'button';
  made.ariaLabel = label;
  made.addEventListener('click', action);
  return made;
}

async function terminate(callId) {
  try {
    await post('/rest-api/call/terminate', { callId });
  } catch (error) {
    if (error.status !== 404) showProblem(error); // 404: it has ended by itself
  }
}

form.addEventListener('submit', start);
form.addEventListener('input', remember);
hangUp.addEventListener('click', () => terminate(watched));
recall();
if (sessionStorage.getItem(CURRENT)) watch(sessionStorage.getItem(CURRENT));
list();
