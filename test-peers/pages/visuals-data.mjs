// Made answers of the API for the components of the call page: what a real call rarely shows at once.

const START = Date.parse('2026-03-01T19:00:00Z');
const REGISTRAR = '192.0.2.10:5060';
const PROXY = '198.51.100.7:5061';
const CALLEE = '[2001:db8::25]:5060';

const OFFER = ['v=0', 'o=- 1 1 IN IP4 192.0.2.1', 's=-', 'c=IN IP4 192.0.2.1', 't=0 0',
  'm=audio 10000 RTP/AVP 96 0 8 101', 'a=rtpmap:96 opus/48000/2', 'a=rtpmap:101 telephone-event/8000',
  'a=recvonly', 'm=video 10002 RTP/AVP 97', 'a=rtpmap:97 H264/90000', 'a=recvonly', ''].join('\r\n');
const ANSWER = ['v=0', 'o=- 2 2 IN IP4 203.0.113.25', 's=-', 'c=IN IP4 203.0.113.25', 't=0 0',
  'm=audio 40000 RTP/AVP 0', 'a=sendonly', 'm=video 0 RTP/AVP 97', ''].join('\r\n');

/** A message as the API gives it; `first` is `INVITE` or `180 Ringing`. */
function message(afterMs, direction, peer, first, method, more = {}) {
  const status = /^\d{3} /.test(first) ? Number(first.slice(0, 3)) : null;
  const { headers = [], body = '', transport = 'UDP', ...rest } = more;
  const uri = 'sip:bob@example.com';
  const startLine = status === null ? `${method} ${uri} SIP/2.0` : `SIP/2.0 ${first}`;
  const cseq = more.cseq ?? `1 ${method}`;
  const text = [startLine, 'Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK1', 'From: "Studio" <sip:studio@example.com>;tag=a',
    `To: <${uri}>`, 'Call-ID: made@192.0.2.1', `CSeq: ${cseq}`, ...headers,
    ...(body ? ['Content-Type: application/sdp'] : []), `Content-Length: ${body.length}`, '', body].join('\r\n');
  return {
    at: new Date(START + afterMs).toISOString(),
    afterMs,
    direction,
    peer,
    transport,
    summary: status === null ? `${method} ${uri}` : `${first} (${method})`,
    method,
    status,
    cseq,
    retransmission: false,
    registration: false,
    leftOutBefore: 0,
    message: text,
    ...rest,
  };
}

/** Three peers: registrar with a challenge, proxy that forks, callee; repeated, paused, left out. */
export const threePeers = [
  message(0, 'sent', REGISTRAR, 'REGISTER', 'REGISTER', { registration: true }),
  message(18, 'received', REGISTRAR, '401 Unauthorized', 'REGISTER', { registration: true, headers: ['Server: kamailio (5.8.4 (x86_64/linux))'] }),
  message(21, 'sent', REGISTRAR, 'REGISTER', 'REGISTER', { registration: true, cseq: '2 REGISTER' }),
  message(39, 'received', REGISTRAR, '200 OK', 'REGISTER', { registration: true, cseq: '2 REGISTER' }),
  message(45, 'sent', PROXY, 'INVITE', 'INVITE', { body: OFFER, transport: 'TLS' }),
  message(545, 'sent', PROXY, 'INVITE', 'INVITE', { body: OFFER, transport: 'TLS', retransmission: true }),
  message(560, 'received', PROXY, '100 Trying', 'INVITE', { transport: 'TLS' }),
  message(561, 'received', PROXY, '407 Proxy Authentication Required', 'INVITE', { transport: 'TLS' }),
  message(563, 'sent', PROXY, 'ACK', 'ACK', { transport: 'TLS' }),
  message(570, 'sent', PROXY, 'INVITE', 'INVITE', { body: OFFER, transport: 'TLS', cseq: '2 INVITE' }),
  message(640, 'received', PROXY, '302 Moved Temporarily', 'INVITE', { transport: 'TLS', cseq: '2 INVITE' }),
  message(650, 'sent', CALLEE, 'INVITE', 'INVITE', { body: OFFER, cseq: '3 INVITE' }),
  message(700, 'received', CALLEE, '180 Ringing', 'INVITE', { cseq: '3 INVITE', headers: ['User-Agent: baresip v3.20.0 (x86_64/Linux)'] }),
  message(5200, 'received', CALLEE, '200 OK', 'INVITE', { body: ANSWER, cseq: '3 INVITE' }),
  message(5203, 'sent', CALLEE, 'ACK', 'ACK', { cseq: '3 ACK' }),
  message(95_000, 'received', CALLEE, 'INFO', 'INFO', { leftOutBefore: 7, cseq: '9 INFO' }),
  message(95_001, 'sent', CALLEE, '200 OK', 'INFO', { cseq: '9 INFO' }),
  message(170_000, 'sent', CALLEE, 'BYE', 'BYE', { cseq: '4 BYE' }),
  message(170_032, 'received', CALLEE, '481 Call/Transaction Does Not Exist', 'BYE', { cseq: '4 BYE' }),
];

/** Headers that would do harm, or look as if they were something else. */
export const hostile = [
  message(0, 'sent', CALLEE, 'INVITE', 'INVITE', {
    headers: [
      'Subject: <img src=x onerror="window.harmed=1"><script>window.harmed=1</script>',
      `X-Long: ${'A'.repeat(3000)}`,
      'X-Turned: abc\u202Etxt.exe\u202C \u0000\u0007 end',
    ],
  }),
  message(20, 'received', CALLEE, '486 \u202EoN <b>Busy</b> Here \u05d0\u05d1\u05d2', 'INVITE', { headers: ['Server: "><svg onload=window.harmed=1>'] }),
  message(21, 'received', `${'x'.repeat(20)}.example:5060`, `500 ${'Very long reason '.repeat(30)}`, 'INVITE'),
];

