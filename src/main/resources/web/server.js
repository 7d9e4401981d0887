// Talks to the server. What fails becomes a ServerError with words for the user.

import { say } from './texts.js';

const KEY = 'sipcast.key';

export class ServerError extends Error {
  constructor(message, status, field) {
    super(message);
    this.status = status;
    this.field = field;
  }
}

/** The header that carries the API key, if one was given. */
export function keyHeader() {
  const key = sessionStorage.getItem(KEY);
  return key ? { Authorization: `Bearer ${key}` } : {};
}

export function get(path) {
  return request('GET', path);
}

export function post(path, body) {
  return request('POST', path, body);
}

/** Resolves to { json, headers }; asks for the key when the server does, once for each try. */
async function request(method, path, body) {
  let response = await send(method, path, body);
  while (response.status === 401 && (await askForKey())) {
    response = await send(method, path, body);
  }
  const text = await response.text();
  const json = parse(text);
  if (!response.ok) throw problem(response.status, json);
  return { json, headers: response.headers };
}

async function send(method, path, body) {
  const headers = keyHeader();
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  try {
    return await fetch(path, { method, headers, body: body && JSON.stringify(body) });
  } catch {
    throw new ServerError(say('unreachable'), 0);
  }
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function problem(status, json) {
  if (status === 401) return new ServerError(say('needKey'), status);
  const words = json?.message ?? json?.detail ?? say('failed', { status });
  return new ServerError(words, status, json?.field);
}

let asking = null;

/** One dialog, however many requests wait for the key. False when the user does not give it. */
function askForKey() {
  asking ??= dialog().finally(() => { asking = null; });
  return asking;
}

function dialog() {
  const element = document.getElementById('key-dialog');
  const input = element.querySelector('input');
  input.value = '';
  element.returnValue = '';
  element.showModal();
  return new Promise((resolve) => {
    element.addEventListener('close', () => {
      const given = element.returnValue === 'ok' && input.value !== '';
      if (given) sessionStorage.setItem(KEY, input.value);
      input.value = '';
      resolve(given);
    }, { once: true });
  });
}
