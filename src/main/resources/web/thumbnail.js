// The last key frame as a small picture.

import { html, setAttribute, setText } from './elements.js';
import { duration } from './numbers.js';
import { say, texts } from './texts.js';

const MOST_OFTEN_MILLIS = 2000;

/** `show(statistics)` each second. */
export function createThumbnail(container, callId) {
  return new Thumbnail(container, `/api/v1/calls/${encodeURIComponent(callId)}/picture`);
}

class Thumbnail {
  #asked = null; // the key frame that was asked for last
  #askedAt = -Infinity;
  #loading = false;
  #statistics = null;

  constructor(container, url) {
    this.url = url;
    this.words = html('p', { class: 'thumbnail-words' }, texts.pictureWaiting);
    this.frame = html('div', { class: 'thumbnail-frame' }, this.words);
    this.caption = html('figcaption', { class: 'thumbnail-caption' });
    container.replaceChildren(html('figure', { class: 'thumbnail' }, this.frame, this.caption));
    document.addEventListener('visibilitychange', () => this.#refresh());
  }

  show(statistics) {
    this.#statistics = statistics;
    const { video, audio } = statistics;
    const image = this.frame.querySelector('img');
    this.words.hidden = image !== null;
    setText(this.words, video === null && audio !== null ? texts.pictureSoundOnly : texts.pictureWaiting);
    setText(this.caption, video === null ? '' : captionOf(video));
    if (image) setAttribute(image, 'alt', alt(video));
    this.#refresh();
  }

  #refresh() {
    const keyFrames = this.#statistics?.video?.keyFrames ?? 0;
    const now = performance.now();
    const wanted = keyFrames > 0 && keyFrames !== this.#asked;
    if (!wanted || this.#loading || document.hidden || now - this.#askedAt < MOST_OFTEN_MILLIS) return;
    this.#asked = keyFrames;
    this.#askedAt = now;
    this.#load(keyFrames);
  }

  /** The old picture stays until the new one can be shown. */
  async #load(keyFrames) {
    this.#loading = true;
    const image = html('img', { alt: alt(this.#statistics.video), draggable: 'false' });
    image.src = `${this.url}?keyFrame=${keyFrames}`;
    try {
      await image.decode();
      this.frame.querySelector('img')?.remove();
      this.frame.append(image);
      this.frame.style.aspectRatio = `${image.naturalWidth} / ${image.naturalHeight}`;
      this.words.hidden = true;
    } catch {
      this.#asked = null; // there is none yet: the next second asks again
    } finally {
      this.#loading = false;
    }
  }
}

function captionOf({ width, height, lastKeyFrameMs }) {
  const size = width && height ? `${width}\u00d7${height}` : '';
  const age = lastKeyFrameMs === null || lastKeyFrameMs === undefined
    ? ''
    : say('pictureAge', { age: duration(Math.round(lastKeyFrameMs / 1000) * 1000) });
  return [size, age].filter(Boolean).join(' \u00b7 ');
}

function alt(video) {
  return video?.width ? say('pictureAlt', { width: video.width, height: video.height }) : texts.pictureAltPlain;
}
