// What is wrong with a form, said where it is wrong.

import { make } from './dom.js';

/** Says at the field what is wrong with it, and goes there. */
export function markWrong(input, text) {
  const id = `wrong-${input.id || input.name}`;
  input.setAttribute('aria-invalid', 'true');
  input.setAttribute('aria-describedby', id);
  (input.closest('.field') ?? input.closest('label')).append(
    make('p', { className: 'wrong', id, textContent: text }),
  );
  for (let fold = input.closest('details'); fold; fold = fold.parentElement.closest('details')) {
    fold.open = true;
  }
  input.focus();
}

export function clearWrong(form) {
  for (const element of form.querySelectorAll('.wrong')) element.remove();
  for (const input of form.querySelectorAll('[aria-invalid]')) {
    input.removeAttribute('aria-invalid');
    input.removeAttribute('aria-describedby');
  }
}
