package io.sipcast.web;

import io.sipcast.bytes.Bytes;
import io.sipcast.live.LiveStream;
import io.sipcast.live.Publication;
import io.sipcast.live.Publication.Audio;
import io.sipcast.live.StreamName;
import io.sipcast.live.Streams;
import io.sipcast.media.Format;
import io.sipcast.media.MediaUnit;
import java.nio.ByteBuffer;
import org.awaitility.Awaitility;

/** A live stream that a test publishes; the test's thread is its loop. */
final class TestStream {
    static final Format VIDEO =
            new Format.Video(
                    Format.VideoCodec.H264, Bytes.copyOf(new byte[] {1, 66, 0, 30}), 640, 360);
    private static final Format OTHER_VIDEO =
            new Format.Video(
                    Format.VideoCodec.H264, Bytes.copyOf(new byte[] {1, 66, 0, 31}), 1280, 720);
    static final Format AUDIO =
            new Format.Audio(
                    Format.AudioCodec.AAC, Bytes.copyOf(new byte[] {0x11, (byte) 0x88}), 48_000, 1);

    private final LiveStream stream;

    private TestStream(LiveStream stream) {
        this.stream = stream;
    }

    static TestStream open(Streams streams, StreamName name, Audio audio, boolean video) {
        try {
            return new TestStream(streams.open(name, publication(audio, video)));
        } catch (Streams.NameTakenException e) {
            throw new IllegalStateException(e);
        }
    }

    static Publication publication(Audio audio, boolean video) {
        return new Publication(Runnable::run, audio, video, () -> {});
    }

    static MediaUnit picture(long millis, boolean key, int size) {
        return unit(VIDEO, millis, key, size);
    }

    /** One of another size. */
    static MediaUnit otherPicture(long millis, boolean key, int size) {
        return unit(OTHER_VIDEO, millis, key, size);
    }

    static MediaUnit sound(long millis) {
        return unit(AUDIO, millis, true, 64);
    }

    /** The payload begins with the unit's time, so that it can be told from others. */
    private static MediaUnit unit(Format format, long millis, boolean key, int size) {
        byte[] payload = ByteBuffer.allocate(size).putLong(millis).array();
        return new MediaUnit(format, key, millis * 1_000_000, millis * 1_000_000, payload);
    }

    TestStream add(MediaUnit... units) {
        for (MediaUnit unit : units) {
            stream.add(unit);
        }
        return this;
    }

    /** Adds as many milliseconds of 25 pictures/s with a key frame each second, and of sound. */
    TestStream addBoth(int fromMillis, int toMillis) {
        for (int at = fromMillis; at < toMillis; at += 20) {
            if (at % 40 == 0) {
                add(picture(at, at % 1000 == 0, 500));
            }
            add(sound(at));
        }
        return this;
    }

    void end() {
        stream.end();
    }

    int viewers() {
        return stream.subscribers();
    }

    void awaitViewers(int viewers) {
        Awaitility.await().until(() -> stream.subscribers() == viewers);
    }
}
