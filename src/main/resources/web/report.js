// Everything about a call in one piece, for whoever is asked for help.

import { update } from './dom.js';
import { get } from './server.js';
import { texts } from './texts.js';

const SHOWN_MILLIS = 2500;

export function createReport(callId, tellProblem) {
  const button = document.getElementById('report');
  const path = `/api/v1/calls/${encodeURIComponent(callId)}/report`;
  Object.assign(document.getElementById('download'), { href: path, download: `sipcast-call-${callId}.json` });
  button.addEventListener('click', async () => {
    button.disabled = true;
    try {
      const { json } = await get(path);
      await copy(JSON.stringify(json, null, 2));
      tellProblem(null);
    } catch (error) {
      tellProblem(error);
    } finally {
      button.disabled = false;
    }
  });

  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text); // only there in a secure context
    } catch {
      byHand(text);
      return;
    }
    update(button, { textContent: texts.reportCopied });
    setTimeout(() => update(button, { textContent: texts.reportCopy }), SHOWN_MILLIS);
  }
}

function byHand(text) {
  const area = document.getElementById('report-text');
  area.value = text;
  document.getElementById('report-dialog').showModal();
  area.select();
  area.scrollTop = 0;
}
