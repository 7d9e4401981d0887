// The last key frame as a small picture.

import { html, setHidden, setText } from './elements.js';
import { duration } from './numbers.js';
import { say, texts } from './texts.js';

const MOST_OFTEN_MILLIS = 2000;
const OVER = new Set(['FINISH', 'BUSY', 'FAILED']);

/** `show(statistics)` each second. */
export function createThumbnail(container, callId) {
  return new Thumbnail(container, `/api/v1/calls/${encodeURIComponent(callId)}/picture`);
}

class Thumbnail {
  #shown = 0; // the key frame that is to be seen
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
    setText(this.words, video === null && audio !== null ? texts.pictureSoundOnly : texts.pictureWaiting);
    setText(this.caption, video === null ? '' : captionOf(video));
    this.#refresh();
  }

  #refresh() {
    const keyFrames = this.#statistics?.video?.keyFrames ?? 0;
    const now = performance.now();
    const over = OVER.has(this.#statistics?.status); // then there is none to be had
    const wanted = !over && keyFrames > 0 && keyFrames !== this.#shown;
    if (!wanted || this.#loading || document.hidden || now - this.#askedAt < MOST_OFTEN_MILLIS) return;
    this.#askedAt = now;
    this.#load(keyFrames);
  }

  /**
   * The old picture stays until the new one is decoded; one that fails is asked for again. An image
   * by its address would be the one that the page has of it already.
   */
  async #load(keyFrames) {
    this.#loading = true;
    let address = null;
    try {
      const response = await fetch(this.url);
      if (!response.ok) return; // there is none yet
      address = URL.createObjectURL(await response.blob());
      const image = html('img', { alt: alt(this.#statistics.video), src: address, draggable: 'false' });
      await image.decode();
      this.#put(image);
      this.#shown = keyFrames;
    } catch {
      // the server is gone, or the picture not whole: the next second tries again
    } finally {
      if (address !== null) URL.revokeObjectURL(address);
      this.#loading = false;
    }
  }

  #put(image) {
    this.frame.querySelector('img')?.remove();
    this.frame.append(image);
    this.frame.style.aspectRatio = `${image.naturalWidth} / ${image.naturalHeight}`;
    setHidden(this.words, true);
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
