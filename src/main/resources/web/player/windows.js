// Full screen and picture-in-picture, by whatever name the browser has them.

import { texts } from '../texts.js';
import { relabel } from './screen.js';

export class Windows {
  #parts;

  constructor(parts) {
    this.#parts = parts;
    const { video, full, picture } = parts;
    full.hidden = !canFill(parts);
    picture.hidden = !(document.pictureInPictureEnabled || video.webkitSetPresentationMode);
    full.addEventListener('click', () => this.toggleFull());
    picture.addEventListener('click', () => this.togglePicture());
    video.addEventListener('dblclick', () => this.toggleFull());
    for (const name of ['fullscreenchange', 'webkitfullscreenchange']) {
      document.addEventListener(name, () => this.#show());
    }
  }

  toggleFull() {
    const { root, video } = this.#parts;
    if (filled()) (document.exitFullscreen ?? document.webkitExitFullscreen).call(document);
    else if (root.requestFullscreen) root.requestFullscreen().catch(() => {});
    else if (root.webkitRequestFullscreen) root.webkitRequestFullscreen();
    else video.webkitEnterFullscreen?.(); // iPhone: the video alone
  }

  togglePicture() {
    const { video } = this.#parts;
    if (document.pictureInPictureElement) {
      document.exitPictureInPicture().catch(() => {});
    } else if (document.pictureInPictureEnabled) {
      video.requestPictureInPicture().catch(() => {}); // there may be no picture yet
    } else {
      const now = video.webkitPresentationMode;
      video.webkitSetPresentationMode?.(now === 'picture-in-picture' ? 'inline' : 'picture-in-picture');
    }
  }

  #show() {
    const full = filled() !== null;
    relabel(this.#parts.full, full ? 'restore' : 'full', full ? texts.doRestore : texts.doFullScreen);
  }
}

function filled() {
  return document.fullscreenElement ?? document.webkitFullscreenElement ?? null;
}

function canFill({ root, video }) {
  return Boolean(document.fullscreenEnabled || document.webkitFullscreenEnabled
    || (!root.requestFullscreen && video.webkitEnterFullscreen));
}
