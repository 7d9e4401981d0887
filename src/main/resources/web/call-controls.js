// What the callee hears of us: keys, sounds and streams.

import { foreign, make, update } from './dom.js';
import { post } from './server.js';
import { say, texts } from './texts.js';

const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'];
const SHOWN = 32;

/** The pad; keys typed while it has the focus count, too. */
export function createDtmf({ path, tellProblem }) {
  const pad = document.getElementById('dtmf');
  const buttons = KEYS.map((key) => {
    const button = make('button', { type: 'button', textContent: key, ariaLabel: say('dtmfKey', { key }) });
    button.addEventListener('click', () => send(key));
    return button;
  });
  const input = make('input', { type: 'text', id: 'field-keys', ariaLabel: texts.dtmfLabel, placeholder: '1234#' });
  input.autocomplete = 'off';
  input.inputMode = 'tel';
  const submit = make('button', { textContent: texts.dtmfSend });
  const form = make('form', { noValidate: true, className: 'keys' }, input, submit);
  const sent = make('dd', { id: 'dtmf-sent', className: 'digits' });
  const heard = make('dd', { id: 'dtmf-heard', className: 'digits' });
  const keys = make('div', { className: 'keypad' }, ...buttons);
  keys.setAttribute('role', 'group');
  keys.ariaLabel = texts.dtmfTitle;
  pad.replaceChildren(make('h3', { textContent: texts.dtmfTitle }), keys, form,
    make('dl', {},
      make('dt', { textContent: texts.dtmfSent }), sent,
      make('dt', { textContent: texts.dtmfHeard }), heard));

  let order = Promise.resolve();
  let all = '';

  /** One after the other, as they were pressed. */
  function send(dtmf) {
    order = order.then(() => post(`${path()}/dtmf`, { dtmf })).then(
      () => {
        all = (all + dtmf).slice(-SHOWN);
        sent.textContent = all;
        tellProblem(null);
      },
      tellProblem,
    );
  }

  keys.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const button = buttons[KEYS.indexOf(event.key)];
    if (!button) return;
    event.preventDefault();
    button.focus();
    send(event.key);
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const dtmf = input.value.trim();
    if (dtmf === '') return;
    input.value = '';
    send(dtmf);
  });
  return {
    heard(list) {
      update(heard, { textContent: list.map(({ digit }) => digit).join('').slice(-SHOWN) });
    },
    end(over) {
      for (const control of [...buttons, input, submit]) control.disabled = over;
    },
  };
}

/** A file or a live stream for the callee. */
export function createSound({ path, sounds, streams, tellProblem }) {
  const place = document.getElementById('sound');
  const choice = make('select', { ariaLabel: texts.soundTitle });
  const play = make('button', { type: 'button', textContent: texts.soundPlay });
  const stop = make('button', { type: 'button', textContent: texts.soundStop });
  const none = make('p', { className: 'hint', textContent: texts.soundNone, hidden: true });
  const told = foreign('', 'hint');
  const status = make('p', {}, told);
  status.setAttribute('role', 'status');
  place.replaceChildren(make('h3', { textContent: texts.soundTitle }), none,
    make('div', { className: 'actions' }, choice, play, stop), status);

  let over = false;
  let offered = '';

  async function offer() {
    const files = await sounds();
    const names = streams();
    const key = JSON.stringify([files, names]);
    if (key === offered) return;
    offered = key;
    const chosen = choice.value;
    choice.replaceChildren(...group(texts.soundFiles, 'file', files), ...group(texts.soundStreams, 'stream', names));
    if ([...choice.options].some(({ value }) => value === chosen)) choice.value = chosen;
    none.hidden = files.length > 0;
    enable();
  }

  function enable() {
    choice.disabled = over || choice.options.length === 0;
    play.disabled = choice.disabled;
    stop.disabled = over;
  }

  play.addEventListener('click', async () => {
    const [kind, name] = choice.value.split(/:(.*)/s);
    try {
      await post(`${path()}/inject`, kind === 'file' ? { fileName: name } : { streamName: name });
      told.textContent = say('soundPlaying', { name });
      tellProblem(null);
    } catch (error) {
      tellProblem(error);
    }
  });
  stop.addEventListener('click', async () => {
    try {
      await post(`${path()}/inject/end`);
      told.textContent = texts.soundStopped;
      tellProblem(null);
    } catch (error) {
      tellProblem(error);
    }
  });
  return {
    offer,
    end(now) {
      over = now;
      enable();
    },
  };
}

function group(label, kind, names) {
  if (names.length === 0) return [];
  return [make('optgroup', { label }, ...names.map((name) => new Option(name, `${kind}:${name}`)))];
}
