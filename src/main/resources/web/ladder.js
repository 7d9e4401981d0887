// The SIP trace of a call as a sequence diagram. Each message is a button that opens its text.

import { html, setAttribute, setChildren, setHidden } from './elements.js';
import { Arrivals, peers, rows } from './ladder-layout.js';
import { createMessagePanel } from './ladder-message.js';
import { between, head, messageRow } from './ladder-rows.js';
import { texts } from './texts.js';

/** Columns of the grid: time, a margin, and one between each two lifelines. */
const FIRST_LIFELINE = 3;

let ladders = 0;

/**
 * Draws into the container: `show(messages)` takes the answer of `/api/v1/calls/:id/sip`. When media
 * began is told by `mark(history)`, that of `/history`, and by `follow(statistics)` each second.
 */
export function createLadder(container) {
  return new Ladder(container);
}

class Ladder {
  #drawn = new Map(); // by the key of the row: { item, row, signature, button }
  #order = []; // the messages' keys from top to bottom
  #lanes = [];
  #messages = [];
  #arrivals = new Arrivals({ audio: texts.ladderAudioBegins, video: texts.ladderVideoBegins });
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

  mark(history) {
    if (this.#arrivals.load(history)) this.show(this.#messages);
  }

  follow(statistics) {
    if (this.#arrivals.follow(statistics)) this.show(this.#messages);
  }

  show(messages) {
    this.#messages = messages;
    const atEnd = this.#atEnd();
    const lanes = peers(messages);
    this.#showLanes(lanes);
    const laid = rows(messages, messages.length === 0 ? [] : this.#arrivals.marks);
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
    const heads = [us, ...lanes.map(head)];
    const lines = heads.map(() => html('i'));
    for (const column of [heads, lines]) {
      column.forEach((one, index) => { one.style.gridColumnStart = index + FIRST_LIFELINE; });
    }
    this.heads.replaceChildren(html('span', { class: 'ladder-time-head' }, texts.ladderTime), ...heads);
    this.lines.replaceChildren(...lines);
  }

  // --- rows

  /** Made once, and again only when something else is to be seen in it. */
  #item(row) {
    const known = this.#drawn.get(row.key);
    const signature = this.#signature(row);
    if (known && known.signature === signature) {
      known.row = row;
      return known.item;
    }
    const item = known?.item ?? html('li', { class: `ladder-item is-${row.type}` });
    const held = item.contains(document.activeElement);
    const made = row.type === 'message' ? this.#message(row) : between(row);
    const button = row.type === 'message' ? made : null;
    if (known?.button) this.#keepState(known.button, made);
    item.replaceChildren(made);
    if (held) made.focus({ preventScroll: true });
    this.#drawn.set(row.key, { item, row, signature, button });
    return item;
  }

  #signature({ type, message, count }) {
    if (type !== 'message') return count;
    const lane = this.#lane(message);
    return [lane, this.#lanes[lane - 1].call, message.retransmission, message.message].join(' ');
  }

  #keepState(old, made) {
    made.tabIndex = old.tabIndex;
    setAttribute(made, 'aria-current', old.getAttribute('aria-current'));
  }

  #lane(message) {
    return this.#lanes.findIndex((peer) => peer.address === message.peer) + 1;
  }

  #message(row) {
    const lane = this.#lane(row.message);
    const made = messageRow(row.message, lane, this.#lanes[lane - 1].call);
    made.tabIndex = -1;
    made.dataset.key = row.key;
    setAttribute(made, 'aria-controls', this.panelId);
    return made;
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
    const wasClosed = this.#opened === null;
    this.#current(this.#opened, null);
    this.#opened = key;
    this.#current(key, 'true');
    this.#refreshPanel();
    if (enter) this.panel.focus();
    else this.#button(key).scrollIntoView({ block: 'nearest', inline: 'nearest' });
    if (wasClosed) this.panel.element.scrollIntoView({ block: 'nearest' });
  }

  #step(by) {
    const to = this.#order[this.#clamp(this.#order.indexOf(this.#opened) + by)];
    this.#focused = to;
    this.#rove(false);
    this.#open(to, false);
  }

  #close() {
    const button = this.#button(this.#opened);
    this.#current(this.#opened, null);
    this.#opened = null;
    this.panel.hide();
    button?.focus({ preventScroll: true });
  }

  #current(key, value) {
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