/** As many messages as one likes: re-INVITEs once a second. */
export function many(count) {
  const made = [];
  for (let i = 0; made.length < count; i++) {
    const at = i * 1000;
    made.push(
      message(at, 'received', CALLEE, 'OPTIONS', 'OPTIONS', { cseq: `${i} OPTIONS` }),
      message(at + 1, 'sent', CALLEE, '200 OK', 'OPTIONS', { cseq: `${i} OPTIONS` }),
    );
  }
  return made.slice(0, count);
}

function wave(second, period) {
  return Math.sin((second * 2 * Math.PI) / period);
}

/** Samples of the last `seconds`, with a hole, a loss and a slow target in them; ends at `end`. */
export function history(seconds, end = START + 600_000) {
  const samples = Array.from({ length: seconds }, (_, index) => {
    const at = new Date(end - (seconds - 1 - index) * 1000).toISOString();
    const hole = index >= 100 && index < 115;
    const lossy = index >= 180 && index < 200;
    const video = hole ? null : Math.round(1_200_000 + 300_000 * wave(index, 47) - (lossy ? 500_000 : 0));
    return {
      at,
      audioBitRate: hole ? null : 64_000,
      videoBitRate: video,
      outBitRate: video === null ? 64_000 : video + 96_000,
      lost: lossy ? 4 + (index % 5) : 0,
      jitterMs: hole ? null : 2 + wave(index, 13) + (lossy ? 9 : 0),
      skewMs: hole ? null : Math.round(180 * wave(index, 71)) / 10,
      frameRate: hole ? null : lossy ? 17 : 25,
      queueBytes: index >= 240 && index < 262 ? (index - 239) * 9000 : 600,
      levelDbfs: hole ? null : Math.round(10 * (-22 + 5 * wave(index, 7))) / 10,
    };
  });
  return { everyMs: 1000, samples };
}

const AUDIO = ['jitter', 'events', 'hold', 'decode', 'timeline'];
const VIDEO = ['jitter', 'hold', 'depacketize', 'formats', 'gate', 'pack'];

/** The statistics at that second of a call; `trouble` has a lossy picture and a failing target. */
export function statistics(second, { trouble = false, end = START + 600_000 } = {}) {
  const packets = 50 * second;
  const pictures = 25 * second;
  const lost = trouble ? 7 * second : 0;
  const gone = trouble ? 3 * second : 0;
  const audio = AUDIO.map((stage) => ({ stage, in: packets, out: packets, dropped: 0 }));
  const video = VIDEO.map((stage, index) => ({
    stage,
    in: index < 3 ? pictures * 5 : trouble && index === 5 ? 0 : pictures - gone,
    out: index < 2 ? pictures * 5 : index < 4 ? pictures - gone : trouble ? 0 : pictures,
    dropped: index === 2 ? gone : 0,
  }));
  return {
    callId: 'made',
    at: new Date(end + second * 1000).toISOString(),
    status: 'ESTABLISHED',
    audio: { codec: 'PCMU', bitRate: 64_000, packets, lost: 0, late: 0, jitterMs: 1.2, waitMs: 60, roundTripMs: -1, levelDbfs: -19.3, peakDbfs: trouble ? 0 : -13, filledMs: 0, concealedMs: 0, driftPpm: 0 },
    video: { codec: 'H264', width: 1280, height: 720, bitRate: 1_400_000, frameRate: trouble ? 17.3 : 25, packets: pictures * 5, lost, late: 0, jitterMs: trouble ? 11.5 : 2.5, waitMs: 60, roundTripMs: 12, pictures, keyFrames: Math.floor(second / 2), losses: 0, keyFrameRequests: trouble ? 12 : 1, lastKeyFrameMs: 1200 },
    skewMs: 3.1,
    outputs: [
      { id: 't1', kind: 'target', url: 'rtmp://a.rtmp.youtube.com/live2/***', status: 'PUBLISHING', bitRate: 1_520_000, queueBytes: trouble ? 240_000 : 0, queueMs: trouble ? 1300 : 0, droppedPictures: trouble ? 44 : 0, sentBytes: 1e6, acknowledgedBytes: 1e6, retries: 0, reason: '' },
      { id: 't2', kind: 'push', url: 'rtmps://live-api-s.facebook.com:443/rtmp/***', status: trouble ? 'FAILED' : 'PUBLISHING', bitRate: trouble ? null : 1_520_000, queueBytes: 0, queueMs: 0, droppedPictures: 0, sentBytes: 1e6, acknowledgedBytes: 1e6, retries: trouble ? 3 : 0, reason: trouble ? 'The server refused the stream key.' : '' },
    ],
    viewers: 2,
    recording: trouble ? 'RECORDING' : null,
    path: [{ track: 'audio', source: 'rtp/audio', stages: audio }, { track: 'video', source: 'rtp/video', stages: video }],
    findings: !trouble ? [] : [
      { where: 'video', stage: 'jitter', level: 'warning', text: 'The picture loses 3 % of its packets on the way. Look at the network between the callee and this server.' },
      { where: 'video', stage: 'gate', level: 'error', text: 'No key frame since 12 s although 12 were asked for: the callee ignores the requests.' },
      { where: 'output:t1', stage: null, level: 'warning', text: 'The target takes the stream too slowly: 1.3 s wait.' },
      { where: 'callee', stage: null, level: 'info', text: 'The callee does not send sender reports: picture and sound are placed by arrival.' },
    ],
  };
}
