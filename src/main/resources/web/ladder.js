// The SIP trace of a call as a sequence diagram. Each message is a button that opens its text.

import { html, setAttribute, setChildren, setHidden, svg } from './elements.js';
import { about, kind, label, peers, rows, sdpNotes, visible } from './ladder-layout.js';
import { createMessagePanel } from './ladder-message.js';
import { clock, duration } from './numbers.js';
import { say, texts } from './texts.js';

const ARROW_HEIGHT = 12;

let ladders = 0;

/** Draws into the container; `show(messages)` takes the answer of `/api/v1/calls/:id/sip`. */
export function createLadder(container) {
  return new Ladder(container);
}

class Ladder {
  #drawn = new Map(); // by the key of the row: { item, row, lanes, button }
  #order = []; // the messages' keys from top to bottom
  #lanes = [];
  #opened = null;
  #focused = null;

  constructor(container) {
    const id = `ladder-message-${++ladders}`;
    this.list = html('ol', { class: 'ladder-rows', 'aria-label': texts.ladderList });
    this.heads = html('div', { class: 'ladder-heads' });
    this.lines = html('div', { class: 'ladder-lines', 'aria-hidden': 'true' });
    this.inner = html('div', { class: 'ladder-inner' }, this.heads, this.lines, this.list);
    this.scroller = html('div', { class: 'ladder-scroll' }, this.inner);
    this.empty = html('p', { class: 'ladder-empty hint' }, texts.ladderEmpty);
    this.panel = createMessagePanel(id, {
      close: () => this.#close(),
      step: (by) => this.#step(by),
    });
    this.panelId = id;
    this.root = html('div', { class: 'ladder' }, this.empty, this.scroller, this.panel.element);
    this.scroller.hidden = true;
    container.replaceChildren(html('div', { class: 'ladder-frame' }, this.root));
    this.list.addEventListener('click', (event) => this.#click(event));
    this.list.addEventListener('keydown', (event) => this.#key(event));
    this.list.addEventListener('focusin', (event) => this.#focusIn(event));
  }

  /** @param marks moments beside the messages: `{ at, text }` */
  show(messages, marks = []) {
    const atEnd = this.#atEnd();
    const lanes = peers(messages);
    this.#showLanes(lanes);
    const laid = rows(messages, marks);
    const items = laid.map((row) => this.#item(row));
    const hadFocus = this.list.contains(document.activeElement);
    setChildren(this.list, items);
    this.#forget(new Set(laid.map((row) => row.key)));
    this.#order = laid.filter((row) => row.type === 'message').map((row) => row.key);
    setHidden(this.empty, messages.length > 0);
    setHidden(this.scroller, messages.length === 0);
    this.#rove(hadFocus);
    this.#refreshPanel();
    if (atEnd) this.scroller.scrollTop = this.scroller.scrollHeight;
  }

  /** Whoever has scrolled to the end follows it. */
  #atEnd() {
    const { scrollTop, clientHeight, scrollHeight } = this.scroller;
    return scrollTop > 0 && scrollTop + clientHeight >= scrollHeight - 2;
  }

  // --- lifelines

  #showLanes(lanes) {
    const same = JSON.stringify(lanes) === JSON.stringify(this.#lanes);
    if (same && this.heads.childElementCount > 0) return;
    this.#lanes = lanes;
    this.inner.style.setProperty('--lanes', lanes.length);
    this.inner.classList.toggle('several', lanes.length > 1);
    const us = html('div', { class: 'ladder-head' }, html('strong', {}, texts.ladderUs));
    this.heads.replaceChildren(html('span', { class: 'ladder-time-head' }, texts.ladderTime), us, ...lanes.map(head));
    this.lines.replaceChildren(...Array.from({ length: lanes.length + 1 }, () => html('i')));
    for (const line of [...this.lines.children, ...this.heads.querySelectorAll('.ladder-head')]) {
      line.style.gridColumnStart = [...line.parentElement.querySelectorAll(':scope > i, :scope > .ladder-head')].indexOf(line) + 3;
    }
  }

  // --- rows

  #item(row) {
    const known = this.#drawn.get(row.key);
    const lane = row.type === 'message' ? this.#lane(row.message) : 0;
    const same = known && known.lane === lane && known.total === this.#lanes.length
      && known.row.message?.message === row.message?.message && known.row.count === row.count;
    if (same) {
      known.row = row;
      return known.item;
    }
    const item = known?.item ?? html('li');
    const made = row.type === 'message' ? this.#message(row, lane) : between(row);
    if (known?.button && made.tagName === 'BUTTON') this.#keepState(known.button, made);
    const held = item.contains(document.activeElement);
    item.className = `ladder-item is-${row.type}`;
    item.replaceChildren(made);
    if (held) made.focus({ preventScroll: true });
    this.#drawn.set(row.key, {
      item, row, lane, total: this.#lanes.length, button: row.type === 'message' ? made : null,
    });
    return item;
  }

