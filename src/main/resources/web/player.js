// The page of the player: what to play, and links to it. A stream of another server is fetched by
// ours first.

import { fields, fillIn, say, texts, words } from './texts.js';
import { get, post } from './server.js';
import { recall, remember } from './player/memory.js';
import { setText } from './player/screen.js';
import { connectShare } from './player/share.js';
import { Stage } from './player/stage.js';
import {
  DEFAULT_APP, flvPath, isSet, parseRtmp, parseStream, printStream, remoteUrl, sameServer, title,
} from './player/source.js';

fillIn();
const query = new URLSearchParams(location.search);
const form = document.getElementById('source');
const { url: urlInput, stream: streamInput } = form.elements;
const toggle = document.getElementById('toggle');
const problem = document.getElementById('problem');
const stage = new Stage(document.getElementById('screen'), { muted: isSet(query, 'muted') });
const share = connectShare(document.getElementById('share'));
let own = `rtmp://${location.hostname}:1935/${DEFAULT_APP}`; // the RTMP URL of this server
let typed = false; // somebody was faster than the settings
const settled = get('/settings.json').then(({ json }) => { own = json.rtmpUrl; }).catch(() => {});

/** What the form says; throws words for the user. */
function wanted() {
  const stream = streamInput.value.trim();
  const url = urlInput.value.trim() || own;
  const target = parseRtmp(url);
  if (stream === '') throw fault(streamInput, texts.needStream);
  if (!target) throw fault(urlInput, texts.badUrl);
  const ours = sameServer(target, parseRtmp(own));
  return { stream, url, ours, app: target.app || DEFAULT_APP };
}

function fault(input, text) {
  input.focus();
  return new Error(text);
}

function start() {
  showProblem('');
  let what;
  try {
    what = wanted();
  } catch (error) {
    showProblem(error.message);
    return;
  }
  keep(what);
  document.title = `${title(what.stream)} · Sipcast`;
  const { stream, url, ours, app } = what;
  share.show(ours ? { stream: printStream(app, stream) } : { stream, url: shareable(url) });
  const locate = ours ? async () => flvPath(app, stream) : () => pull(url, stream);
  stage.play(title(stream), locate, query.get('transport'));
}

/** Has our server fetch it; resolves to where it is then. */
async function pull(url, stream) {
  try {
    const { json } = await post('/api/v1/pulls', { url: remoteUrl(url, stream) });
    const { app, name } = parseStream(json.stream);
    return flvPath(app, name);
  } catch (error) {
    showProblem(words(error));
    throw error;
  }
}

/** A URL with a password or a query, which may be a key, is not remembered. */
function keep({ url, stream }) {
  remember({ url: hasSecret(url) ? '' : url, stream: title(stream) });
}

function hasSecret(url) {
  return /[@?]/.test(url);
}

function shareable(url) {
  return hasSecret(url) ? null : url;
}

function showProblem(text) {
  problem.hidden = text === '';
  setText(problem, text);
}

form.addEventListener('submit', (event) => {
  event.preventDefault();
  if (stage.active) stage.stop();
  else settled.then(start);
});
form.addEventListener('input', () => { typed = true; });
stage.addEventListener('wanted', start);
stage.addEventListener('changed', () => {
  setText(toggle, stage.active ? texts.doStop : texts.doStart);
});

async function open() {
  await settled;
  urlInput.placeholder = own ?? fields.url.example;
  const linked = query.has('stream');
  if (!linked) {
    if (typed) return;
    const { url, stream } = recall();
    urlInput.value = url || own;
    streamInput.value = stream ?? '';
    return;
  }
  const { app, name } = parseStream(query.get('stream').trim());
  const remote = query.get('url');
  urlInput.value = remote ?? own.replace(/[^/]*$/, app);
  streamInput.value = remote ? query.get('stream').trim() : name;
  start();
}

open();
