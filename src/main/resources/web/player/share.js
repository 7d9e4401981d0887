// Links to what plays, and HTML that shows it elsewhere.

import { texts } from '../texts.js';
import { embedCode, pageLink, title } from './source.js';
import { setText } from './screen.js';

/** Returns { show({ stream, url }) }, url only for another server's; null when it is a secret. */
export function connectShare(section) {
  const link = section.querySelector('[name=link]');
  const embed = section.querySelector('[name=embed]');
  const muted = section.querySelector('#share-muted');
  const copied = section.querySelector('#copied');
  let shown = null;
  for (const input of [link, embed]) {
    input.readOnly = true;
    input.addEventListener('focus', () => input.select());
  }

  function write() {
    const { stream, url } = shown;
    const what = { stream, url, muted: muted.checked };
    link.value = pageLink(location.origin, '/player', what);
    embed.value = embedCode(pageLink(location.origin, '/embed', what), title(stream));
    section.querySelector('#embedding').hidden = url !== undefined;
    setText(section.querySelector('#embed-hint'), url === undefined ? texts.embedHint : texts.embedRemote);
  }

  async function copy(input) {
    setText(copied, '');
    try {
      await navigator.clipboard.writeText(input.value);
      setText(copied, texts.copied);
    } catch { // not over plain HTTP from afar
      input.select();
      setText(copied, document.execCommand('copy') ? texts.copied : texts.copyByHand);
    }
  }

  muted.addEventListener('change', write);
  for (const button of section.querySelectorAll('[data-copies]')) {
    const input = section.querySelector(`[name=${button.dataset.copies}]`);
    button.addEventListener('click', () => copy(input));
    button.setAttribute('aria-describedby', input.id);
  }
  return {
    show(what) {
      shown = what;
      section.hidden = what.url === null;
      if (!section.hidden) write();
    },
  };
}
