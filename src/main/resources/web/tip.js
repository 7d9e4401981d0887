// Explains what is pointed at or has the focus: one bubble for a whole picture.

import { html, setAttribute, setText } from './elements.js';

const MARGIN = 8;

let tips = 0;

/** Elements within the root that match explain themselves by data-tip and data-tip-title. */
export function createTip(root, selector) {
  const id = `tip-${++tips}`;
  const title = html('strong');
  const words = html('span');
  const bubble = html('div', { class: 'tip', role: 'tooltip', id }, title, words);
  bubble.hidden = true;
  root.append(bubble);
  let shown = null;

  function show(element) {
    if (shown === element) return;
    hide();
    shown = element;
    setText(title, element.dataset.tipTitle);
    setText(words, element.dataset.tip);
    setAttribute(element, 'aria-describedby', id);
    bubble.hidden = false;
    place(element);
  }

  function place(element) {
    const frame = root.getBoundingClientRect();
    const box = element.getBoundingClientRect();
    const most = Math.max(0, frame.width - bubble.offsetWidth);
    const left = box.left - frame.left + box.width / 2 - bubble.offsetWidth / 2;
    bubble.style.left = `${Math.max(0, Math.min(most, left))}px`;
    bubble.style.top = `${box.bottom - frame.top + MARGIN}px`;
  }

  function hide() {
    if (shown === null) return;
    setAttribute(shown, 'aria-describedby', null);
    bubble.hidden = true;
    shown = null;
  }

  root.addEventListener('pointerover', (event) => {
    if (bubble.contains(event.target)) return;
    const element = event.target.closest(selector);
    if (element) show(element);
    else if (!shown?.matches(':focus')) hide();
  });
  root.addEventListener('pointerleave', () => {
    if (!shown?.matches(':focus')) hide();
  });
  root.addEventListener('focusin', (event) => {
    const element = event.target.closest(selector);
    if (element) show(element);
  });
  root.addEventListener('focusout', hide);
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') hide();
  });
}
