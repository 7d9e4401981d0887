// Makes and changes elements without markup: what comes from outside stays text.

/** An element with these properties; children are elements, texts, or null for none. */
export function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children.filter((child) => child !== null));
  return element;
}

/** Text of somebody else: it may run from right to left, and shall not turn its neighbours. */
export function foreign(text = '', className = '') {
  return make('bdi', { textContent: text, className });
}

/** Only what differs is set: a screen reader reads a live region whenever it is. */
export function update(element, properties) {
  for (const [name, value] of Object.entries(properties)) {
    if (element[name] !== value) element[name] = value;
  }
}

/** A button that asks once more in its own place; `sure` says whether it has to. */
export function confirming(button, words, sure, action) {
  const { first, again } = words;
  let timer = 0;
  const calm = () => {
    clearTimeout(timer);
    timer = 0;
    update(button, { textContent: first });
    button.classList.remove('sure');
  };
  calm();
  button.addEventListener('blur', calm);
  button.addEventListener('click', () => {
    if (timer || !sure()) {
      calm();
      action();
      return;
    }
    button.textContent = again;
    button.classList.add('sure');
    timer = setTimeout(calm, 4000);
  });
}

/**
 * One part of a page for each value, told apart by its key. `create` makes { element, show }, whose
 * show gets the value whenever it is another object than before.
 */
export class Keyed {
  #container;
  #key;
  #create;
  #parts = new Map();

  constructor(container, key, create) {
    this.#container = container;
    this.#key = key;
    this.#create = create;
  }

  parts() {
    return this.#parts.values();
  }

  /** In this order; nothing that stays in its place is touched. */
  show(values) {
    const wanted = new Set(values.map(this.#key));
    for (const [key, part] of this.#parts) {
      if (wanted.has(key)) continue;
      part.element.remove();
      this.#parts.delete(key);
    }
    let next = this.#container.firstElementChild;
    for (const value of values) {
      const part = this.#part(value);
      if (part.element === next) next = next.nextElementSibling;
      else this.#container.insertBefore(part.element, next);
    }
  }

  #part(value) {
    const key = this.#key(value);
    const part = this.#parts.get(key) ?? this.#create(value);
    this.#parts.set(key, part);
    if (part.value !== value) {
      part.value = value;
      part.show(value);
    }
    return part;
  }
}
