// How long ago something was, by the server's clock.

let ahead = 0; // how far the server's clock is before ours, at least

/** Learns from a time of the server that has passed already. */
export function passed(iso) {
  if (iso) ahead = Math.max(ahead, Date.parse(iso) - Date.now());
}

/** Milliseconds since a time of the server. */
export function since(iso) {
  return Math.max(0, Date.now() + ahead - Date.parse(iso));
}

/** 0:07, 12:34 or 1:02:03. */
export function elapsed(millis) {
  const seconds = Math.floor(millis / 1000);
  const two = (number) => String(number).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  const rest = two(seconds % 60);
  return hours > 0 ? `${hours}:${two(minutes)}:${rest}` : `${minutes}:${rest}`;
}
