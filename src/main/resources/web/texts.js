// Every text of the pages, in one place. {name} is filled in by say().

export const texts = {
  navConsole: 'Console',
  navPlayer: 'Player',
  navApi: 'API',

  // Console
  consoleTitle: 'SIP as RTMP',
  startTitle: 'New call',
  presetNone: 'Last used',
  presetChoose: 'Preset',
  presetSave: 'Save as…',
  presetDelete: 'Delete',
  presetDeleteSure: 'Delete it?',
  presetTitle: 'Save as a preset',
  presetExplained: 'Kept in this browser. Passwords, stream keys, DTMF and INVITE headers are left out, and so are URLs with a user or a query in them.',
  presetStore: 'Save',
  cancel: 'Cancel',
  groupCallee: 'Call',
  groupAccount: 'SIP account',
  groupStream: 'Stream',
  groupTargets: 'Publish to',
  groupMore: 'More',
  hasAudio: 'Sound',
  hasVideo: 'Picture',
  sipRegisterRequired: 'Register before calling',
  record: 'Record to a file',
  doCall: 'Call',
  doCalling: 'Calling…',
  doHangUp: 'Hang up',
  doHangUpSure: 'Really?',
  doPlay: 'Play',
  doShow: 'Show',
  rememberHint: 'Remembered in this browser, without passwords and keys.',
  callList: 'Live calls',
  endedList: 'Ended in the last 10 minutes',
  streamList: 'Other live streams',
  registrationList: 'Registrations in trouble',
  noCalls: 'There is no live call.',
  noneFits: 'No call has this in it.',
  filter: 'Filter calls',
  toCalls: 'Live calls: {count}',
  hangUpOf: 'Hang up {callee}',
  playOf: 'Play {callee}',
  showOf: 'Show {callee}',
  playStreamOf: 'Play {name}',
  incoming: 'incoming',
  onHoldBy: 'on hold by {by}',
  startedAt: 'since {time}',
  manyTargets: '{count} {state}',
  sourcePublisher: 'published here',
  sourcePull: 'fetched from elsewhere',
  sourceCall: 'from a call',
  viewers: 'viewers: {count}',
  registrationState: '{state} since {time}',
  nextTry: 'Next try at {time}.',
  headerLine: 'must have one header in each line: X-Name: value',

  // Targets, in the start form and on the call page
  addYoutube: '+ YouTube',
  addFacebook: '+ Facebook',
  addTwitch: '+ Twitch',
  addCustom: '+ RTMP server',
  customTarget: 'RTMP server',
  noTargets: 'No target: the stream is only on this server.',
  targetOf: 'Target {number}: {name}',
  removeTargetOf: 'Remove target {number}',
  targetForm: 'Picture and sound',
  targetMore: 'Server, picture and sound',
  targetMuted: 'Begin muted',
  show: 'Show',
  hide: 'Hide',
  showKey: 'Show the key',
  hideKey: 'Hide the key',

  // Call page
  callTitle: 'Call',
  backToConsole: 'All calls',
  unknownCall: 'There is no call “{id}”',
  unknownCallWhy: 'It was never begun here, or it ended more than ten minutes ago.',
  noCallGiven: 'This page shows one call, and its address does not say which: choose one in the console.',
  forgotten: 'No longer known',
  forgottenWhy: 'The gateway was restarted, or has forgotten this call. What was seen of it stays here.',
  jumpTo: 'Parts of this page',
  hangingUp: 'Hanging up…',
  reportCopy: 'Copy report',
  reportCopied: 'Copied',
  reportDownload: 'Download report',
  reportManual: 'This browser lets no page use the clipboard here. The report is selected: copy it with Ctrl-C.',
  close: 'Close',
  doRecord: 'Record',
  doStopRecord: 'Stop recording',
  partNow: 'Now',
  partControls: 'Callee hears',
  partTargets: 'Targets',
  partPath: 'Media path',
  partCharts: 'Charts',
  partLadder: 'SIP',
  partFacts: 'Details',
  partFindings: 'What to look at',
  partRecording: 'Recording',
  recordingOpen: 'being written',
  recordingState: 'Recording since {time}',
  recordingEnded: 'Recorded until {time}',
  dtmfTitle: 'DTMF',
  dtmfKey: 'Send {key}',
  dtmfLabel: 'Keys to send, one after the other',
  dtmfSend: 'Send',
  dtmfSent: 'Sent',
  dtmfHeard: 'Heard',
  soundTitle: 'Play to the callee',
  soundNone: 'There is no file in the folder of sounds (media.sounds).',
  soundFiles: 'Files',
  soundStreams: 'Live streams',
  soundPlay: 'Play to callee',
  soundStop: 'Stop',
  soundPlaying: 'The callee hears {name}.',
  soundStopped: 'Stopped: the callee hears nothing from here.',
  targetAdd: 'Add a target',
  targetAddDo: 'Publish',
  targetNone: 'This stream is published nowhere else.',
  targetSince: 'for {duration}',
  targetRetries: 'retries: {count}',
  targetRate: '{rate}, queue {queue}',
  targetFailures: 'Failures: {count}',
  targetMute: 'Mute',
  targetUnmute: 'Unmute',
  targetSound: 'Sound…',
  targetSoundLoop: 'Again and again',
  targetSoundPlay: 'Play instead of the call',
  targetSoundStop: 'Back to the call',
  targetHears: 'hears {name}',
  targetMutedNow: 'muted',
  targetRemove: 'Remove',
  targetRemoveSure: 'Stop it?',
  targetMuteOf: '{action}: {name}',
  targetTranscoding: 'Pictures are encoded anew: {why}',
  factCallId: 'Call ID',
  factSipCallId: 'SIP Call-ID',
  factStream: 'Stream',
  factSource: 'From',
  factCaller: 'Caller',
  factName: 'Our display name',
  factStarted: 'Started',
  factAnswered: 'Answered',
  factEnded: 'Ended',
  factBy: 'Ended by',
  factSipStatus: 'SIP status',
  factDetail: 'What the other side said',
  factMedia: 'Media',
  factSessionTimer: 'Session timer',
  factAppKey: 'Application key',
  sessionTimer: '{interval} s, refreshed by {refresher}',
  soundAndPicture: 'sound and picture',
  soundAlone: 'sound',
  pictureAlone: 'picture',
  endedUnknown: 'The call has ended.',

  // Connection to the server's events
  eventsConnecting: 'Connecting…',
  eventsOpen: 'Live',
  eventsLost: 'Reconnecting…',
  eventsLocked: 'Not logged in',
  eventsLogIn: 'Log in',
  eventsRetry: 'Now',

  // Measures
  milliseconds: '{number} ms',

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
  ladderAudioBegins: 'Sound arrives',
  ladderVideoBegins: 'Picture arrives',
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
  targetUrl: { label: 'RTMP URL', example: 'rtmp://host/live' },
  targetStream: { label: 'Stream name or key' },
  targetKey: { label: 'Stream key' },
  callId: { label: 'Call ID', example: 'made by the server' },
  appKey: { label: 'Application key' },
  inviteParameters: { label: 'Headers of the INVITE', example: 'X-Name: value' },
  dtmf: { label: 'PIN or DTMF after the answer', example: '1234#' },
  slate: { label: 'Slate' },
  video: { label: 'Pictures' },
  earlyMedia: { label: 'Early media' },
  presetName: { label: 'Name' },
  url: { label: 'RTMP URL', example: 'rtmp://host/live' },
  stream: { label: 'Stream name' },
  link: { label: 'Link' },
  embed: { label: 'HTML to embed it' },
  apiKey: { label: 'Key' },
};

