package io.sipcast.bench.run;

import io.sipcast.bench.peers.Load;
import io.sipcast.bench.peers.PictureLoop;
import io.sipcast.bench.peers.SoundLoop;
import java.nio.file.Path;

/** What the callees send, and what has to come of it. */
enum Form {
    AUDIO(0, 0, 0),
    OPUS(0, 0, 0),
    SRTP(0, 0, 0),
    H264_360(640, 360, 25),
    H264_720(1280, 720, 30),
    VP8_360(640, 360, 25);

    private final int width;
    private final int height;
    private final int picturesPerSecond;

    Form(int width, int height, int picturesPerSecond) {
        this.width = width;
        this.height = height;
        this.picturesPerSecond = picturesPerSecond;
    }

    boolean hasPictures() {
        return width > 0;
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    int picturesPerSecond() {
        return picturesPerSecond;
    }

    /** Made anew, or read from this folder. */
    Load load(Path folder) {
        Load sound = Load.of(SoundLoop.pcmu());
        return switch (this) {
            case AUDIO -> sound;
            case OPUS -> Load.of(SoundLoop.opus());
            case SRTP -> sound.withEncryption();
            case H264_360 -> sound.with(PictureLoop.h264At360(folder));
            case H264_720 -> sound.with(PictureLoop.h264At720(folder));
            case VP8_360 -> sound.with(PictureLoop.vp8At360(folder));
        };
    }
}
