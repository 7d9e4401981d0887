// Every text of the pages, in one place. {name} is filled in by say().

export const texts = {
  navConsole: 'SIP as RTMP',
  navPlayer: 'Player',

  // Console
  consoleTitle: 'SIP as RTMP',
  consoleIntro: 'Dial a SIP number. What it sends becomes a live stream.',
  groupCallee: 'Call',
  groupAccount: 'SIP account',
  groupStream: 'Stream',
  groupMore: 'More',
  hasAudio: 'Sound',
  hasVideo: 'Picture',
  sipRegisterRequired: 'Register before calling',
  doCall: 'Call',
  doCalling: 'Calling…',
  doHangUp: 'Hang up',
  doPlay: 'Play',
  doShow: 'Show',
  rememberHint: 'Remembered in this browser, except the password.',
  currentCall: 'This call',
  callList: 'Live calls',
  noCalls: 'There is no live call.',
  hangUpOf: 'Hang up {callee}',
  playOf: 'Play {callee}',
  showOf: 'Show {callee}',
  factCallee: 'Callee',
  factStream: 'Stream',
  factTarget: 'Published to',
  factTargetState: 'Publishing',
  factCallId: 'Call ID',
  ended: 'Ended',
  endedUnknown: 'The call has ended.',
  headerLine: 'must have one header in each line: X-Name: value',

  // Player
  playerTitle: 'Player',
  doStart: 'Play',
  doStop: 'Stop',
  doMute: 'Mute',
  doUnmute: 'Unmute',
  doFullScreen: 'Full screen',
  volume: 'Volume',
  idle: 'Nothing is playing.',
  connecting: 'Connecting…',
  waiting: 'Waiting for “{stream}” to begin…',
  pulling: 'Fetching from {host}…',
  soundOnly: 'Sound only',
  streamEnded: 'The stream has ended.',
  stopped: 'Stopped.',
  lost: 'The connection was lost. Trying again…',
  lostForGood: 'The connection to the server was lost.',
  unplayable: 'This browser cannot play the stream ({what}).',
  noMse: 'This browser cannot play live streams: it lacks Media Source Extensions.',
  needStream: 'Say which stream to play.',
  badUrl: 'The URL must look like rtmp://host/app.',

  // Ladder, path, charts
  ladderList: 'SIP messages in order of time',
  ladderEmpty: 'No SIP message yet.',
  ladderTime: 'Time',
  ladderUs: 'Sipcast',
  ladderRegistrar: 'Registrar',
  ladderRegistrarProxy: 'Registrar and proxy',
  ladderPeer: 'Callee or proxy',
  ladderRepeated: 'repeated',
  ladderRegistration: 'registration',
  ladderLeftOut: '{count} messages left out',
  ladderLeftOutOne: '1 message left out',
  ladderPause: '{time} without a message',
  ladderAnswer: '{label} to {method}',
  ladderSent: 'sent {what} to {peer}, {time}',
  ladderReceived: 'received {what} from {peer}, {time}',
  messagePanel: 'SIP message',
  messageText: 'Text of the message',
  messageSent: 'Sent to {peer} over {transport} at {at}, {after} after the start of the call.',
  messageReceived: 'Received from {peer} over {transport} at {at}, {after} after the start of the call.',
  messageNotKept: 'A repetition of a message that was left out: its text is not kept.',
  messageSdp: 'Session description',
  messageBody: 'Body',
  messagePrevious: 'Previous',
  messageNext: 'Next',
  messageCopy: 'Copy',
  messageCopied: 'Copied',
  messageNotCopied: 'Not copied',
  messageClose: 'Close',
  pathEmpty: 'No media yet.',
  pathMeasuring: 'Measuring…',
  pathFlows: 'Everything flows.',
  pathNothing: 'Nothing arrives.',
  pathLosingOnTheWay: '{track} loses packets on the way to us.',
  pathLosingAt: '{track} is losing at “{stage}”.',
  pathWaitingAt: '{track} waits at “{stage}”.',
  pathAudio: 'Sound',
  pathVideo: 'Picture',
  pathNoCodec: 'RTP',
  pathStages: '{track}, stages',
  pathFindings: '{track}, findings',
  pathGeneral: 'Findings',
  pathIntoStream: 'into the stream',
  pathSourceDoes: 'RTP packets as they come from the other side. Lost ones never came.',
  pathOutputs: 'Outputs',
  pathOutputFindings: 'Findings about this output',
  pathStream: 'Stream',
  pathSoundOnly: 'sound only',
  pathSkew: 'A/V {skew} ms',
  pathPerSecond: '{rate}/s',
  pathLosing: '{rate}/s lost',
  pathLost: '{count} lost',
  pathDropping: 'drops {rate}/s',
  pathFilling: 'fills {time}/s',
  pathWaiting: 'waiting',
  pathDropped: '{count} dropped',
  pathIsLosing: 'losing',
  pathIsWaiting: 'waiting',
  pathCounters: '{in} in, {out} out, {dropped} dropped',
  pathUnknownStage: 'The stage “{stage}”.',
  pathTarget: 'Target',
  pathPush: 'Push',
  pathViewers: 'Viewers',
  pathNobody: 'none',
  pathRecording: 'Recording',
  pathNotRecording: 'off',
  pathQueue: '{queue} queued',
  pathNoQueue: 'nothing queued',
  pathPicturesDropped: '{count} pictures dropped',
  pathRetries: 'retries: {count}',
  findingInfo: 'Note',
  findingWarning: 'Warning',
  findingError: 'Error',
  chartsEmpty: 'No numbers yet.',
  chartRate: 'Bit rate',
  chartAudioIn: 'sound in',
  chartVideoIn: 'picture in',
  chartOut: 'out',
  chartLost: 'Lost packets',
  chartPackets: '{count}/s',
  chartJitter: 'Jitter',
  chartSkew: 'Picture against sound',
  chartFrameRate: 'Frame rate',
  chartQueue: 'RTMP queue',
  chartLevel: 'Sound level',
  chartNow: 'now',
  chartMinutes: '−{minute} min',
  chartNone: '–',
  chartLatest: 'Latest, {time}',
  chartMoment: '{time}, {ago} ago',
  chartSlider: '{title}, moment shown',
  chartSummary: '{name}: latest {latest}, least {min}, most {max}.',
  chartUnknown: '{name}: nothing known.',
  meterTitle: 'Sound level',
  meterNone: 'no sound',
  meterSilence: 'silence',
  meterClipping: 'clipping',
  meterPeak: 'peak {peak}',
  meterSpoken: '{level} dBFS, peak {peak} dBFS',
  pictureWaiting: 'Waiting for the first picture…',
  pictureSoundOnly: 'Sound only',
  pictureAge: 'key frame {age} ago',
  pictureAlt: 'The last key frame of the call, {width} by {height}',
  pictureAltPlain: 'The last key frame of the call',

  // Both
  keyTitle: 'API key',
  keyExplained: 'This server asks for its key (http.api-key). It is kept until this tab is closed.',
  keyUse: 'Use it',
  keyCancel: 'Cancel',
  needKey: 'The server asks for its API key.',
  unreachable: 'The server does not answer.',
  failed: 'The server answered with an error ({status}).',
};

