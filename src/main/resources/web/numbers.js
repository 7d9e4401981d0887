// Numbers as people read them. Pure.

const SEPARATED = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const MINUS = '\u2212';

/** 12,345 */
export function whole(value) {
  return SEPARATED.format(value).replace('-', MINUS);
}

/** With as many digits after the point as that size needs: 0.25, 3.4, 120. */
export function short(value) {
  const size = Math.abs(value);
  const digits = size === 0 || size >= 100 ? 0 : size >= 10 ? (size % 1 < 0.05 ? 0 : 1) : size < 1 ? 2 : 1;
  const text = value.toFixed(digits);
  return (Number(text) === 0 ? '0' : text).replace('-', MINUS);
}

/** Decibels below full scale, always with one digit: −19.3. */
export function decibels(value) {
  return value.toFixed(1).replace('-', MINUS);
}

/** Bits per second in kbit/s or Mbit/s. */
export function bitRate(value) {
  return value >= 1e6 ? `${(value / 1e6).toFixed(value % 1e6 === 0 ? 0 : 2)} Mbit/s` : `${short(value / 1e3)} kbit/s`;
}

export function byteCount(value) {
  if (value >= 1e6) return `${(value / 1e6).toFixed(1)} MB`;
  return value >= 1e3 ? `${short(value / 1e3)} kB` : `${whole(value)} B`;
}

/** 34 ms, 1.25 s, 1 min 12 s, 2 h 5 min. */
export function duration(millis) {
  if (millis < 999.5) return `${Math.round(millis)} ms`;
  if (millis < 59_950) return `${trimmed(millis / 1000)} s`;
  const seconds = Math.round(millis / 1000);
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return joined(minutes, 'min', seconds % 60, 's');
  return joined(Math.floor(minutes / 60), 'h', minutes % 60, 'min');
}

function joined(many, unit, few, smaller) {
  return few === 0 ? `${many} ${unit}` : `${many} ${unit} ${few} ${smaller}`;
}

function trimmed(value) {
  return String(Number(value.toFixed(value < 10 ? 2 : 1)));
}

/** 20:11:03 of this time zone; with milliseconds on request. */
export function clock(at, millis = false) {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return '';
  const two = (value) => String(value).padStart(2, '0');
  const time = [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':');
  return millis ? `${time}.${String(date.getMilliseconds()).padStart(3, '0')}` : time;
}
