// Shows in the header whether the page still hears from the server.

import { make, update } from './dom.js';
import { texts } from './texts.js';

const WORDS = {
  connecting: texts.eventsConnecting,
  open: texts.eventsOpen,
  lost: texts.eventsLost,
};
const TONES = { connecting: 'busy', open: 'good', lost: 'bad' };

export function showConnection(store) {
  const dot = make('span', { className: 'dot' });
  const words = make('span');
  const again = make('button', { type: 'button', className: 'small', hidden: true });
  const status = make('span', {}, words);
  status.setAttribute('role', 'status');
  document.getElementById('connection').replaceChildren(dot, status, again);
  again.addEventListener('click', store.retry);

  const show = () => {
    update(dot, { className: `dot ${TONES[store.state]}` });
    update(words, { textContent: store.locked ? texts.eventsLocked : WORDS[store.state] });
    update(again, {
      hidden: store.state !== 'lost',
      textContent: store.locked ? texts.eventsLogIn : texts.eventsRetry,
    });
  };
  store.on('state', show);
  show();
}
