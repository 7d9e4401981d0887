// Proxies on the way to a gateway that do not let everything through.

import http from 'node:http';
import net from 'node:net';

/**
 * One on a free port of loopback. upgrade: 'pass', 'refuse' (as one that knows no WebSocket) or
 * 'swallow' (says yes, lets nothing through). hold() stops what comes from the gateway, pass() lets
 * it on. requests is what was asked for.
 */
export async function startProxy(target, upgrade = 'pass') {
  const { port } = new URL(target);
  const open = new Set();
  const requests = [];
  const server = http.createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    const onward = http.request(
      { host: '127.0.0.1', port, path: request.url, method: request.method, headers: request.headers },
      (answer) => {
        response.writeHead(answer.statusCode, answer.headers);
        answer.pipe(response);
      },
    );
    onward.on('error', () => response.destroy());
    response.on('close', () => onward.destroy());
    request.pipe(onward);
  });
  server.on('upgrade', (request, socket, head) => {
    requests.push(`UPGRADE ${request.url}`);
    socket.on('error', () => {});
    if (upgrade === 'refuse') {
      socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
      return;
    }
    const onward = net.connect(Number(port), '127.0.0.1');
    open.add(onward);
    onward.on('error', () => socket.destroy());
    onward.on('close', () => { open.delete(onward); socket.destroy(); });
    socket.on('close', () => onward.destroy());
    const lines = Object.entries(request.headers).map(([name, value]) => `${name}: ${value}\r\n`);
    onward.write(`GET ${request.url} HTTP/1.1\r\n${lines.join('')}\r\n`);
    onward.write(head);
    socket.pipe(onward);
    if (upgrade === 'pass') onward.pipe(socket);
    else onward.once('data', (bytes) => socket.write(bytes.subarray(0, bytes.indexOf('\r\n\r\n') + 4)));
  });
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return {
    base: `http://127.0.0.1:${server.address().port}`,
    requests,
    hold: () => open.forEach((socket) => socket.pause()),
    pass: () => open.forEach((socket) => socket.resume()),
    cut: () => open.forEach((socket) => socket.destroy()),
    close: () => {
      open.forEach((socket) => socket.destroy());
      server.close();
      server.closeAllConnections();
    },
  };
}
