// One attempt to get a stream's FLV, over WebSocket or over HTTP.

/**
 * Calls handlers.opened() when the server has taken us, where that can be known; handlers.data(bytes)
 * with each piece, an ArrayBuffer; and once handlers.over(why, status):
 *   ended    the stream is over
 *   absent   there is none yet; the server's patience is
 *   lost     the connection broke
 *   closed   it was never there: the server is gone, or something on the way does not let us
 *   refused  who asks may not see it
 *   failed   the server says so, with a status
 */
export function connect(transport, path, handlers) {
  const url = new URL(path, location.href);
  url.searchParams.set('wait', '1');
  return transport === 'ws' ? overWebSocket(url, handlers) : overHttp(url, handlers);
}

/** The status that a request for the stream would have now: 200, 404, 403...; 0: no answer. */
export async function probe(path) {
  try {
    const { status } = await fetch(path, { method: 'HEAD', cache: 'no-store' });
    return status;
  } catch {
    return 0;
  }
}

function overWebSocket(url, handlers) {
  url.protocol = url.protocol.replace('http', 'ws');
  const socket = new WebSocket(url);
  let opened = false;
  let some = false;
  let closed = false;
  socket.binaryType = 'arraybuffer';
  socket.onopen = () => {
    opened = true;
    if (!closed) handlers.opened();
  };
  socket.onmessage = ({ data }) => {
    some = true;
    if (!closed) handlers.data(data);
  };
  socket.onclose = ({ code }) => {
    if (closed) return;
    closed = true;
    handlers.over(opened ? reasonOf(code, some) : 'closed', code);
  };
  return {
    close() {
      closed = true;
      socket.close();
    },
  };
}

/** The codes are those of RFC 6455 §7.4.1; 1013 is how our server says that nothing came. */
function reasonOf(code, some) {
  if (code === 1000) return some ? 'ended' : 'absent';
  return code === 1013 ? 'absent' : 'lost';
}

function overHttp(url, handlers) {
  const controller = new AbortController();
  read(url, controller.signal, handlers).then(
    ([why, status]) => controller.signal.aborted || handlers.over(why, status),
  );
  return { close: () => controller.abort() };
}

async function read(url, signal, handlers) {
  let response = null;
  let some = false;
  try {
    response = await fetch(url, { signal, cache: 'no-store' });
    if (!response.ok) return [reasonOfStatus(response.status), response.status];
    handlers.opened();
    const reader = response.body.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return [some ? 'ended' : 'absent', 200];
      if (signal.aborted) return ['lost', 0];
      some = true;
      handlers.data(whole(value));
    }
  } catch {
    return [response === null ? 'closed' : 'lost', 0];
  }
}

function whole({ buffer, byteOffset, byteLength }) {
  return byteLength === buffer.byteLength ? buffer : buffer.slice(byteOffset, byteOffset + byteLength);
}

function reasonOfStatus(status) {
  if (status === 401 || status === 403) return 'refused';
  if (status === 404 || status === 504) return 'absent'; // 504: a proxy had less patience
  return status >= 500 || status === 429 ? 'closed' : 'failed';
}
