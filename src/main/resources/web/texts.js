// Every text of the pages, in one place. {name} is filled in by say().

export const texts = {
  navConsole: 'SIP as RTMP',
  navPlayer: 'Player',
  navApi: 'API',

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

  // API page
  apiTitle: 'API',
  apiIntro: 'Everything the pages do, and more, for programs. Try it here: requests go to this server.',
  apiYaml: 'OpenAPI document (YAML)',
  apiJson: 'as JSON',
  apiLogIn: 'Log in',
  apiOperations: 'Operations',
  apiCopy: 'Copy',
  apiBody: 'Body of the request',
  apiExample: 'Example',
  apiType: 'Media type',
  apiFilter: 'Show only groups with this in their name',
  apiValue: 'Value',
  apiLoading: 'Loading…',
  apiFailed: 'The documentation cannot be shown: the server does not answer.',

  // Both
  keyTitle: 'API key',
  keyExplained: 'This server asks for its key (http.api-key). This browser stays logged in until it is not used for some hours.',
  keyWrong: 'That is not the key.',
  keyTooOften: 'Too many wrong keys. Try again in {seconds} s.',
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
