// The lists of the console: calls, those that ended, other streams, troubled registrations.

import { Keyed, confirming, foreign, make, update } from './dom.js';
import { callPage, hangUp, hostOf, playerPage, stateOf, targetState, targetTone, targetsOf, tone } from './call-words.js';
import { elapsed, since } from './measures.js';
import { clock } from './numbers.js';
import { registrationStates, say, states, texts, words } from './texts.js';

const TEN_MINUTES = 600_000;
const FILTER_FROM = 9;
const MOST_BADGES = 3;

/** Shows what the store has, and goes on doing so. */
export function createLists(store) {
  const get = (id) => document.getElementById(id);
  const filter = get('filter');
  get('to-calls').href = '#calls-title';
  filter.placeholder = texts.filter;
  filter.ariaLabel = texts.filter;
  const problem = get('list-problem');
  const calls = new Keyed(get('calls'), ({ call }) => call.callId, () => callRow(tellProblem));
  const ended = new Keyed(get('ended'), (call) => call.callId, endedRow);
  const streams = new Keyed(get('streams'), (stream) => stream.name, streamRow);
  const registrations = new Keyed(get('registrations'), (one) => one.id, registrationRow);

  function tellProblem(error) {
    update(problem, { hidden: error === null, textContent: error === null ? '' : words(error) });
  }

  // --- what is in the rows; the same object as long as nothing of it has changed

  let rows = new Map();

  function rowOf(call, pushes) {
    const known = rows.get(call.callId);
    const same = known?.call === call && known.pushes.length === pushes.length
      && pushes.every((push, index) => push === known.pushes[index]);
    return same ? known : { call, pushes };
  }

  function liveRows() {
    const byStream = Map.groupBy(store.pushes.values(), (push) => push.stream);
    const now = new Map();
    for (const call of store.calls.values()) {
      const pushes = byStream.get(`live/${call.stream}`) ?? byStream.get(call.stream) ?? [];
      now.set(call.callId, rowOf(call, pushes));
    }
    rows = now;
    return [...now.values()].sort((one, other) => other.call.started.localeCompare(one.call.started));
  }

  function fits({ call, pushes }, wanted) {
    const text = [call.callee, call.callId, call.stream, stateOf(call),
      ...targetsOf(call, pushes).map((target) => target.url)];
    return text.join('\n').toLowerCase().includes(wanted);
  }

  function show() {
    const live = liveRows();
    const wanted = filter.value.trim().toLowerCase();
    const shown = wanted === '' ? live : live.filter((row) => fits(row, wanted));
    calls.show(shown);
    get('no-calls').hidden = live.length > 0 || store.state === 'connecting';
    get('none-fits').hidden = live.length === 0 || shown.length > 0;
    filter.hidden = live.length < FILTER_FROM && filter.value === '';
    update(get('calls-count'), { textContent: live.length > 0 ? String(live.length) : '' });
    update(get('to-calls'), { textContent: say('toCalls', { count: live.length }) });
    showEnded();
    const others = [...store.streams.values()].filter((stream) => stream.source !== 'call');
    streams.show(others);
    get('others').hidden = others.length === 0;
    const troubled = [...store.registrations.values()].filter(isTroubled);
    registrations.show(troubled);
    get('troubled').hidden = troubled.length === 0;
  }

  function showEnded() {
    const last = [...store.ended.values()].filter((call) => since(call.ended) < TEN_MINUTES)
      .sort((one, other) => other.ended.localeCompare(one.ended));
    ended.show(last);
    get('past').hidden = last.length === 0;
  }

  // --- when

  let asked = 0;
  const soon = () => {
    asked ||= setTimeout(() => {
      asked = 0;
      show();
    }, 100);
  };
  for (const name of ['snapshot', 'call', 'push', 'stream', 'registration', 'state']) {
    store.on(name, soon);
  }
  filter.addEventListener('input', show);
  setInterval(() => {
    if (document.visibilityState !== 'visible') return;
    for (const row of calls.parts()) row.tick();
    for (const row of streams.parts()) row.tick();
  }, 1000);
  setInterval(showEnded, 10_000);
  show();
}

function isTroubled({ state, reason }) {
  return state === 'refused' || state === 'lost' || Boolean(reason);
}

