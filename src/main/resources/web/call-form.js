// The form that starts a call: its values, what is remembered of them, what is wrong with them.

import { confirming, update } from './dom.js';
import { ServerError, post } from './server.js';
import { TargetsForm } from './targets-form.js';
import { say, texts, words } from './texts.js';
import { clearWrong, markWrong } from './wrong.js';

const LAST = 'sipcast.console';
const PRESETS = 'sipcast.presets';
/** The account's password has a type that tells it; these are secrets, or often hold one. */
const NEVER_KEPT = ['dtmf', 'inviteParameters', 'callId'];

const form = document.getElementById('call');
const submit = form.querySelector('[type=submit]');
const problem = document.getElementById('problem');
const chosen = document.getElementById('preset');
const remove = document.getElementById('preset-delete');
const dialog = document.getElementById('preset-dialog');

/** Makes the form work; `started` gets the id of each call that it began. */
export function createCallForm(started) {
  const targets = new TargetsForm(document.getElementById('call-targets'));
  const inputs = [...form.elements].filter((element) => element.name);

  // --- what is remembered

  function remembered() {
    const values = { targets: targets.remembered() };
    for (const input of inputs) {
      if (input.type === 'password' || NEVER_KEPT.includes(input.name)) continue;
      values[input.name] = input.type === 'checkbox' ? input.checked : input.value;
    }
    values.callee = values.callee.replace(/^(sips?:[^:@]*):[^@]*@/i, '$1@');
    return values;
  }

  function fill(values) {
    for (const input of inputs) {
      const value = values[input.name];
      if (input.type === 'checkbox') input.checked = value ?? input.defaultChecked;
      else input.value = value ?? '';
    }
    targets.fill(Array.isArray(values.targets) ? values.targets : []);
    const more = form.querySelector('fieldset ~ details');
    more.open = [...more.querySelectorAll('input, textarea, select')].some(({ value }) => value !== '');
    showProblem(null);
  }

  function presets() {
    return stored(PRESETS);
  }

  function showPresets(name) {
    const names = Object.keys(presets()).sort((one, other) => one.localeCompare(other));
    chosen.replaceChildren(
      new Option(texts.presetNone, ''),
      ...names.map((one) => new Option(one.slice(0, 60), one)),
    );
    chosen.value = name;
    remove.hidden = name === '';
  }

  chosen.addEventListener('change', () => {
    remove.hidden = chosen.value === '';
    fill(chosen.value === '' ? stored(LAST) : presets()[chosen.value] ?? {});
  });
  document.getElementById('preset-save').addEventListener('click', () => {
    dialog.querySelector('input').value = chosen.value;
    dialog.returnValue = '';
    dialog.showModal();
  });
  dialog.addEventListener('close', () => {
    const name = dialog.querySelector('input').value.trim();
    if (dialog.returnValue !== 'ok' || name === '') return;
    store(PRESETS, { ...presets(), [name]: remembered() });
    showPresets(name);
  });
  confirming(
    remove,
    { first: texts.presetDelete, again: texts.presetDeleteSure },
    () => true,
    () => {
      const { [chosen.value]: _, ...others } = presets();
      store(PRESETS, others);
      showPresets('');
      chosen.focus();
    },
  );

  // --- starting a call

  function request() {
    const body = {};
    for (const input of inputs) {
      const value = input.value.trim();
      if (input.type === 'checkbox') body[input.name] = input.checked;
      else if (input.name === 'inviteParameters') body[input.name] = headers(value);
      else if (input.type === 'password') body[input.name] = input.value;
      else if (value !== '') body[input.name] = value;
    }
    if ('earlyMedia' in body) body.earlyMedia = body.earlyMedia === 'true';
    if (!body.record) delete body.record;
    body.targets = targets.values();
    return body;
  }

  async function start(event) {
    event.preventDefault();
    showProblem(null);
    update(submit, { disabled: true, textContent: texts.doCalling });
    try {
      const { json } = await post('/api/v1/calls', request());
      started(json.callId);
    } catch (error) {
      showProblem(error);
    } finally {
      update(submit, { disabled: false, textContent: texts.doCall });
    }
  }

  function showProblem(error) {
    clearWrong(form);
    problem.hidden = error === null;
    problem.textContent = error === null ? '' : words(error);
    const input = inputs.find((one) => one.name === error?.field) ?? targets.input(error?.field);
    if (input) markWrong(input, words(error));
  }

  form.addEventListener('submit', start);
  form.addEventListener('input', () => store(LAST, remembered()));
  showPresets('');
  fill(stored(LAST));
}

function headers(text) {
  const found = {};
  for (const line of text.split('\n').map((one) => one.trim()).filter(Boolean)) {
    const colon = line.indexOf(':');
    if (colon < 1) throw new ServerError(`inviteParameters ${say('headerLine')}`, 0, 'inviteParameters');
    found[line.slice(0, colon).trim()] = line.slice(colon + 1).trim();
  }
  return found;
}

/** What a browser without storage, or with something else in it, remembers is nothing. */
function stored(key) {
  try {
    const value = JSON.parse(localStorage.getItem(key) ?? '{}');
    return value !== null && typeof value === 'object' ? value : {};
  } catch {
    return {};
  }
}

function store(key, value) {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // it is full, or forbidden: nothing is remembered then
  }
}
