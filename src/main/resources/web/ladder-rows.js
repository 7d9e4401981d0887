// The rows of the ladder: messages as arrows, what lies between them, the heads of the lifelines.

import { html, svg } from './elements.js';
import { about, kind, label, sdpNotes, visible } from './ladder-layout.js';
import { clock, duration } from './numbers.js';
import { say, texts } from './texts.js';

const ARROW_HEIGHT = 12;

/** The head of a lifeline. */
export function head(peer, index, all) {
  const role = peer.registrar ? (peer.call ? 'ladderRegistrarProxy' : 'ladderRegistrar') : 'ladderPeer';
  return html('div', { class: all.length === 1 ? 'ladder-head inward' : 'ladder-head above' },
    html('span', {}, texts[role]),
    html('strong', {}, visible(peer.address)),
    html('small', { title: visible(peer.agent) }, [peer.transports.join(', '), visible(peer.agent)].filter(Boolean).join(' \u00b7 ')));
}

/** A message as a button, whose arrow ends at that lifeline. */
export function messageRow(message, lane, mixed) {
  return html('button', { type: 'button', class: classes(message), 'aria-label': spoken(message) },
    times(message), arrow(message, lane, mixed), ...notes(message, lane));
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

/** What stands between messages: a gap, a pause, a mark. */
export function between(row) {
  const text = {
    gap: () => say(row.count === 1 ? 'ladderLeftOutOne' : 'ladderLeftOut', { count: row.count }),
    pause: () => say('ladderPause', { time: duration(row.millis) }),
    mark: () => `${clock(row.at)} ${row.text}`,
  }[row.type]();
  return html('p', { class: 'ladder-between' }, html('span', {}, text));
}

/** For those who hear it: "received 200 OK to INVITE from 127.0.0.1:5060, 34 ms". */
function spoken(message) {
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