function callRow(tellProblem) {
  const dot = make('span', { className: 'dot' });
  const name = make('a', { className: 'callee' });
  const meta = make('span', { className: 'hint' });
  const stream = foreign();
  const badges = make('ul', { className: 'badges' });
  const time = make('time', { className: 'time' });
  const play = make('a', { className: 'button small', textContent: texts.doPlay, target: '_blank', rel: 'noopener' });
  const display = make('a', { className: 'button small', textContent: texts.doShow });
  const end = make('button', { type: 'button', className: 'small danger' });
  let call = null;
  confirming(
    end,
    { first: texts.doHangUp, again: texts.doHangUpSure },
    () => call.answered !== null, // who only rings is lost to nobody
    () => hangUp(call.callId).then(() => tellProblem(null), tellProblem),
  );
  const element = make('li', { className: 'call-row' },
    dot,
    make('div', { className: 'about' }, make('strong', {}, name), make('span', { className: 'hint' }, meta, stream)),
    badges,
    time,
    make('div', { className: 'actions' }, display, play, end));
  const tick = () => update(time, { textContent: elapsed(since(call.answered ?? call.started)) });
  return {
    element,
    tick,
    show(row) {
      call = row.call;
      const { callee } = call;
      update(dot, { className: `dot ${tone(call)}` });
      name.replaceChildren(foreign(callee));
      name.href = callPage(call.callId);
      name.title = callee;
      const parts = [stateOf(call), call.incoming ? texts.incoming : '', say('startedAt', { time: clock(call.started) })];
      update(meta, { textContent: `${parts.filter(Boolean).join(' · ')} · ` });
      update(stream, { textContent: call.stream ?? '' });
      showBadges(badges, targetsOf(call, row.pushes));
      display.href = name.href;
      play.href = playerPage(call.stream);
      play.hidden = !call.stream;
      display.ariaLabel = say('showOf', { callee });
      play.ariaLabel = say('playOf', { callee });
      tick();
    },
  };
}

/** A few by name, many by their number. */
function showBadges(list, targets) {
  const few = targets.length <= MOST_BADGES
    ? targets.map(({ url, status }) => [status, hostOf(url), targetState(status)])
    : [...Map.groupBy(targets, ({ status }) => status)].map(([status, all]) =>
      [status, say('manyTargets', { count: all.length, state: targetState(status) }), '']);
  list.replaceChildren(...few.map(([status, text, state]) => make('li', { className: `badge ${targetTone(status)}`, title: state },
    make('span', { className: 'dot small' }), foreign(text), make('span', { className: 'unseen', textContent: ` ${state}` }))));
}

function endedRow() {
  const dot = make('span', { className: 'dot' });
  const name = make('a', { className: 'callee' });
  const reason = foreign('', 'reason');
  const meta = make('span', { className: 'hint time' });
  const element = make('li', { className: 'call-row over' },
    dot, make('div', { className: 'about' }, make('strong', {}, name), reason), meta);
  return {
    element,
    show(call) {
      update(dot, { className: `dot ${tone(call)}` });
      name.replaceChildren(foreign(call.callee));
      name.title = call.callee;
      name.href = callPage(call.callId);
      const why = call.reason ?? states[call.status];
      update(reason, { textContent: why, title: why });
      update(meta, { textContent: clock(call.ended) });
    },
  };
}

const SOURCES = {
  publisher: texts.sourcePublisher,
  pull: texts.sourcePull,
  call: texts.sourceCall,
};

function streamRow() {
  const name = foreign();
  const meta = make('span', { className: 'hint' });
  const time = make('time', { className: 'time' });
  const play = make('a', { className: 'button small', textContent: texts.doPlay, target: '_blank', rel: 'noopener' });
  const element = make('li', { className: 'call-row' },
    make('span', { className: 'dot good' }),
    make('div', { className: 'about' }, make('strong', { className: 'callee' }, name), meta),
    time, make('div', { className: 'actions' }, play));
  let current = null;
  const tick = () => update(time, { textContent: elapsed(since(current.since)) });
  return {
    element,
    tick,
    show(stream) {
      current = stream;
      update(name, { textContent: stream.name });
      const size = stream.width ? `${stream.width} × ${stream.height}` : '';
      const parts = [SOURCES[stream.source], size, say('viewers', { count: stream.viewers })];
      update(meta, { textContent: parts.filter(Boolean).join(' · ') });
      play.href = playerPage(stream.app === 'live' ? stream.shortName : stream.name);
      play.ariaLabel = say('playStreamOf', stream);
      tick();
    },
  };
}

function registrationRow() {
  const dot = make('span', { className: 'dot bad' });
  const name = foreign('', 'callee');
  const why = foreign('', 'reason');
  const meta = make('span', { className: 'hint' });
  const element = make('li', { className: 'call-row' },
    dot, make('div', { className: 'about' }, make('strong', {}, name), why, meta));
  return {
    element,
    show(one) {
      update(name, { textContent: one.addressOfRecord });
      update(why, { textContent: one.reason ?? '' });
      const state = say('registrationState', {
        state: registrationStates[one.state] ?? one.state, time: clock(one.since),
      });
      const next = one.nextTry ? ` ${say('nextTry', { time: clock(one.nextTry) })}` : '';
      update(meta, { textContent: `${state}.${next}` });
    },
  };
}
