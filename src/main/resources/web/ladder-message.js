// One message of the ladder in full: headers, description, a button to copy it.

import { html, setAttribute, setHidden, setText } from './elements.js';
import { kind, parts, visible } from './ladder-layout.js';
import { clock, duration } from './numbers.js';
import { say, texts } from './texts.js';

const COPIED_MILLIS = 2000;

/** `{ element, show(message, index, count), hide(), focus() }` */
export function createMessagePanel(id, { close, step }) {
  const title = html('h3', { tabindex: -1, class: 'message-title' });
  const facts = html('p', { class: 'message-facts' });
  const text = html('div', { class: 'message-text', tabindex: 0, role: 'group', 'aria-label': texts.messageText });
  const previous = button(texts.messagePrevious, () => step(-1));
  const next = button(texts.messageNext, () => step(1));
  const copy = button(texts.messageCopy, () => copyText());
  const said = html('span', { class: 'unseen', role: 'status' });
  const element = html('section', { class: 'ladder-message', id, 'aria-label': texts.messagePanel },
    html('div', { class: 'message-head' }, title, button(texts.messageClose, close)),
    facts,
    text,
    html('div', { class: 'actions' }, previous, next, copy, said));
  element.hidden = true;
  let shown = null;

  element.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    close();
  });

  async function copyText() {
    const done = await toClipboard(shown.message, element);
    setText(copy, done ? texts.messageCopied : texts.messageNotCopied);
    setText(said, copy.textContent);
    setTimeout(() => {
      setText(copy, texts.messageCopy);
      setText(said, '');
    }, COPIED_MILLIS);
  }

  return {
    element,
    show(message, index, count) {
      setHidden(element, false);
      setAttribute(previous, 'disabled', index === 0 && '');
      setAttribute(next, 'disabled', index === count - 1 && '');
      if (shown === message || (shown && sameText(shown, message))) return;
      shown = message;
      element.dataset.kind = kind(message);
      setText(title, visible(message.summary));
      setText(facts, factsOf(message));
      copy.disabled = message.message === '';
      text.replaceChildren(...content(message));
      text.scrollTop = 0;
    },
    hide() {
      setHidden(element, true);
      shown = null;
    },
    focus() {
      title.focus();
    },
  };
}

function sameText(one, other) {
  return one.message === other.message && one.at === other.at && one.direction === other.direction;
}

function button(text, action) {
  const made = html('button', { type: 'button' }, text);
  made.addEventListener('click', action);
  return made;
}

function factsOf(message) {
  return say(message.direction === 'sent' ? 'messageSent' : 'messageReceived', {
    peer: visible(message.peer),
    transport: message.transport,
    at: clock(message.at, true),
    after: duration(message.afterMs),
  });
}

function content(message) {
  if (message.message === '') return [html('p', { class: 'hint' }, texts.messageNotKept)];
  const { startLine, headers, body } = parts(message.message);
  const lines = [line(html('b', { class: 'start-line' }, visible(startLine)))];
  for (const { name, value } of headers) {
    lines.push(name === ''
      ? line(visible(value))
      : line(html('span', { class: 'header-name' }, `${visible(name)}:`), ` ${visible(value)}`));
  }
  const made = [html('pre', {}, ...lines)];
  if (body !== '') {
    made.push(html('h4', {}, body.startsWith('v=') ? texts.messageSdp : texts.messageBody), html('pre', {}, ...bodyLines(body)));
  }
  return made;
}

function bodyLines(body) {
  return body.replace(/\r?\n$/, '').split(/\r?\n/).map((one) => {
    const typed = /^([a-z])=/.exec(one);
    return typed
      ? line(html('span', { class: typed[1] === 'm' ? 'header-name medium' : 'header-name' }, `${typed[1]}=`), visible(one.slice(2)))
      : line(visible(one));
  });
}

function line(...children) {
  return html('span', { class: 'line' }, ...children, '\n');
}

/** Browsers give the clipboard to pages over HTTPS and of this machine only; else the old way. */
async function toClipboard(text, place) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = html('textarea', { class: 'unseen', 'aria-hidden': 'true', tabindex: -1 });
    area.value = text;
    const before = document.activeElement;
    place.append(area);
    area.select();
    const done = document.execCommand('copy');
    area.remove();
    before?.focus({ preventScroll: true });
    return done;
  }
}
