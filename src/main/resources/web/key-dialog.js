// Asks for the API key: one dialog for all pages, made when it is wanted.

import { make } from './dom.js';
import { fillIn, texts } from './texts.js';

/** Resolves to what was typed, below these words; to nothing if the user gave up. */
export function askForText(words) {
  const dialog = document.getElementById('key-dialog') ?? add();
  const input = dialog.querySelector('input');
  dialog.querySelector('p').textContent = words;
  input.value = '';
  dialog.returnValue = '';
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => {
      resolve(dialog.returnValue === 'ok' ? input.value : '');
      input.value = '';
    }, { once: true });
  });
}

function add() {
  const title = make('h2', { id: 'key-title', textContent: texts.keyTitle });
  const field = make('div', { className: 'field' });
  Object.assign(field.dataset, { field: 'apiKey', type: 'password' });
  const form = make('form', { method: 'dialog' },
    title,
    make('p'),
    field,
    make('div', { className: 'actions' },
      make('button', { value: 'ok', className: 'primary', textContent: texts.keyUse }),
      make('button', { value: 'cancel', formNoValidate: true, textContent: texts.keyCancel })));
  const dialog = make('dialog', { id: 'key-dialog' }, form);
  dialog.setAttribute('aria-labelledby', title.id);
  fillIn(dialog);
  document.body.append(dialog);
  return dialog;
}