const targetFields = { url: fields.targetUrl, stream: fields.targetStream };

/** What a field can be, where it is one of a few; the first is what the server is configured to. */
export const choices = {
  slate: {
    '': 'As configured',
    auto: 'While there is no picture',
    always: 'Always, instead of the picture',
    never: 'Never',
  },
  video: {
    '': 'As configured',
    auto: 'Encoded anew where needed',
    pass: 'As they come',
    transcode: 'Always encoded anew',
  },
  earlyMedia: {
    '': 'As configured',
    true: 'Published before the answer',
    false: 'Left out',
  },
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

/** What the states of a registration mean. */
export const registrationStates = {
  registering: 'Registering',
  registered: 'Registered',
  refused: 'Refused',
  lost: 'Lost',
  unregistering: 'Unregistering',
};

/** What the states of a recording mean. */
export const recordingStates = {
  WAITING: 'waiting for the stream',
  RECORDING: 'recording',
  PAUSED: 'paused',
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
  const target = /^targets\[(\d+)\]\.(\w+)$/.exec(field ?? '');
  const label = target
    ? say('targetOf', { number: Number(target[1]) + 1, name: targetFields[target[2]]?.label ?? target[2] })
    : fields[field]?.label;
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
  const input = inputFor(dataset);
  input.name = name;
  input.id = `field-${name}`;
  input.required = 'required' in dataset;
  const label = document.createElement('label');
  label.htmlFor = input.id;
  label.textContent = fields[name].label;
  return [label, input];
}

function inputFor({ field: name, type, mode }) {
  if (type === 'select') return select(choices[name]);
  const area = type === 'textarea';
  const input = document.createElement(area ? 'textarea' : 'input');
  if (!area) input.type = type ?? 'text';
  if (mode) input.inputMode = mode;
  input.autocomplete = 'off';
  input.spellcheck = false;
  input.placeholder = fields[name].example ?? '';
  return input;
}

/** One of a few. */
export function select(from) {
  const made = document.createElement('select');
  made.append(...Object.entries(from).map(([value, text]) => new Option(text, value)));
  return made;
}