  #keepState(old, made) {
    made.tabIndex = old.tabIndex;
    setAttribute(made, 'aria-current', old.getAttribute('aria-current'));
  }

  #lane(message) {
    return this.#lanes.findIndex((peer) => peer.address === message.peer) + 1;
  }

  #message(row, lane) {
    const { message } = row;
    const button = html('button', {
      type: 'button',
      class: classes(message),
      tabindex: -1,
      'data-key': row.key,
      'aria-label': spoken(message),
      'aria-controls': this.panelId,
    }, times(message), arrow(message, lane, this.#lanes[lane - 1].call), ...notes(message, lane));
    return button;
  }

  #forget(kept) {
    for (const key of [...this.#drawn.keys()]) if (!kept.has(key)) this.#drawn.delete(key);
  }

  // --- focus: one stop for Tab, arrow keys within

  #button(key) {
    return this.#drawn.get(key)?.button;
  }

  #rove(hadFocus) {
    if (this.#order.length === 0) return;
    if (!this.#order.includes(this.#focused)) this.#focused = this.#order.at(hadFocus ? -1 : 0);
    for (const key of this.#order) {
      const index = key === this.#focused ? 0 : -1;
      const button = this.#button(key);
      if (button.tabIndex !== index) button.tabIndex = index;
    }
    if (hadFocus && !this.list.contains(document.activeElement)) {
      this.#button(this.#focused).focus({ preventScroll: true });
    }
  }

  #focusIn(event) {
    const key = event.target.closest('button')?.dataset.key;
    if (key === undefined || key === this.#focused) return;
    this.#focused = key;
    this.#rove(false);
  }

  #key(event) {
    const move = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -Infinity, End: Infinity }[event.key];
    if (event.key === 'Escape' && this.#opened !== null) {
      event.preventDefault();
      this.#close();
      return;
    }
    if (move === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const to = this.#order[this.#clamp(this.#order.indexOf(this.#focused) + move)];
    this.#button(to).focus();
    if (this.#opened !== null) this.#open(to, false);
  }

  #clamp(index) {
    return Math.max(0, Math.min(this.#order.length - 1, index));
  }

  // --- the message that is open

  #click(event) {
    const key = event.target.closest('button')?.dataset.key;
    if (key === undefined) return;
    const byKeyboard = event.detail === 0;
    if (key === this.#opened && !byKeyboard) this.#close();
    else this.#open(key, byKeyboard);
  }

  #open(key, enter) {
    this.#mark(this.#opened, null);
    this.#opened = key;
    this.#mark(key, 'true');
    this.#refreshPanel();
    if (enter) this.panel.focus();
    else this.#button(key).scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }

  #step(by) {
    const to = this.#order[this.#clamp(this.#order.indexOf(this.#opened) + by)];
    this.#focused = to;
    this.#rove(false);
    this.#open(to, false);
  }

  #close() {
    const button = this.#button(this.#opened);
    this.#mark(this.#opened, null);
    this.#opened = null;
    this.panel.hide();
    button?.focus({ preventScroll: true });
  }

  #mark(key, value) {
    const button = key === null ? undefined : this.#button(key);
    if (button) setAttribute(button, 'aria-current', value);
  }

  #refreshPanel() {
    const opened = this.#drawn.get(this.#opened);
    setAttribute(this.root, 'class', opened ? 'ladder open' : 'ladder');
    if (!opened) {
      this.#opened = null;
      this.panel.hide();
      return;
    }
    const index = this.#order.indexOf(this.#opened);
    this.panel.show(opened.row.message, index, this.#order.length);
  }
}

