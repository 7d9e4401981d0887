// The rows of a form that say where a stream is published.

import { make, update } from './dom.js';
import { choices, fields, say, select, texts } from './texts.js';

/** Where the services take streams; they give their users the key alone. */
const SERVICES = {
  youtube: { name: 'YouTube', add: 'addYoutube', url: 'rtmps://a.rtmps.youtube.com:443/live2' },
  facebook: { name: 'Facebook', add: 'addFacebook', url: 'rtmps://live-api-s.facebook.com:443/rtmp' },
  twitch: { name: 'Twitch', add: 'addTwitch', url: 'rtmps://ingest.global-contribute.live-video.net:443/app' },
  custom: { name: texts.customTarget, add: 'addCustom', url: '' },
};

let made = 0; // rows of this page so far: each has ids of its own

/** The rows with their buttons, within a container. `least` is 1 where there must be one. */
export class TargetsForm {
  #rows = [];
  #list = make('div');
  #none = make('p', { className: 'hint', textContent: texts.noTargets });
  #least;

  constructor(container, { least = 0 } = {}) {
    this.#least = least;
    const buttons = Object.entries(SERVICES).map(([kind, { add }]) => {
      const button = make('button', { type: 'button', className: 'small', textContent: texts[add] });
      button.addEventListener('click', () => {
        this.#add(kind).focus();
        container.dispatchEvent(new Event('input', { bubbles: true }));
      });
      button.dataset.add = kind;
      return button;
    });
    const adding = make('div', { className: 'actions adding' }, ...buttons);
    container.replaceChildren(...(least ? [adding, this.#list] : [this.#none, this.#list, adding]));
    this.fill([]);
  }

  /** What the API takes, one for each row; what nothing was put into is left out. */
  values() {
    return this.#rows.map((row) => row.value());
  }

  /** Rows for these, instead of those that are there. */
  fill(targets) {
    for (const row of this.#rows) row.element.remove();
    this.#rows = [];
    for (const target of targets) this.#add(target.kind, target);
    while (this.#rows.length < this.#least) this.#add('custom');
    this.#number();
  }

  /** What may be kept: no keys. */
  remembered() {
    return this.#rows.map((row) => row.remembered());
  }

  /** The input of a field such as targets[1].url; null when it is none of ours. */
  input(field) {
    const [, index, name] = /^targets\[(\d+)\]\.(\w+)$/.exec(field ?? '') ?? [];
    return this.#rows[index]?.inputs[name] ?? null;
  }

  #add(kind, target = {}) {
    if (this.#least && this.#rows.length === 1 && !this.#rows[0].touched()) this.#remove(this.#rows[0]);
    const row = new Row(kind in SERVICES ? kind : 'custom', target, () => {
      const at = this.#rows.indexOf(row);
      this.#remove(row);
      if (this.#rows.length < this.#least) this.#add('custom');
      (this.#rows[at] ?? this.#rows.at(-1))?.focus();
    });
    this.#rows.push(row);
    this.#list.append(row.element);
    this.#number();
    return row;
  }

  #remove(row) {
    row.element.remove();
    this.#rows = this.#rows.filter((one) => one !== row);
    this.#number();
  }

  #number() {
    this.#none.hidden = this.#rows.length > 0;
    this.#rows.forEach((row, index) => row.number(index + 1, this.#rows.length > this.#least));
  }
}

/** One target. */
class Row {
  #kind;
  #remove;

  constructor(kind, target, remove) {
    this.#kind = kind;
    const { name, url } = SERVICES[kind];
    const own = kind === 'custom';
    const id = `target-${++made}`;
    this.inputs = {
      url: input(`${id}-url`, 'url', fields.targetUrl.example),
      stream: input(`${id}-stream`, own ? 'text' : 'password', ''),
      slate: Object.assign(select(choices.slate), { id: `${id}-slate` }),
      video: Object.assign(select(choices.video), { id: `${id}-video` }),
      muted: make('input', { type: 'checkbox', id: `${id}-muted` }),
    };
    this.inputs.url.value = target.url ?? url;
    this.inputs.stream.value = target.stream ?? '';
    this.inputs.slate.value = target.slate ?? '';
    this.inputs.video.value = target.video ?? '';
    this.inputs.muted.checked = target.muted ?? false;

    const place = field(this.inputs.url, fields.targetUrl.label, 'wide');
    const key = own
      ? field(this.inputs.stream, fields.targetStream.label)
      : secret(this.inputs.stream, fields.targetKey.label);
    this.#remove = make('button', { type: 'button', className: 'small plain', textContent: '✕' });
    this.#remove.addEventListener('click', remove);
    const more = make('details', {},
      make('summary', { textContent: own ? texts.targetForm : texts.targetMore }),
      ...(own ? [] : [make('div', { className: 'row' }, place)]),
      make('div', { className: 'row' },
        field(this.inputs.slate, fields.slate.label), field(this.inputs.video, fields.video.label)),
      make('label', {}, this.inputs.muted, ` ${texts.targetMuted}`));
    this.element = make('div', { className: 'target-row' },
      make('div', { className: 'heading' }, make('strong', { textContent: name }), this.#remove),
      make('div', { className: 'row' }, ...(own ? [place] : []), key),
      more);
    this.element.setAttribute('role', 'group');
    this.name = name;
  }

  focus() {
    (this.#kind === 'custom' ? this.inputs.url : this.inputs.stream).focus();
  }

  touched() {
    return this.inputs.url.value !== SERVICES[this.#kind].url || this.inputs.stream.value !== '';
  }

  number(number, removable) {
    update(this.element, { ariaLabel: say('targetOf', { number, name: this.name }) });
    update(this.#remove, { ariaLabel: say('removeTargetOf', { number }), hidden: !removable });
  }

  value() {
    const { url, stream, slate, video, muted } = this.inputs;
    const value = { url: url.value.trim() };
    if (stream.value.trim() !== '') value.stream = stream.value.trim();
    if (slate.value !== '') value.slate = slate.value;
    if (video.value !== '') value.video = video.value;
    if (muted.checked) value.muted = true;
    return value;
  }

  remembered() {
    const { url, stream, slate, video, muted } = this.inputs;
    return {
      kind: this.#kind,
      url: withoutSecrets(url.value.trim(), stream.value.trim() === ''),
      slate: slate.value,
      video: video.value,
      muted: muted.checked,
    };
  }
}

/** A URL may be the whole one, with the key at its end: then only its server and application stay. */
export function withoutSecrets(url, whole) {
  if (/[@?#]/.test(url)) return '';
  return whole ? url.replace(/^(\w+:\/\/[^/]*\/[^/]*).*$/s, '$1') : url;
}

function input(id, type, placeholder) {
  const made = make('input', { id, type: type === 'url' ? 'text' : type, placeholder });
  if (type === 'url') made.inputMode = 'url';
  made.autocomplete = 'off';
  made.spellcheck = false;
  return made;
}

function field(control, label, more = '') {
  return make('div', { className: `field ${more}` },
    make('label', { htmlFor: control.id, textContent: label }), control);
}

/** A key is not shown to everybody who passes the screen. */
function secret(control, label) {
  const show = make('button', { type: 'button', className: 'small plain reveal', textContent: texts.show, ariaLabel: texts.showKey });
  show.addEventListener('click', () => {
    const hidden = control.type === 'password';
    control.type = hidden ? 'text' : 'password';
    show.textContent = hidden ? texts.hide : texts.show;
    show.ariaLabel = hidden ? texts.hideKey : texts.showKey;
  });
  const made = field(control, label, 'secret');
  made.append(show);
  return made;
}
