// The parts of a page that fold, and the links to them.

import { make } from './dom.js';
import { texts } from './texts.js';

const REMEMBERED = 'sipcast.parts';
const PHONE = '(max-width: 40rem)';

/**
 * Folds as they were left; `closed` are those that begin closed on a phone. `hide(names)` of the
 * result leaves out those parts, and the links to them.
 */
export function createParts(jumps, closed) {
  const left = read();
  const parts = [...document.querySelectorAll('.part')];
  for (const part of parts) {
    const { part: name } = part.dataset;
    part.open = left[name] ?? !(closed.includes(name) && matchMedia(PHONE).matches);
    part.addEventListener('toggle', () => {
      left[name] = part.open;
      write(left);
    });
  }
  const nav = document.getElementById('jump');
  nav.ariaLabel = texts.jumpTo;
  nav.replaceChildren(...jumps.map(([id, words]) => make('a', { href: `#${id}`, textContent: words })));
  nav.addEventListener('click', ({ target }) => target.hash && show(target.hash));
  window.addEventListener('hashchange', () => show(location.hash));
  show(location.hash);
  return {
    hide(names) {
      for (const part of parts) part.hidden = names.includes(part.dataset.part);
      for (const link of nav.children) {
        link.hidden = document.querySelector(link.hash).closest('.part').hidden;
      }
    },
  };
}

function show(hash) {
  const element = hash.length > 1 && document.getElementById(hash.slice(1));
  if (!element) return;
  for (let fold = element.closest('details'); fold; fold = fold.parentElement.closest('details')) {
    fold.open = true;
  }
  (element.closest('.part') ?? element).scrollIntoView();
}

function read() {
  try {
    return JSON.parse(localStorage.getItem(REMEMBERED)) ?? {};
  } catch {
    return {};
  }
}

function write(value) {
  try {
    localStorage.setItem(REMEMBERED, JSON.stringify(value));
  } catch {
    // then it is as it was at first
  }
}