/** Label, example and hint of each field. */
export const fields = {
  callee: { label: 'Callee', example: '10000 or sip:10000@example.com' },
  visibleName: { label: 'Our display name', example: 'Studio' },
  sipLogin: { label: 'Login', example: 'alice' },
  sipPassword: { label: 'Password' },
  sipDomain: { label: 'Domain', example: 'sip.example.com' },
  sipPort: { label: 'Port', example: '5060' },
  sipOutboundProxy: { label: 'Outbound proxy', example: 'proxy.example.com' },
  sipAuthenticationName: { label: 'Authentication name', example: 'as the login' },
  toStream: { label: 'Stream name on this server', example: 'the call ID' },
  rtmpUrl: { label: 'Publish also to this RTMP URL', example: 'rtmp://host/live' },
  rtmpStream: { label: 'Stream name or key there' },
  callId: { label: 'Call ID', example: 'made by the server' },
  appKey: { label: 'Application key' },
  inviteParameters: { label: 'Headers of the INVITE', example: 'X-Name: value' },
  url: { label: 'RTMP URL', example: 'rtmp://host/live' },
  stream: { label: 'Stream name' },
  apiKey: { label: 'Key' },
};

/** What the states of a call mean. */
export const states = {
  NEW: 'Starting…',
  PENDING: 'Calling…',
  TRYING: 'Calling…',
  RING: 'Ringing…',
  RING_MEDIA: 'Ringing, with early media…',
  SESSION_PROGRESS: 'In progress…',
  ESTABLISHED: 'Connected',
  HOLD: 'On hold',
  BUSY: 'Busy',
  FINISH: 'Ended',
  FAILED: 'Failed',
};

