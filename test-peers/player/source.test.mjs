// What links and URLs mean: node --test test-peers/player

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  embedCode, flvPath, isSet, pageLink, parseRtmp, parseStream, printStream, remoteUrl, sameServer,
  title,
} from '../../src/main/resources/web/player/source.js';

test('URLs of RTMP', () => {
  assert.deepEqual(parseRtmp('rtmp://Host:1936/live/'),
    { scheme: 'rtmp', host: 'host', port: '1936', app: 'live' });
  assert.deepEqual(parseRtmp('rtmps://user:word@[::1]/a/b?key=c'),
    { scheme: 'rtmps', host: '[::1]', port: '443', app: 'a/b' });
  for (const text of ['http://host/live', 'rtmp:/host/live', 'rtmp://host', '']) {
    assert.equal(parseRtmp(text), null, text);
  }
});

test('one server by several names', () => {
  const own = parseRtmp('rtmp://localhost:1935/live');
  assert.equal(sameServer(parseRtmp('rtmp://127.0.0.1/live'), own), true);
  assert.equal(sameServer(parseRtmp('rtmp://127.0.0.1:1936/live'), own), false);
  assert.equal(sameServer(parseRtmp('rtmp://example.org/live'), own), false);
});

test('the stream of a link', () => {
  for (const [text, app, name] of [
    ['show', 'live', 'show'], ['pull/1', 'pull', '1'], ['live/a/b', 'live', 'a/b'],
    ['show?key=a/b', 'live', 'show?key=a/b'],
  ]) {
    assert.deepEqual(parseStream(text), { app, name });
    assert.equal(printStream(app, name), text);
  }
});

test('paths keep what means something in a URL from meaning it', () => {
  assert.equal(flvPath('live', 'a/b c?key=x&y'), '/live/a/b%20c.flv?key=x&y');
  assert.equal(flvPath('live', '../<#>'), '/live/../%3C%23%3E.flv');
  assert.equal(remoteUrl('rtmp://h/app/?k=1', 'show'), 'rtmp://h/app/show?k=1');
  assert.equal(title('show?key=secret'), 'show');
});

test('links and HTML', () => {
  const link = pageLink('http://h:8081', '/embed', { stream: 'pull/"1"&', muted: true });
  assert.equal(link, 'http://h:8081/embed?stream=pull/%221%22%26&muted=1');
  assert.equal(new URL(link).searchParams.get('stream'), 'pull/"1"&');
  assert.match(embedCode(link, '"><script>'), /src="http:[^"]*&amp;muted=1" title="&quot;>&lt;script>" /);
});

test('flags of a link', () => {
  for (const [query, set] of [['muted', true], ['muted=1', true], ['muted=0', false], ['', false]]) {
    assert.equal(isSet(new URLSearchParams(query), 'muted'), set, query);
  }
});
