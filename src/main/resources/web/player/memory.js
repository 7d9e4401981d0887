// What this browser remembers of the player. A frame may have to do without.

const KEY = 'sipcast.player';

export function recall() {
  try {
    return JSON.parse(localStorage.getItem(KEY)) ?? {};
  } catch {
    return {};
  }
}

export function remember(values) {
  try {
    localStorage.setItem(KEY, JSON.stringify({ ...recall(), ...values }));
  } catch {
    // it may be forbidden; then nothing is remembered
  }
}
