// From FLV to the video element, by mpegts.js. The bytes come from a connection of ours.

const ENGINE = '/mpegts/mpegts.js';
let loading = null;

/** Loads mpegts.js, which is larger than all the rest: only where something is to be played. */
export function loadEngine() {
  loading ??= new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = ENGINE;
    script.onload = () => {
      window.mpegts.LoggingControl.enableAll = false;
      resolve(window.mpegts);
    };
    script.onerror = () => {
      loading = null;
      script.remove();
      reject(new Error('the player engine did not load'));
    };
    document.head.append(script);
  });
  return loading;
}

/** One run of FLV, from its header to its end. */
export class Feed {
  #player;
  #loader = null;
  #held = [];
  #bytes = 0;
  #finished = false;

  /** Calls failed(detail, words) when it cannot go on. */
  constructor(mpegts, video, failed) {
    const feed = this;
    this.#player = mpegts.createPlayer(
      { type: 'flv', isLive: true, url: location.origin },
      {
        enableStashBuffer: false,
        lazyLoad: false,
        autoCleanupSourceBuffer: true,
        autoCleanupMaxBackwardDuration: 30,
        autoCleanupMinBackwardDuration: 15,
        customLoader: loaderFor(mpegts, {
          open: (loader) => feed.#open(loader, failed),
          abort: () => { feed.#loader = null; },
        }),
      },
    );
    this.#player.on(mpegts.Events.ERROR, (_, detail, info) => {
      setTimeout(failed, 0, detail, info?.msg ?? ''); // it may be destroyed then
    });
    this.#player.attachMediaElement(video);
    this.#player.load();
  }

  #open(loader, failed) {
    if (this.#bytes > 0) { // the buffer was full, and mpegts.js wants a part again: a stream has none
      setTimeout(failed, 0, 'again', '');
      return;
    }
    this.#loader = loader;
    this.#held.forEach((bytes) => this.#pass(bytes));
    this.#held = [];
    if (this.#finished) this.finish();
  }

  push(bytes) {
    if (this.#loader) this.#pass(bytes);
    else this.#held.push(bytes);
  }

  #pass(bytes) {
    const from = this.#bytes;
    this.#bytes += bytes.byteLength;
    this.#loader.onDataArrival(bytes, from, this.#bytes);
  }

  /** Nothing more comes; what is there is played to its end. */
  finish() {
    this.#finished = true;
    this.#loader?.onComplete(0, this.#bytes - 1);
  }

  get codecs() {
    const { videoCodec, audioCodec } = this.#player.mediaInfo;
    return [videoCodec, audioCodec].filter(Boolean);
  }

  destroy() {
    this.#player.destroy();
  }
}

function loaderFor(mpegts, { open, abort }) {
  return class extends mpegts.BaseLoader {
    constructor() {
      super('sipcast');
      this._needStash = true;
    }

    open() {
      this._status = mpegts.LoaderStatus.kBuffering;
      open(this);
    }

    abort() {
      this._status = mpegts.LoaderStatus.kComplete;
      abort();
    }
  };
}
