// The head of a call's page: who, how it is going, and what can be done about it.

import { Keyed, foreign, make, update } from './dom.js';
import { hangUp, playerPage, stateOf, streamName, tone } from './call-words.js';
import { elapsed, since } from './measures.js';
import { byteCount, clock } from './numbers.js';
import { createReport } from './report.js';
import { del, post } from './server.js';
import { recordingStates, say, texts, words } from './texts.js';

const get = (id) => document.getElementById(id);

/** How long a finding stays behind its time, so that nothing jumps when it comes and goes. */
const FINDING_MILLIS = 5000;

export function createSummary(callId) {
  let call = null;
  let recording = null;
  const problem = get('problem');
  const end = get('hangup');
  const record = get('record');
  createReport(callId, tellProblem);

  function tellProblem(error) {
    update(problem, { hidden: error === null, textContent: error === null ? '' : words(error) });
  }

  end.addEventListener('click', async () => {
    update(end, { disabled: true, textContent: texts.hangingUp });
    try {
      await hangUp(callId);
      tellProblem(null);
    } catch (error) {
      tellProblem(error);
      update(end, { disabled: false, textContent: texts.doHangUp });
    }
  });

  record.addEventListener('click', async () => {
    const stream = streamName(call);
    record.disabled = true;
    try {
      if (isRunning(recording)) await del(`/api/v1/recordings/${encodeURIComponent(stream)}`);
      else await post('/api/v1/recordings', { stream });
      tellProblem(null);
    } catch (error) {
      tellProblem(error);
    } finally {
      record.disabled = false;
    }
  });

  function tick() {
    if (!call || document.visibilityState !== 'visible') return;
    const start = call.answered ?? call.started;
    const lasted = call.ended ? Date.parse(call.ended) - Date.parse(start) : since(start);
    update(get('duration'), { textContent: elapsed(lasted) });
  }
  setInterval(tick, 1000);

  return {
    tellProblem,

    show(now) {
      call = now;
      const over = Boolean(call.ended);
      get('callee').replaceChildren(foreign(call.callee));
      get('callee').title = call.callee;
      document.title = `${call.callee} · ${stateOf(call)} · Sipcast`;
      update(get('state-dot'), { className: `dot ${tone(call)}` });
      update(get('state'), { textContent: stateOf(call) });
      const why = over ? call.reason ?? texts.endedUnknown : '';
      update(get('reason'), { textContent: why, title: why });
      if (call.stream && !over) get('play').href = playerPage(call.stream);
      get('play').hidden = over || !call.stream;
      end.hidden = over;
      record.hidden = over || !call.stream;
      get('summary').hidden = false;
      tick();
    },

    /** The gateway knows nothing of it any more. */
    forget() {
      call = { ...call, ended: new Date().toISOString() };
      update(get('state-dot'), { className: 'dot off' });
      update(get('state'), { textContent: texts.forgotten });
      update(get('reason'), { textContent: texts.forgottenWhy });
      for (const id of ['play', 'hangup', 'record', 'report', 'download']) get(id).hidden = true;
    },

    showRecording(now) {
      recording = now;
      update(record, { textContent: isRunning(now) ? texts.doStopRecord : texts.doRecord });
      showFiles(get('recording'), now);
    },

    showFindings: createFindings(),
  };
}

function isRunning(recording) {
  return Boolean(recording) && recording.status !== 'ENDED';
}

function showFiles(place, recording) {
  place.hidden = !recording;
  if (!recording) return;
  const running = isRunning(recording);
  const state = say(running ? 'recordingState' : 'recordingEnded', {
    time: clock(running ? recording.started : recording.since),
  });
  const files = recording.files ?? [];
  const links = files.map((file) => file === recording.open
    ? make('span', {}, foreign(file), ` (${texts.recordingOpen})`)
    : make('a', { href: `/api/v1/recordings/${encodeURIComponent(file)}`, download: file }, foreign(file)));
  const facts = [state, recordingStates[recording.status] ?? recording.status, byteCount(recording.bytes ?? 0)];
  place.replaceChildren(
    make('span', { className: running ? 'dot bad' : 'dot' }),
    make('span', { textContent: facts.join(' · ') }),
    ...(recording.reason ? [foreign(recording.reason)] : []),
    ...links,
  );
}

/** What the gateway finds wrong, the worst first. */
function createFindings() {
  const list = new Keyed(get('findings'), ({ key }) => key, () => {
    const element = make('li');
    return {
      element,
      show({ level, text }) {
        update(element, { className: level, textContent: text });
      },
    };
  });
  const seen = new Map();
  return (findings, over) => {
    const now = Date.now();
    for (const { where, stage, level, text } of findings) {
      if (level === 'info') continue;
      const key = `${level} ${where} ${stage} ${text.replace(/\d+/g, '')}`;
      seen.set(key, { key, level, text, at: now });
    }
    for (const [key, { at }] of seen) {
      if (over || now - at > FINDING_MILLIS) seen.delete(key);
    }
    list.show([...seen.values()].sort((one, other) => one.level.localeCompare(other.level)));
  };
}
