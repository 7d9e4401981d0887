package io.sipcast.bench.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Moving pictures as RTP payloads that repeat after ten seconds, with a key frame each second.
 * Encoded once, kept in a file, and never changed: any thread may use it.
 */
public final class PictureLoop {
    /** How a loop is coded. */
    public enum Codec {
        H264,
        VP8
    }

    /** Of the timestamps. */
    static final int CLOCK_HZ = 90_000;

    static final int SECONDS = 10;

    private static final long NANOS = 1_000_000_000L;

    private final Codec codec;
    private final String parameters;
    private final byte[][] payloads;
    private final boolean[] markers;
    private final int[] ticks;
    private final long[] dueNanos;
    private final int pictures;
    private final long bytes;

    /**
     * Takes the payloads of each picture.
     *
     * @param parameters of the fmtp line beyond the packetization-mode; may be empty
     */
    PictureLoop(Codec codec, String parameters, int picturesPerSecond, List<List<byte[]>> cut) {
        this.codec = codec;
        this.parameters = parameters;
        this.pictures = cut.size();
        int packets = cut.stream().mapToInt(List::size).sum();
        payloads = new byte[packets][];
        markers = new boolean[packets];
        ticks = new int[packets];
        dueNanos = new long[packets];
        long interval = NANOS / picturesPerSecond;
        int at = 0;
        long sum = 0;
        for (int picture = 0; picture < pictures; picture++) {
            List<byte[]> parts = cut.get(picture);
            for (int part = 0; part < parts.size(); part++, at++) {
                payloads[at] = parts.get(part);
                markers[at] = part == parts.size() - 1;
                ticks[at] = (int) ((long) picture * CLOCK_HZ / picturesPerSecond);
                dueNanos[at] = picture * NANOS / picturesPerSecond + interval * part / parts.size();
                sum += payloads[at].length;
            }
        }
        bytes = sum;
    }

    /**
     * Encodes the loop, or reads it from where it was kept.
     *
     * @param folder of the files; made if it is not there
     */
    public static PictureLoop of(
            Codec codec,
            int width,
            int height,
            int picturesPerSecond,
            int bitrateBps,
            Path folder) {
        try {
            return PictureFile.of(codec, width, height, picturesPerSecond, bitrateBps, folder);
        } catch (IOException e) {
            throw new UncheckedIOException("a picture loop in " + folder, e);
        }
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

    public Codec codec() {
        return codec;
    }

    /** Of a loop. */
    public int pictures() {
        return pictures;
    }

    /** What the payloads come to, without headers. */
    public int bitrateBps() {
        return (int) (8 * bytes / SECONDS);
    }

    String parameters() {
        return parameters;
    }

    /** Of a loop. */
    int packets() {
        return payloads.length;
    }

    byte[] payload(int packet) {
        return payloads[packet];
    }

    boolean marker(int packet) {
        return markers[packet];
    }

    /** Since the loop's begin. */
    int ticks(int packet) {
        return ticks[packet];
    }

    /** Since the loop's begin: the packets of a picture are spread over its time. */
    long dueNanos(int packet) {
        return dueNanos[packet];
    }
}
