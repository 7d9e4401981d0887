// What both pages say and do about a call and its targets.

import { ServerError, del } from './server.js';
import { say, states, targetStates } from './texts.js';

/** The colour of a call's state. */
export function tone(call) {
  if (call.hold) return 'busy';
  return { ESTABLISHED: 'good', FINISH: 'off', BUSY: 'bad', FAILED: 'bad' }[call.status] ?? 'busy';
}

export function stateOf(call) {
  const words = states[call.status] ?? call.status;
  if (!call.hold || call.ended) return words;
  return `${words}, ${say('onHoldBy', { by: call.hold.by })}`;
}

export function targetTone(status) {
  return { PUBLISHING: 'good', FAILED: 'bad', STOPPED: 'off' }[status] ?? 'busy';
}

export function targetState(status) {
  return targetStates[status] ?? status;
}

/** The server's name within a URL, or all of what is no URL. */
export function hostOf(url) {
  return /^\w+:\/\/(?:[^@/]*@)?(\[[^\]]*\]|[^/:?#]+)/.exec(url)?.[1] ?? url;
}

export function callPage(callId) {
  return `/call?id=${encodeURIComponent(callId)}`;
}

export function playerPage(stream) {
  return `/player?stream=${encodeURIComponent(stream)}`;
}

/** The stream of a call as the other methods name it. */
export function streamName(call) {
  return call.stream?.includes('/') ? call.stream : `live/${call.stream}`;
}

/** A call's own targets, and those that were ordered for its stream. */
export function targetsOf(call, pushes) {
  const name = streamName(call);
  const ids = new Set();
  return [...(call.targets ?? []), ...pushes].filter((target) => {
    if (target.stream !== undefined && target.stream !== name && target.stream !== call.stream) return false;
    if (ids.has(target.id)) return false;
    if (target.id) ids.add(target.id);
    return true;
  });
}

/** Ends a call, held or not. That it has ended by itself is as good. */
export async function hangUp(callId) {
  try {
    await del(`/api/v1/calls/${encodeURIComponent(callId)}`);
  } catch (error) {
    if (!(error instanceof ServerError) || error.status !== 404) throw error;
  }
}
