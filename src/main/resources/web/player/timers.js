// Timers by name: one set again begins anew, and all of them can be stopped.

export class Timers {
  #running = new Map();

  set(name, millis, then) {
    this.clear(name);
    this.#running.set(name, setTimeout(() => {
      this.#running.delete(name);
      then();
    }, millis));
  }

  has(name) {
    return this.#running.has(name);
  }

  /** Those of these names; without any, all. */
  clear(...names) {
    for (const name of names.length > 0 ? names : [...this.#running.keys()]) {
      clearTimeout(this.#running.get(name));
      this.#running.delete(name);
    }
  }
}
