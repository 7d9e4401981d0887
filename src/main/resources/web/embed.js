// The player within other pages: /embed?stream=NAME[&muted=1][&transport=http|ws]. It asks for no
// login and needs no cookie: a frame of another site would not get one.

import { texts } from './texts.js';
import { flvPath, isSet, parseStream, title } from './player/source.js';
import { setText } from './player/screen.js';
import { Stage } from './player/stage.js';

const query = new URLSearchParams(location.search);
const stage = new Stage(document.getElementById('screen'), { muted: isSet(query, 'muted') });
const stream = (query.get('stream') ?? '').trim();

function play() {
  const { app, name } = parseStream(stream);
  document.title = `${title(name)} · Sipcast`;
  stage.play(title(name), async () => flvPath(app, name), query.get('transport'));
}

if (stream === '') {
  setText(document.getElementById('message'), texts.noStream);
} else {
  stage.addEventListener('wanted', play);
  play();
}
