// What is to be played: RTMP URLs, names, and the links that lead to them. Pure.

export const DEFAULT_APP = 'live';
const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/** The parts of rtmp://host:port/app, null when the text is none. */
export function parseRtmp(text) {
  const parts = /^(rtmps?):\/\/([^/@\s]*@)?(\[[^\]]+\]|[^/:@\s]+)(?::(\d+))?\/([^?#\s]*)/i.exec(text);
  return parts && {
    scheme: parts[1].toLowerCase(),
    host: parts[3].toLowerCase(),
    port: parts[4] ?? (parts[1].toLowerCase() === 'rtmp' ? '1935' : '443'),
    app: parts[5].replace(/\/+$/, ''),
  };
}

/** Whether two parsed URLs mean the same server. */
export function sameServer(one, other) {
  const sameHost = one.host === other.host
    || (LOOPBACK.includes(one.host) && LOOPBACK.includes(other.host));
  return sameHost && one.port === other.port && one.scheme === other.scheme;
}

/** The app and the name in a link's stream: NAME, or APP/NAME. */
export function parseStream(text) {
  const [plain] = text.split('?');
  const slash = plain.indexOf('/');
  return slash > 0
    ? { app: text.slice(0, slash), name: text.slice(slash + 1) }
    : { app: DEFAULT_APP, name: text };
}

/** The other way round: the shortest text that parseStream() understands. */
export function printStream(app, name) {
  return app === DEFAULT_APP && !name.split('?')[0].includes('/') ? name : `${app}/${name}`;
}

/** Where this server has the stream. A name may bring a key: name?key=... */
export function flvPath(app, name) {
  const [plain, query] = name.split(/\?(.*)/s);
  const path = [app, ...plain.split('/')].map(encodeURIComponent).join('/');
  return `/${path}.flv${query ? `?${query}` : ''}`;
}

/** One name of a stream for people: without the key that it may bring. */
export function title(name) {
  return name.split('?')[0];
}

/** The URL of a stream of another server, whose query stays at the end. */
export function remoteUrl(url, name) {
  const [base, query] = url.split(/(?=\?)/);
  return `${base.replace(/\/+$/, '')}/${name}${query ?? ''}`;
}

/** A link to a page that plays the stream: what is given goes into the query. */
export function pageLink(origin, page, { stream, url, muted }) {
  const query = new URLSearchParams({ stream });
  if (url) query.set('url', url);
  if (muted) query.set('muted', '1');
  return `${origin}${page}?${query.toString().replaceAll('%2F', '/')}`;
}

/** HTML that shows the stream within another page. */
export function embedCode(link, name) {
  const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
  return `<iframe src="${escaped(link)}" title="${escaped(name)}" width="640" height="360"`
    + ' allow="autoplay; fullscreen; picture-in-picture" allowfullscreen'
    + ' style="border: 0; max-width: 100%"></iframe>';
}

/** Whether a parameter that needs no value is there: ?muted, ?muted=1, but not ?muted=0. */
export function isSet(query, name) {
  return query.has(name) && !['0', 'false', 'no'].includes(query.get(name));
}
