import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Arrivals, about, kind, label, parts, peers, rows, sdpNotes, visible } from '../web/ladder-layout.js';

const START = Date.parse('2026-03-01T19:00:00Z');

function message(afterMs, more = {}) {
  return {
    at: new Date(START + afterMs).toISOString(), afterMs, direction: 'sent', peer: '192.0.2.5:5060', transport: 'UDP',
    summary: 'OPTIONS sip:a@b', method: 'OPTIONS', status: null, cseq: '1 OPTIONS', retransmission: false,
    registration: false, leftOutBefore: 0, message: 'OPTIONS sip:a@b SIP/2.0\r\nCSeq: 1 OPTIONS\r\n\r\n', ...more,
  };
}

test('kinds of messages are told by their status', () => {
  const kinds = [null, 100, 183, 200, 202, 302, 401, 407, 404, 486, 503, 603].map((status) => kind({ status }));
  assert.deepEqual(kinds, ['request', 'provisional', 'provisional', 'success', 'success', 'redirect', 'challenge',
    'challenge', 'failure', 'failure', 'failure', 'failure']);
});

test('a label is the method, or status and reason without the method', () => {
  assert.equal(label(message(0)), 'OPTIONS');
  assert.equal(about(message(0)), 'sip:a@b');
  const busy = message(0, { summary: '486 Busy (Here) (INVITE)', method: 'INVITE', status: 486, message: 'SIP/2.0 486 Busy (Here)\r\n\r\n' });
  assert.equal(label(busy), '486 Busy (Here)');
  assert.equal(about(busy), 'INVITE');
  assert.equal(label(message(0, { summary: '(as before)', method: '', status: null, message: '' })), '(as before)');
});

test('a gap, a pause and a mark are rows before the message they lead to', () => {
  const all = [message(0), message(2999), message(5999), message(6000, { leftOutBefore: 7 })];
  const laid = rows(all, [{ at: new Date(START + 5000).toISOString(), text: 'RTP' }]);
  assert.deepEqual(laid.map(({ type }) => type), ['message', 'message', 'pause', 'mark', 'message', 'gap', 'message']);
  assert.equal(laid[2].millis, 3000);
  assert.equal(laid[5].count, 7);
});

test('a mark behind the last message is the last row', () => {
  assert.deepEqual(rows([message(0)], [{ at: new Date(START + 9).toISOString(), text: 'RTP' }]).map(({ type }) => type), ['message', 'mark']);
});

test('keys are unique, and the same when more has come', () => {
  const some = [message(0), message(0), message(10)];
  const before = rows(some).map(({ key }) => key);
  assert.equal(new Set(before).size, 3);
  assert.deepEqual(rows([...some, message(20)]).map(({ key }) => key).slice(0, 3), before);
});

test('peers come in the order of their first message, with what is known of them', () => {
  const found = peers([
    message(0, { registration: true }),
    message(1, { peer: '[2001:db8::1]:5061', transport: 'TLS' }),
    message(2, { direction: 'received', message: 'SIP/2.0 200 OK\r\nserver: kamailio\r\n\r\n', transport: 'TCP' }),
  ]);
  assert.deepEqual(found, [
    { address: '192.0.2.5:5060', transports: ['UDP', 'TCP'], registrar: true, call: true, agent: 'kamailio' },
    { address: '[2001:db8::1]:5061', transports: ['TLS'], registrar: false, call: true, agent: '' },
  ]);
});

test('a description is told in one line for each medium', () => {
  const sdp = (...lines) => `SIP/2.0 200 OK\r\n\r\n${lines.join('\r\n')}\r\n`;
  assert.deepEqual(sdpNotes(sdp('v=0', 'a=sendonly', 'm=audio 4000 RTP/AVP 0 96 101', 'a=rtpmap:96 opus/48000/2',
    'a=rtpmap:101 telephone-event/8000', 'm=video 0 RTP/AVP 97', 'm=video 4002/1 RTP/AVP 97', 'a=rtpmap:97 H264/90000', 'a=inactive')), [
    'audio PCMU, opus, telephone-event sendonly', 'video refused', 'video H264 inactive']);
  assert.deepEqual(sdpNotes('BYE sip:a SIP/2.0\r\n\r\n'), []);
  assert.deepEqual(sdpNotes(sdp('Signal=1', 'm=x')), []);
  assert.deepEqual(sdpNotes(sdp('v=0')), []);
});

test('parts are start line, headers and body; what is no header stays a line', () => {
  assert.deepEqual(parts('A b SIP/2.0\r\nTo: <sip:x:1@y>\r\nodd\r\n\r\nbody\r\n\r\nmore'), {
    startLine: 'A b SIP/2.0',
    headers: [{ name: 'To', value: '<sip:x:1@y>' }, { name: '', value: 'odd' }],
    body: 'body\r\n\r\nmore',
  });
  assert.deepEqual(parts(''), { startLine: '', headers: [], body: '' });
});

test('what is unseen or turns the text around is made visible', () => {
  assert.equal(visible('a\u202eb\u0000c\td\ne \u05d0'), 'a\u27e8U+202E\u27e9b\u27e8U+0000\u27e9c\td\ne \u05d0');
});

test('media began in the first second of the history that has some, unless it does not go back that far', () => {
  const second = (index, audioBitRate) => ({ at: new Date(START + index * 1000).toISOString(), audioBitRate, videoBitRate: null });
  const marks = (...samples) => {
    const arrivals = new Arrivals({ audio: 'sound', video: 'picture' });
    assert.equal(arrivals.load({ everyMs: 1000, samples }), arrivals.marks.length > 0);
    return arrivals.marks;
  };
  assert.deepEqual(marks(second(1, 0), second(2, 64)), [{ at: new Date(START + 1000).toISOString(), text: 'sound' }]);
  assert.deepEqual(marks(second(1, 64)), [{ at: new Date(START).toISOString(), text: 'sound' }]);
  assert.deepEqual(marks(...Array.from({ length: 300 }, (_, index) => second(index, 64))), []);
  assert.deepEqual(marks(), []);
});

test('media begins when the first packets are counted, once', () => {
  const arrivals = new Arrivals({ audio: 'sound', video: 'picture' });
  const at = (second) => new Date(START + second * 1000).toISOString();
  assert.equal(arrivals.follow({ at: at(0), audio: null, video: { packets: 9 } }), false);
  assert.equal(arrivals.follow({ at: at(1), audio: { packets: 50 }, video: { packets: 18 } }), true);
  assert.equal(arrivals.follow({ at: at(2), audio: { packets: 0 }, video: null }), false);
  assert.equal(arrivals.follow({ at: at(3), audio: { packets: 50 }, video: null }), false);
  assert.deepEqual(arrivals.marks, [{ at: at(1), text: 'sound' }]);
});
