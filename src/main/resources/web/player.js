// The player: FLV over HTTP from our own server; another server's stream is fetched by ours first.

import { fields, fillIn, say, texts, words } from './texts.js';
import { get, post } from './server.js';

const REMEMBERED = 'sipcast.player';
const MOST_RETRIES = 5;
const { mpegts } = window;

fillIn();
const form = document.getElementById('source');
const { url: urlInput, stream: streamInput } = form.elements;
const toggle = document.getElementById('toggle');
const problem = document.getElementById('problem');
const screen = document.getElementById('screen');
const video = document.getElementById('video');
const message = document.getElementById('message');
const unmute = document.getElementById('unmute');
const mute = document.getElementById('mute');
const volume = document.getElementById('volume');

let own = null; // the RTMP URL of this server
let session = null; // what plays, or is about to

// --- what to play

/** Splits rtmp://host:port/app, null when it is none. */
function parse(text) {
  const parts = /^rtmps?:\/\/([^/@\s]*@)?(\[[^\]]+\]|[^/:@\s]+)(?::(\d+))?\/([^?#\s]*)/i.exec(text);
  return parts && {
    host: parts[2].toLowerCase(),
    port: parts[3] ?? '1935',
    app: parts[4].replace(/\/+$/, ''),
  };
}

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

function isOwn(target) {
  const us = parse(own);
  const sameHost = target.host === us.host
    || (LOOPBACK.includes(target.host) && LOOPBACK.includes(us.host));
  return sameHost && target.port === us.port;
}

/** A name may bring a key: name?key=... */
function flvPath(app, name) {
  const [plain, query] = name.split(/\?(.*)/s);
  const path = [app, ...plain.split('/')].map(encodeURIComponent).join('/');
  return `/${path}.flv?wait=1${query ? `&${query}` : ''}`;
}

/** Resolves to the path of the stream on this server. */
async function locate(url, stream) {
  const target = parse(url);
  if (!target) throw new Error(say('badUrl'));
  if (isOwn(target)) return flvPath(target.app || 'live', stream);
  show(say('pulling', { host: target.host }));
  const [base, query] = url.split(/(?=\?)/);
  const full = `${base.replace(/\/+$/, '')}/${stream}${query ?? ''}`;
  const { json } = await post('/api/v1/pulls', { url: full });
  const slash = json.stream.indexOf('/');
  return flvPath(json.stream.slice(0, slash), json.stream.slice(slash + 1));
}

// --- playing it

async function start() {
  stop();
  const stream = streamInput.value.trim();
  const url = urlInput.value.trim() || own;
  showProblem('');
  if (!mpegts.isSupported()) return showProblem(say('noMse'));
  if (stream === '') {
    streamInput.focus();
    return showProblem(say('needStream'));
  }
  remember();
  const mine = { stream, player: null, retries: 0, began: false, timer: 0 };
  session = mine;
  toggle.textContent = texts.doStop;
  show(say('connecting'));
  try {
    mine.path = await locate(url, stream);
    if (session === mine) load(mine);
  } catch (error) {
    if (session !== mine) return;
    stop();
    show(say('idle'));
    showProblem(words(error));
  }
}

function load(mine) {
  const player = mpegts.createPlayer(
    { type: 'flv', isLive: true, url: new URL(mine.path, location.href).href },
    {
      enableStashBuffer: false,
      lazyLoad: false,
      autoCleanupSourceBuffer: true,
      liveBufferLatencyChasing: true, // far behind, as after the cached group: jumps
      liveBufferLatencyMaxLatency: 3,
      liveBufferLatencyMinRemain: 0.8,
      liveSync: true, // a little behind: plays faster
      liveSyncMaxLatency: 2,
      liveSyncTargetLatency: 0.8,
    },
  );
  mine.player = player;
  mine.began = false;
  player.on(mpegts.Events.ERROR, (type, detail, info) => failed(mine, type, detail, info));
  player.on(mpegts.Events.LOADING_COMPLETE, () => ended(mine));
  player.attachMediaElement(video);
  player.load();
  show(say('waiting', mine));
  playWithSound(mine);
}

/** A browser may forbid sound that nobody asked for: then it begins muted, and says so. */
async function playWithSound(mine) {
  try {
    await mine.player.play();
  } catch (error) {
    if (session !== mine || error.name !== 'NotAllowedError') return;
    video.muted = true;
    unmute.hidden = false;
    mine.player.play()?.catch(() => {});
  }
}

function began() {
  if (!session) return;
  session.began = true;
  session.retries = 0;
  document.getElementById('playing').textContent = session.stream;
  show(video.videoWidth === 0 ? say('soundOnly') : '');
}

function ended(mine) {
  if (session !== mine) return;
  stop();
  show(say('streamEnded'));
}

function failed(mine, type, detail, info) {
  if (session !== mine) return;
  if (type !== mpegts.ErrorTypes.NETWORK_ERROR) {
    stop();
    show(say('unplayable', { what: info?.msg ?? detail }));
    return;
  }
  const absent = detail === mpegts.ErrorDetails.NETWORK_STATUS_CODE_INVALID && info?.code === 404;
  if (!absent && mine.retries++ === MOST_RETRIES) {
    stop();
    show(say('lostForGood'));
    return;
  }
  release(mine);
  show(absent ? say('waiting', mine) : say('lost'));
  mine.timer = setTimeout(load, absent ? 0 : 500 * 2 ** mine.retries, mine);
}

/** Not from within the player's own event, which still needs it. */
function release(mine) {
  const { player } = mine;
  mine.player = null;
  if (player) setTimeout(() => player.destroy(), 0);
}

function stop() {
  if (!session) return;
  clearTimeout(session.timer);
  release(session);
  session = null;
  toggle.textContent = texts.doStart;
  unmute.hidden = true;
  document.getElementById('playing').textContent = '';
  show(say('stopped'));
}

// --- what is shown

function show(text) {
  if (message.textContent !== text) message.textContent = text;
}

function showProblem(text) {
  problem.hidden = text === '';
  problem.textContent = text;
}

function showSound() {
  mute.textContent = video.muted ? texts.doUnmute : texts.doMute;
  volume.value = video.muted ? 0 : video.volume;
  if (!video.muted) unmute.hidden = true;
}

/** A URL with a password or a query, which may be a key, is not remembered. */
function remember() {
  const url = urlInput.value.trim();
  localStorage.setItem(REMEMBERED, JSON.stringify({
    url: /[@?]/.test(url) ? '' : url,
    stream: streamInput.value.trim(),
    volume: video.volume,
  }));
}

function fullScreen() {
  if (document.fullscreenElement) document.exitFullscreen();
  else screen.requestFullscreen?.();
}

// --- the page

form.addEventListener('submit', (event) => {
  event.preventDefault();
  if (session) stop();
  else start();
});
video.addEventListener('playing', began);
video.addEventListener('resize', () => session?.began && began());
video.addEventListener('volumechange', showSound);
video.addEventListener('dblclick', fullScreen);
document.getElementById('full').addEventListener('click', fullScreen);
mute.addEventListener('click', () => { video.muted = !video.muted; });
unmute.addEventListener('click', () => { video.muted = false; });
volume.addEventListener('input', () => {
  video.volume = volume.valueAsNumber;
  video.muted = volume.valueAsNumber === 0;
});
volume.addEventListener('change', remember);

async function open() {
  show(say('idle'));
  own = await get('/settings.json').then(
    ({ json }) => json.rtmpUrl,
    () => `rtmp://${location.hostname}:1935/live`,
  );
  const asked = new URLSearchParams(location.search);
  const remembered = JSON.parse(localStorage.getItem(REMEMBERED) ?? '{}');
  const linked = asked.has('stream');
  urlInput.value = asked.get('url') ?? ((!linked && remembered.url) || own);
  urlInput.placeholder = own ?? fields.url.example;
  streamInput.value = asked.get('stream') ?? remembered.stream ?? '';
  video.volume = remembered.volume ?? 1;
  showSound();
  if (linked) start();
}

open();
