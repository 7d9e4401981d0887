// The targets of one call: how each is doing, and what can be done to it.

import { Keyed, confirming, foreign, make, update } from './dom.js';
import { targetState, targetTone } from './call-words.js';
import { elapsed, since } from './measures.js';
import { bitRate, byteCount, clock } from './numbers.js';
import { ServerError, del, post } from './server.js';
import { TargetsForm } from './targets-form.js';
import { say, texts, words } from './texts.js';
import { clearWrong, markWrong } from './wrong.js';

/**
 * The list and the form below it. `sounds` answers the names of the files that can be played,
 * `removed` gets the id of a target that was taken away, `tellProblem` what went wrong.
 */
export class Targets {
  #rows;
  #none = document.getElementById('no-targets');
  #adding = document.getElementById('add-target');

  constructor(context) {
    this.#rows = new Keyed(document.getElementById('targets'), keyOf, () => targetRow(context));
    setInterval(() => this.#tick(), 1000);
  }

  /** The targets in their order; with `over`, nothing can be done to them any more. */
  show(targets, over) {
    this.#none.hidden = targets.length > 0;
    this.#adding.hidden = over;
    this.#rows.show(targets);
    for (const row of this.#rows.parts()) row.end(over);
  }

  /** What is measured of each, by id. */
  measure(outputs = []) {
    const byId = new Map(outputs.map((output) => [output.id, output]));
    for (const row of this.#rows.parts()) row.measure(byId.get(row.value.id));
  }

  #tick() {
    if (document.visibilityState !== 'visible') return;
    for (const row of this.#rows.parts()) row.tick();
  }
}

function keyOf({ id, url, name }) {
  return id ?? `${url} ${name ?? ''}`;
}

function targetRow({ sounds, tellProblem, removed }) {
  const dot = make('span', { className: 'dot' });
  const url = foreign('', 'callee');
  const state = make('span');
  const time = make('span', { className: 'time' });
  const more = make('span', { className: 'hint' });
  const rate = make('span', { className: 'rate' });
  const reason = foreign('', 'reason');
  const note = foreign('', 'hint');
  const failures = make('details', { className: 'failures', hidden: true });
  const mute = make('button', { type: 'button', className: 'small' });
  const remove = make('button', { type: 'button', className: 'small danger' });
  let target = null;

  const path = () => `/api/v1/pushes/${encodeURIComponent(target.id)}`;
  const attempt = (action) => () => action().then(() => tellProblem(null), tellProblem);
  mute.addEventListener('click', attempt(() => post(`${path()}/${target.muted ? 'unmute' : 'mute'}`)));
  confirming(
    remove,
    { first: texts.targetRemove, again: texts.targetRemoveSure },
    () => target.status === 'PUBLISHING',
    attempt(() => del(path()).then(() => removed(target.id))),
  );
  const sound = soundFold({ sounds, path, attempt });
  const actions = make('div', { className: 'actions' }, mute, remove, sound.element);

  const tick = () => {
    const running = target.since && target.status !== 'STOPPED';
    update(time, { textContent: running ? say('targetSince', { duration: elapsed(since(target.since)) }) : '' });
  };
  return {
    element: make('li', { className: 'target' },
      dot,
      make('div', { className: 'about' },
        make('strong', {}, url),
        make('span', { className: 'facts' }, state, time, more, rate),
        reason, note, failures),
      actions),
    tick,
    show(now) {
      target = now;
      const name = now.name ? `${now.url}/${now.name}` : now.url;
      update(dot, { className: `dot ${targetTone(now.status)}` });
      update(url, { textContent: name, title: name });
      update(state, { textContent: targetState(now.status) });
      const facts = [
        now.retries ? say('targetRetries', { count: now.retries }) : '',
        now.muted ? texts.targetMutedNow : '',
        now.sound ? say('targetHears', { name: now.sound.fileName }) : '',
      ];
      update(more, { textContent: facts.filter(Boolean).join(' · ') });
      update(reason, { textContent: now.reason ?? '' });
      update(note, { textContent: now.transcoding ? say('targetTranscoding', { why: now.transcoding }) : '' });
      showFailures(failures, now.failures ?? []);
      update(mute, {
        textContent: now.muted ? texts.targetUnmute : texts.targetMute,
        ariaLabel: say('targetMuteOf', { action: now.muted ? texts.targetUnmute : texts.targetMute, name }),
      });
      sound.show(now);
      tick();
    },
    measure(output) {
      const shown = output?.status === 'PUBLISHING'
        ? say('targetRate', { rate: bitRate(output.bitRate), queue: queue(output) })
        : '';
      update(rate, { textContent: shown });
    },
    end(over) {
      actions.hidden = over || !target.id;
      if (over) update(rate, { textContent: '' });
    },
  };
}

function queue({ queueMs, queueBytes }) {
  return queueMs === null || queueMs === undefined
    ? byteCount(queueBytes ?? 0)
    : say('milliseconds', { number: Math.round(queueMs) });
}

function showFailures(fold, failures) {
  fold.hidden = failures.length === 0;
  const shown = fold.childElementCount === 0 ? null : fold.dataset.shown;
  const key = failures.map(({ at }) => at).join();
  if (shown === key) return;
  fold.dataset.shown = key;
  fold.replaceChildren(
    make('summary', { textContent: say('targetFailures', { count: failures.length }) }),
    make('ul', {}, ...failures.toReversed().map(({ at, reason }) =>
      make('li', {}, make('time', { textContent: `${clock(at)} ` }), foreign(reason)))),
  );
}

/** A sound in place of the call's own: chosen only when it is wanted. */
function soundFold({ sounds, path, attempt }) {
  const file = make('select', { ariaLabel: texts.soundFiles });
  const loop = make('input', { type: 'checkbox' });
  const play = make('button', { type: 'button', className: 'small', textContent: texts.targetSoundPlay });
  const stop = make('button', { type: 'button', className: 'small', textContent: texts.targetSoundStop });
  const none = make('p', { className: 'hint', textContent: texts.soundNone, hidden: true });
  const choice = make('div', { className: 'actions' },
    file, make('label', {}, loop, ` ${texts.targetSoundLoop}`), play, stop);
  const element = make('details', { className: 'sound-of-target' },
    make('summary', { textContent: texts.targetSound }), none, choice);
  element.addEventListener('toggle', async () => {
    if (!element.open) return;
    const names = await sounds();
    none.hidden = names.length > 0;
    choice.hidden = names.length === 0;
    file.replaceChildren(...names.map((name) => new Option(name, name)));
  });
  play.addEventListener('click', attempt(() =>
    post(`${path()}/sound`, { soundFile: file.value, loop: loop.checked })));
  stop.addEventListener('click', attempt(() => post(`${path()}/sound/end`)));
  return { element, show: (target) => { stop.hidden = !target.sound; } };
}

/** The form that adds one; `stream` answers the name of the call's stream. */
export function createTargetForm(stream) {
  const fold = document.getElementById('add-target');
  const form = document.getElementById('target-form');
  const problem = document.getElementById('target-problem');
  const fields = new TargetsForm(document.getElementById('target-fields'), { least: 1 });
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    problem.hidden = true;
    clearWrong(form);
    const wanted = fields.values();
    for (const [index, { url, stream: name, ...rest }] of wanted.entries()) {
      try {
        await post('/api/v1/pushes', {
          streamName: stream(), rtmpUrl: url, ...(name ? { rtmpStream: name } : {}), ...rest,
        });
      } catch (error) {
        tell(error, index);
        return;
      }
    }
    fields.fill([]);
    fold.open = false;
  });

  function tell(error, index) {
    const names = { rtmpUrl: 'url', rtmpStream: 'stream' };
    const name = names[error.field] ?? error.field;
    const text = error.field ? error.message.replace(`${error.field} `, `targets[${index}].${name} `) : error.message;
    const field = name && `targets[${index}].${name}`;
    const told = words(new ServerError(text, error.status, field));
    problem.hidden = false;
    problem.textContent = told;
    const input = fields.input(field);
    if (input) markWrong(input, told);
  }
}
