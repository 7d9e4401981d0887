// Calls, as a program makes them over REST.

import assert from 'node:assert/strict';

async function post(base, path, body) {
  const response = await fetch(base + path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  assert.ok(response.ok, `${path}: ${response.status} ${await response.text()}`);
}

/** Calls; what is sent becomes the stream of this name. */
export function startCall(base, callee, stream, more = {}) {
  return post(base, '/rest-api/call/startup', { callId: stream, callee, toStream: stream, hasVideo: true, ...more });
}

export function endCall(base, callId) {
  return post(base, '/rest-api/call/terminate', { callId });
}
