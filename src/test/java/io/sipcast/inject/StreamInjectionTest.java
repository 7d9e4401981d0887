package io.sipcast.inject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sipcast.bytes.Bytes;
import io.sipcast.live.LiveStream;
import io.sipcast.live.Publication;
import io.sipcast.live.StreamName;
import io.sipcast.live.Streams;
import io.sipcast.media.AacSettings;
import io.sipcast.media.Format;
import io.sipcast.media.Injection.Shown;
import io.sipcast.media.MediaUnit;
import io.sipcast.media.Pcm;
import io.sipcast.media.ToneMeter;
import io.sipcast.transcode.AacEncoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A stream of a call, and one of an encoder, in virtual time. */
class StreamInjectionTest {
    private static final long MILLIS = 1_000_000L;
    private static final Format.Video PICTURES =
            new Format.Video(Format.VideoCodec.H264, Bytes.copyOf(new byte[7]), 320, 180);

    /** What the clock says when the stream's time is nought. */
    private static final long START = 5_000 * MILLIS;

    private final Streams streams =
            new Streams(
                    (_, _) -> {
                        throw new AssertionError("nothing is encoded for this");
                    },
                    Runnable::run,
                    () -> 0);
    private int keyFramesAsked;

    private LiveStream open(Publication.Audio audio) throws Streams.NameTakenException {
        return streams.open(
                StreamName.ofCall("source"),
                new Publication(Runnable::run, audio, true, () -> keyFramesAsked++));
    }

    @Test
    void aCallIsHeardFromNowOnAndItsPicturesComeBesideItsSound() throws Exception {
        LiveStream stream = open(Publication.Audio.PCM);
        add(stream, 0, 1000);
        List<Short> heard = new ArrayList<>();
        List<Shown> seen = new ArrayList<>();
        long firstSound = -1;
        try (var injection = new StreamInjection(stream)) {
            injection.tick(START + 1000 * MILLIS);
            for (long at = 1000; at < 3000; at += 20) {
                add(stream, at, at + 20);
                long now = START + at * MILLIS;
                injection.tick(now);
                Pcm block = injection.sound(now);
                if (block != null) {
                    firstSound = firstSound < 0 ? at : firstSound;
                    for (short sample : block.samples()) {
                        heard.add(sample);
                    }
                }
                for (Shown one = injection.picture(now);
                        one != null;
                        one = injection.picture(now)) {
                    assertThat(one.atNanos()).isBetween(now - 20 * MILLIS, now);
                    seen.add(one);
                }
            }
            assertThat(stream.subscribers()).isEqualTo(1);
        }
        assertThat(stream.subscribers()).isZero();
        assertThat(firstSound).as("when a little is held").isEqualTo(1040);
        short[] samples = new short[heard.size()];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = heard.get(i);
        }
        assertThat(ToneMeter.hz(samples, 8000)).isCloseTo(500, within(1.0));

        Shown first = seen.getFirst();
        assertThat(first.unit().key()).isTrue();
        assertThat(first.unit().dtsNanos()).as("none of the past").isEqualTo(1000 * MILLIS);
        assertThat(first.atNanos() - START).as("late like the sound").isEqualTo(1040 * MILLIS);
        assertThat(seen).hasSizeBetween(48, 50);
    }

    @Test
    void theSourceIsAskedForKeyFramesNotMoreThanOnceASecond() throws Exception {
        LiveStream stream = open(Publication.Audio.PCM);
        try (var injection = new StreamInjection(stream)) {
            for (long at = 0; at < 2500; at += 10) {
                injection.requestKeyFrame(START + at * MILLIS);
            }
        }
        assertThat(keyFramesAsked).isEqualTo(3);
    }

    @Test
    void theSoundOfAnEncoderIsDecodedAndWhatIsBrokenIsAHole() throws Exception {
        LiveStream stream = open(Publication.Audio.UNITS);
        short[] all = new short[2 * 48_000];
        int[] count = new int[1];
        try (var injection = new StreamInjection(stream);
                var encoder =
                        new AacEncoder(
                                new AacSettings(48_000, 64_000, AacSettings.Coder.FAST, 8000))) {
            injection.tick(START);
            for (int block = 0; block < 100; block++) {
                long now = START + block * 20L * MILLIS;
                short[] tone = ToneMeter.tone(700, 10_000, 48_000, block * 960L, 960);
                encoder.encode(
                        tone,
                        0,
                        960,
                        (position, frame) -> {
                            long nanos = Math.max(0, position * 1_000_000 / 48);
                            stream.add(new MediaUnit(encoder.format(), true, nanos, nanos, frame));
                        });
                if (block == 5) {
                    long nanos = 90 * MILLIS;
                    byte[] broken = new byte[50];
                    Arrays.fill(broken, (byte) 0xFF);
                    stream.add(new MediaUnit(encoder.format(), true, nanos, nanos, broken));
                }
                injection.tick(now);
                Pcm decoded = injection.sound(now);
                if (decoded != null) {
                    short[] samples = decoded.samples();
                    System.arraycopy(samples, 0, all, count[0], samples.length);
                    count[0] += samples.length;
                }
            }
        }
        short[] heard = Arrays.copyOf(all, count[0]);
        assertThat(heard.length).isGreaterThan(80_000);
        assertThat(ToneMeter.hz(heard, 48_000)).isCloseTo(700, within(2.0));
        assertThat(ToneMeter.dbfs(heard)).isCloseTo(-13.3, within(0.5));
    }

    @Test
    void itEndsWithTheStreamOnceAllIsHeard() throws Exception {
        LiveStream stream = open(Publication.Audio.PCM);
        try (var injection = new StreamInjection(stream)) {
            injection.tick(START);
            add(stream, 0, 100);
            injection.tick(START);
            stream.end();
            assertThat(injection.ended()).isFalse();
            for (int i = 0; i < 5; i++) {
                assertThat(injection.sound(START)).isNotNull();
            }
            assertThat(injection.ended()).isTrue();
        }
    }

    /** Sound of 500 Hz in blocks of 20 ms; a picture each 40 ms, a key frame each second. */
    private static void add(LiveStream stream, long fromMillis, long toMillis) {
        for (long at = fromMillis; at < toMillis; at += 20) {
            if (at % 40 == 0) {
                long nanos = at * MILLIS;
                boolean key = at % 1000 == 0;
                stream.add(new MediaUnit(PICTURES, key, nanos, nanos, new byte[10]));
            }
            short[] samples = ToneMeter.tone(500, 10_000, 8000, at * 8, 160);
            stream.add(new Pcm(at * MILLIS, (at + 20) * MILLIS, 8000, samples));
        }
    }
}