function head(peer, index, all) {
  const role = peer.registrar ? (peer.call ? 'ladderRegistrarProxy' : 'ladderRegistrar') : 'ladderPeer';
  return html('div', { class: all.length === 1 ? 'ladder-head last' : 'ladder-head middle' },
    html('span', {}, texts[role]),
    html('strong', {}, visible(peer.address)),
    html('small', { title: visible(peer.agent) }, [peer.transports.join(', '), visible(peer.agent)].filter(Boolean).join(' \u00b7 ')));
}

function classes(message) {
  const found = ['ladder-row', kind(message), message.direction];
  if (message.retransmission) found.push('repeated');
  if (message.registration) found.push('registration');
  return found.join(' ');
}

function times(message) {
  return html('span', { class: 'ladder-time' },
    html('time', { datetime: message.at }, clock(message.at, true)),
    html('small', {}, `+${duration(message.afterMs)}`));
}

/** The label above the line; with the registration named where other messages go the same way. */
function arrow(message, lane, mixed) {
  const element = html('span', { class: 'ladder-arrow' },
    html('span', { class: 'ladder-label' },
      sign(message),
      html('b', {}, visible(label(message))),
      html('span', {}, visible(about(message))),
      message.retransmission ? html('em', {}, texts.ladderRepeated) : null,
      message.registration && mixed ? html('em', {}, texts.ladderRegistration) : null),
    shaft(message));
  element.style.gridColumn = `3 / span ${lane}`;
  return element;
}

function shaft(message) {
  const toRight = message.direction === 'sent';
  const middle = ARROW_HEIGHT / 2;
  const tip = toRight ? 'M-9 1 L0 6 L-9 11' : 'M9 1 L0 6 L9 11';
  return svg('svg', { class: 'ladder-shaft', height: ARROW_HEIGHT, 'aria-hidden': 'true' },
    svg('line', { x1: 0, x2: '100%', y1: middle, y2: middle }),
    svg('svg', { x: toRight ? '100%' : 0, overflow: 'visible' }, svg('path', { d: tip })));
}

const SIGNS = {
  provisional: 'M3.5 8h.01M8 8h.01M12.5 8h.01',
  success: 'M3.5 8.5l3 3 6-7',
  failure: 'M4 4l8 8M12 4l-8 8',
  redirect: 'M4 12V8h8M9 5l3 3-3 3',
  challenge: 'M5.5 5.5a2.5 2.5 0 1 1 3.4 2.4c-.6.3-.9.7-.9 1.4M8 12h.01',
};

/** Tells the kinds of answers apart without colour. */
function sign(message) {
  const path = SIGNS[kind(message)];
  return path
    ? svg('svg', { class: 'ladder-sign', viewBox: '0 0 16 16', 'aria-hidden': 'true' }, svg('path', { d: path }))
    : null;
}

function notes(message, lane) {
  if (message.retransmission) return [];
  return sdpNotes(message.message).map((text) => {
    const note = html('span', { class: 'ladder-note' }, visible(text));
    note.style.gridColumn = `3 / span ${lane}`;
    return note;
  });
}

function between(row) {
  const text = {
    gap: () => say(row.count === 1 ? 'ladderLeftOutOne' : 'ladderLeftOut', { count: row.count }),
    pause: () => say('ladderPause', { time: duration(row.millis) }),
    mark: () => `${clock(row.at)} ${row.text}`,
  }[row.type]();
  return html('p', { class: 'ladder-between' }, html('span', {}, text));
}

/** For those who hear it: "received 200 OK to INVITE from 127.0.0.1:5060, 34 ms". */
export function spoken(message) {
  const sent = message.direction === 'sent';
  const answer = message.status !== null && message.message !== '';
  const words = say(sent ? 'ladderSent' : 'ladderReceived', {
    what: answer ? say('ladderAnswer', { label: label(message), method: message.method }) : label(message),
    peer: message.peer,
    time: duration(message.afterMs),
  });
  const more = [
    message.retransmission && texts.ladderRepeated,
    message.registration && texts.ladderRegistration,
    ...(message.retransmission ? [] : sdpNotes(message.message)),
  ].filter(Boolean);
  return visible([words, ...more].join(', '));
}