/** What the states of a publishing mean. */
export const targetStates = {
  PENDING: 'waiting or connecting',
  PUBLISHING: 'on air',
  FAILED: 'failed',
  STOPPED: 'stopped',
};

/** What the states of a recording mean. */
export const recordingStates = {
  WAITING: 'waiting for media',
  RECORDING: 'running',
  PAUSED: 'paused: the disk takes nothing',
  ENDED: 'ended',
};

/** The stages of the media path: a short name, what comes out, what each does, and how it waits. */
export const stages = {
  jitter: { name: 'Reorder', unit: 'packets', does: 'Puts RTP packets in order and waits a moment for late ones. Drops those that come twice or too late.' },
  events: { name: 'Keys', unit: 'packets', does: 'Takes telephone keys (DTMF events) out of the sound.' },
  hold: { name: 'Hold', unit: 'packets', does: 'Lets nothing through while the call is on hold.', waits: 'on hold' },
  decode: { name: 'Decode', unit: 'frames', does: 'Decodes the codec of the call into samples.' },
  timeline: { name: 'Timeline', unit: 'blocks', does: 'Makes continuous sound: fills what is missing, keeps to our clock, drops what comes after its place was filled.' },
  depacketize: { name: 'Assemble', unit: 'pictures', does: 'Puts whole pictures together from their packets. A picture that lacks a packet is given up.' },
  formats: { name: 'Format', unit: 'pictures', does: 'Tells size and format of each picture by its parameter sets.' },
  gate: { name: 'Key frame', unit: 'pictures', does: 'Lets pictures through from a key frame on. After a loss it shuts and asks for the next key frame.', waits: 'waits' },
  pack: { name: 'Pack', unit: 'pictures', does: 'Gives each picture its time in the stream and packs it for RTMP.' },
};

export function say(key, values = {}) {
  return texts[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

/** The server begins with the name of the field at fault; people know its label. */
export function words({ message, field }) {
  const label = fields[field]?.label;
  return label && message.startsWith(`${field} `) ? label + message.slice(field.length) : message;
}

/** Fills in the page: elements with data-text, and inputs for those with data-field. */
export function fillIn(root = document) {
  for (const element of root.querySelectorAll('[data-text]')) {
    element.textContent = texts[element.dataset.text];
  }
  for (const element of root.querySelectorAll('[data-field]')) {
    element.replaceChildren(...field(element));
  }
}

function field({ dataset }) {
  const name = dataset.field;
  const { label: words, example } = fields[name];
  const area = dataset.type === 'textarea';
  const input = document.createElement(area ? 'textarea' : 'input');
  if (!area) input.type = dataset.type ?? 'text';
  if (dataset.mode) input.inputMode = dataset.mode;
  input.name = name;
  input.id = `field-${name}`;
  input.autocomplete = 'off';
  input.spellcheck = false;
  input.required = 'required' in dataset;
  input.placeholder = example ?? '';
  const label = document.createElement('label');
  label.htmlFor = input.id;
  label.textContent = words;
  return [label, input];
}
