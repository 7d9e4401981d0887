// node-media-server as a peer: node node-media-server.mjs PORT. Loopback only, and nothing but RTMP.
import NodeMediaServer from 'node-media-server';

new NodeMediaServer({ bind: '127.0.0.1', rtmp: { port: Number(process.argv[2]) } }).run();
