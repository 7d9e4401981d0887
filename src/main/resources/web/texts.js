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
  doPlayback: 'Play',
  doPause: 'Pause',
  doResume: 'Go on, live',
  doRetry: 'Try again',
  doMute: 'Mute',
  doUnmute: 'Unmute',
  doFullScreen: 'Full screen',
  doRestore: 'Leave full screen',
  doPictureInPicture: 'Picture in picture',
  doLive: 'To what happens now (right arrow)',
  live: 'Live',
  controls: 'Controls',
  picture: 'Picture of the stream',
  volume: 'Volume',
  statistics: 'Statistics',
  idle: 'Nothing is playing.',
  connecting: 'Connecting…',
  waiting: 'Waiting for “{stream}” to begin…',
  waitingHint: 'It starts by itself.',
  soundOnly: 'Sound only',
  streamEnded: 'The stream has ended.',
  endedHint: 'When it begins again, it plays by itself.',
  stopped: 'Stopped.',
  lost: 'The connection was lost. Trying again…',
  noServer: 'The server cannot be reached.',
  noServerHint: 'Trying again for as long as this page is open.',
  refused: 'You may not watch this stream.',
  refusedHint: 'Its name needs the right key: name?key=…',
  unplayable: 'This browser cannot play the stream.',
  noCodec: 'This browser cannot play {codec}.',
  noCodecHint: 'Use another browser, or let the server make H.264 of it: media.video.h265: auto.',
  noMse: 'This browser cannot play live streams: it lacks Media Source Extensions.',
  needStream: 'Say which stream to play.',
  badUrl: 'The URL must look like rtmp://host/app.',
  noStream: 'The address of this frame names no stream: /embed?stream=NAME',
  shareTitle: 'Share',
  shareMuted: 'Begins muted',
  shareHint: 'Browsers let a page begin with sound only if its visitor has clicked there before.',
  embedHint: 'Other sites may frame it once the server names them: http.embed-origins.',
  embedRemote: 'Streams of other servers play on this page only.',
  doCopy: 'Copy',
  copied: 'Copied.',
  copyByHand: 'Selected: copy it with the keyboard.',
  keysTitle: 'Keys',
  keyPause: 'Pause, go on',
  keyVolume: 'Volume',
  keyLive: 'To what happens now',
  figureSize: 'Picture',
  figureRate: 'Frame rate',
  figureDropped: 'Dropped',
  figureBuffer: 'Buffer',
  figureLatency: 'Latency',
  figureBitRate: 'Bit rate',
  figureCodecs: 'Codecs',
  figureTransport: 'Transport',
  figureReconnects: 'Reconnects',
  framesPerSecond: '{rate} per second',
  droppedOf: '{dropped} of {shown}',
  about: 'about {what}',

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
  link: { label: 'Link' },
  embed: { label: 'HTML to embed it' },
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
