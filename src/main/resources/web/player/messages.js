// What each state of a session means, in words: { text, hint, action }.

import { say, texts, words } from '../texts.js';

/** What decoders are called by people. */
const CODECS = {
  hvc1: 'H.265', hev1: 'H.265', av01: 'AV1', vp09: 'VP9', avc1: 'H.264',
  opus: 'Opus', Opus: 'Opus', mp4a: 'AAC', fLaC: 'FLAC', flac: 'FLAC',
};

const MESSAGES = {
  idle: () => ({ text: texts.idle }),
  stopped: () => ({ text: texts.stopped }),
  connecting: () => ({ text: texts.connecting }),
  waiting: ({ stream }) => ({ text: say('waiting', { stream }), hint: texts.waitingHint }),
  playing: ({ soundOnly }) => ({ text: soundOnly ? texts.soundOnly : '' }),
  paused: () => ({ action: texts.doResume }),
  blocked: () => ({ action: texts.doPlayback }),
  ended: () => ({ text: texts.streamEnded, hint: texts.endedHint }),
  lost: () => ({ text: texts.lost }),
  unreachable: () => ({ text: texts.noServer, hint: texts.noServerHint }),
  refused: () => ({ text: texts.refused, hint: texts.refusedHint, action: texts.doRetry }),
  failed: ({ error, status }) => ({
    text: error ? words(error) : say('failed', { status }),
    action: texts.doRetry,
  }),
  unplayable: ({ what, codec, cause }) => {
    if (what === 'mse') return { text: texts.noMse };
    if (what === 'codec') {
      return { text: say('noCodec', { codec: codecName(codec) }), hint: texts.noCodecHint };
    }
    const hint = [codec, cause].filter(Boolean).join(' · ');
    return { text: texts.unplayable, hint, action: texts.doRetry };
  },
};

export function messageOf(state, about) {
  return { text: '', hint: '', action: '', ...MESSAGES[state](about) };
}

export function codecName(text) {
  const short = text.split(/[.,]/)[0].trim();
  return CODECS[short] ?? short;
}
