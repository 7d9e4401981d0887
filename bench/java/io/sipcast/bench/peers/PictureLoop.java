package io.sipcast.bench.peers;

import java.nio.file.Path;

/**
 * Moving pictures as RTP payloads that repeat, a key frame each second. Encoded once, kept in a
 * file, and never changed: any thread may use it.
 */
public final class PictureLoop {
    /** How a loop is coded. */
    public enum Codec {
        H264,
        VP8
    }

    private PictureLoop() {}

    /**
     * Encodes the loop, or reads it from where it was kept.
     *
     * @param folder of the files; made if it is not there
     */
    public static PictureLoop of(
            Codec codec, int width, int height, int picturesPerSecond, int bitrateBps, Path folder) {
        throw new UnsupportedOperationException();
    }

    /** 640x360, 25 pictures a second, 500 kbit/s. */
    public static PictureLoop h264At360(Path folder) {
        return of(Codec.H264, 640, 360, 25, 500_000, folder);
    }

    /** 1280x720, 30 pictures a second, 2 Mbit/s. */
    public static PictureLoop h264At720(Path folder) {
        return of(Codec.H264, 1280, 720, 30, 2_000_000, folder);
    }

    /** 640x360, 25 pictures a second, 500 kbit/s. */
    public static PictureLoop vp8At360(Path folder) {
        return of(Codec.VP8, 640, 360, 25, 500_000, folder);
    }
}
