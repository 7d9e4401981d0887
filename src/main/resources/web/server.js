// Talks to the server. What fails becomes a ServerError with words for the user.

import { askForText } from './key-dialog.js';
import { say } from './texts.js';

const SESSION = '/api/v1/session';

export class ServerError extends Error {
  constructor(message, status, field) {
    super(message);
    this.status = status;
    this.field = field;
  }
}

export function get(path) {
  return request('GET', path);
}

export function post(path, body) {
  return request('POST', path, body);
}

export function del(path) {
  return request('DELETE', path);
}

/** Logs in with the API key if the server wants it; false when the user does not give it. */
export async function logIn() {
  const { needed, loggedIn } = (await get(SESSION)).json;
  return !needed || loggedIn || askForKey();
}

/** The login is a cookie that no script sees. */
export async function logOut() {
  await request('DELETE', SESSION);
}

/** Resolves to { json, headers }; asks for the key when the server does. */
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
  const headers = body === undefined ? {} : { 'Content-Type': 'application/json' };
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

/** Asks until the key is right: then the server has set its cookie. */
async function dialog() {
  for (let said = say('keyExplained'); ; ) {
    const key = await askForText(said);
    if (key === '') return false;
    const response = await send('POST', SESSION, { key });
    if (response.ok) return true;
    said = refusal(response, parse(await response.text()));
  }
}

function refusal(response, json) {
  if (response.status === 401) return say('keyWrong');
  const seconds = response.headers.get('Retry-After');
  if (response.status === 429) return say('keyTooOften', { seconds });
  return problem(response.status, json).message;
}
