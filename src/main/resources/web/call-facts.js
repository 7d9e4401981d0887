// What else is known of a call.

import { foreign, make } from './dom.js';
import { say, texts } from './texts.js';

export function showFacts(call) {
  const sip = call.sip ?? {};
  const timer = call.sessionTimer;
  const facts = [
    ['factCallId', call.callId],
    ['factStream', call.stream],
    ['factMedia', mediaOf(call)],
    ['factStarted', moment(call.started)],
    ['factAnswered', moment(call.answered)],
    ['factEnded', moment(call.ended)],
    ['factBy', call.end?.by],
    ['factSipStatus', [call.sipStatus, call.end?.sipReason].filter(Boolean).join(' ')],
    ['factDetail', call.end?.detail],
    ['factCaller', sip.caller],
    ['factSource', sip.source],
    ['factName', sip.visibleName],
    ['factSipCallId', sip.callId],
    ['factSessionTimer', timer && say('sessionTimer', timer)],
    ['factAppKey', call.appKey],
  ];
  const place = document.getElementById('facts');
  const shown = facts.filter(([, value]) => value);
  const key = JSON.stringify(shown);
  if (place.dataset.shown === key) return; // or a selection in it would be lost
  place.dataset.shown = key;
  place.replaceChildren(...shown.flatMap(([name, value]) => [
    make('dt', { textContent: texts[name] }),
    make('dd', {}, foreign(String(value))),
  ]));
}

function mediaOf({ hasAudio, hasVideo }) {
  if (hasAudio && hasVideo) return texts.soundAndPicture;
  return hasVideo ? texts.pictureAlone : texts.soundAlone;
}

function moment(iso) {
  return iso && new Date(iso).toLocaleString();
}
