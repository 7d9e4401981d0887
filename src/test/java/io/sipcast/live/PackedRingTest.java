package io.sipcast.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.bytes.Bytes;
import io.sipcast.media.Format;
import io.sipcast.media.MediaUnit;
import io.sipcast.media.Pcm;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PackedRingTest {
    private static final int CAPACITY = 64;
    private static final Format[] FORMATS = {
        new Format.Audio(Format.AudioCodec.AAC, Bytes.EMPTY, 48_000, 1),
        new Format.Audio(Format.AudioCodec.OPUS, Bytes.EMPTY, 48_000, 2)
    };

    private final RandomGenerator random = new SplittableRandom(1);
    private final PackedRing<MediaUnit, Format> units =
            new PackedRing<>(CAPACITY, 4, new UnitForm(), ByteLog.ofSound());

    @Test
    void givesUnitsOfAnySizeAsTheyCame() {
        for (int i = 0; i < 1000; i++) {
            assertThat(units.add(unit(i))).isEqualTo(i);
            units.forgetBefore(i - 20 - random.nextInt(40));
            assertThat(units.next()).isEqualTo(i + 1);
            for (long number = units.oldest(); number <= i; number++) {
                assertIs(units.at(number), number);
                assertThat(units.nanosAt(number)).isEqualTo(dts(number));
            }
        }
    }

    /** A key frame each two seconds, every fourth of which is larger than a chunk. */
    @Test
    void givesPicturesAsTheyCame() {
        var pictures = new PackedRing<>(1024, 8, new UnitForm(), ByteLog.ofPictures());
        for (int i = 0; i < 2000; i++) {
            assertThat(pictures.add(picture(i))).isEqualTo(i);
            pictures.forgetBefore(i - 100 - random.nextInt(20));
            long number = pictures.oldest() + random.nextLong(i + 1 - pictures.oldest());
            assertThat(same(pictures.at(number), picture(number))).as("%d", number).isTrue();
            assertThat(pictures.nanosAt(number)).isEqualTo(dts(number));
        }
    }

    private static MediaUnit picture(long number) {
        boolean key = number % 50 == 0;
        int large = number % 200 == 0 ? 40_000 : 12_000;
        byte[] payload = new byte[key ? large : (int) (1 + number * 37 % 4_000)];
        Arrays.fill(payload, (byte) number);
        var format = new Format.Video(Format.VideoCodec.H264, Bytes.EMPTY, 640, 360);
        return new MediaUnit(format, key, dts(number), dts(number) + 40, payload);
    }

    @Test
    void theOldestGivesWay() {
        for (int i = 0; i < 3 * CAPACITY; i++) {
            units.add(unit(i));
        }
        long oldest = units.oldest();
        assertThat(units.next() - oldest).isBetween(CAPACITY - 1L, (long) CAPACITY);
        assertThat(units.at(oldest - 1)).isNull();
        assertThat(units.nanosAt(oldest - 1)).isEqualTo(Past.GONE);
        assertIs(units.at(oldest), oldest);
        assertThat(units.at(units.next())).isNull();
        assertThat(units.nanosAt(units.next())).isEqualTo(Past.NOT_YET);
    }

    @Test
    void goesOnAfterAllIsForgotten() {
        for (int i = 0; i < 30; i++) {
            units.add(unit(i));
        }
        units.forgetBefore(1000);
        assertThat(units.oldest()).isEqualTo(30);
        assertThat(units.at(29)).isNull();
        for (int i = 30; i < 60; i++) {
            units.add(unit(i));
        }
        for (int i = 30; i < 60; i++) {
            assertIs(units.at(i), i);
        }
    }

    @Test
    void keepsSamplesWithTheirSideAndTheirPacket() {
        var pcm = new PackedRing<>(CAPACITY, 4, new PcmForm(), ByteLog.ofSound());
        for (int i = 0; i < CAPACITY / 2; i++) {
            pcm.add(block(i));
        }
        for (int i = 0; i < CAPACITY / 2; i++) {
            Pcm expected = block(i);
            Pcm kept = pcm.at(i);
            assertThat(kept).usingRecursiveComparison().isEqualTo(expected);
            assertThat(pcm.nanosAt(i)).isEqualTo(expected.endNanos());
        }
    }

    /** What is read is right or nothing, also while it is written over. */
    @Test
    void aReaderThatComesTooLateFindsNothing() throws InterruptedException {
        units.add(unit(0));
        var done = new AtomicBoolean();
        var wrong = new AtomicLong();
        var read = new AtomicLong();
        var failure = new AtomicReference<@Nullable RuntimeException>();
        Thread reader =
                Thread.ofPlatform()
                        .start(() -> {
                            try {
                                while (!done.get()) {
                                    wrong.addAndGet(readWrongly(units.oldest()));
                                    read.incrementAndGet();
                                }
                            } catch (RuntimeException e) {
                                failure.set(e);
                            }
                        });
        while (read.get() == 0 && failure.get() == null) {
            Thread.onSpinWait();
        }
        for (int i = 1; i < 300_000; i++) {
            units.add(unit(i));
            if (random.nextInt(20) == 0) { // some, or all, some not packed yet
                units.forgetBefore(i + 1 - random.nextInt(CAPACITY));
            }
        }
        done.set(true);
        reader.join();
        assertThat(failure.get()).isNull();
        assertThat(wrong).hasValue(0);
    }

    private int readWrongly(long number) {
        MediaUnit unit = units.at(number);
        int wrong = unit == null || is(unit, number) ? 0 : 1;
        long nanos = units.nanosAt(number);
        boolean right = nanos == Past.GONE || nanos == Past.NOT_YET || nanos == dts(number);
        return wrong + (right ? 0 : 1);
    }

    private static void assertIs(@Nullable MediaUnit unit, long number) {
        assertThat(unit != null && is(unit, number)).as("unit %d", number).isTrue();
    }

    private static boolean is(MediaUnit unit, long number) {
        return same(unit, unit(number));
    }

    private static boolean same(@Nullable MediaUnit unit, MediaUnit expected) {
        return unit != null
                && unit.dtsNanos() == expected.dtsNanos()
                && unit.ptsNanos() == expected.ptsNanos()
                && unit.key() == expected.key()
                && unit.format().equals(expected.format())
                && Arrays.equals(unit.payload(), expected.payload());
    }

    private static long dts(long number) {
        return number * 1000;
    }

    /** Small, some larger, and sometimes one larger than a chunk; told by their number. */
    private static MediaUnit unit(long number) {
        int size = number % 20 == 19 ? 9000 : (int) (number * 37 % 300);
        byte[] payload = new byte[size];
        Arrays.fill(payload, (byte) number);
        Format format = FORMATS[(int) (number / 10 % 2)];
        return new MediaUnit(format, number % 3 != 0, dts(number), dts(number) + 7, payload);
    }

    private static Pcm block(int number) {
        int count = number == 20 ? 11_520 : 160 * (number % 7 + 1);
        short[] samples = new short[count];
        for (int i = 0; i < count; i++) {
            samples[i] = (short) (i * 31 + number);
        }
        short[] side = number % 2 == 0 ? null : samples.clone();
        byte[] packet = number % 3 == 0 ? null : new byte[number % 4 + 1];
        return new Pcm(
                number * 100L, number * 100L + 100, 8000 * (number % 3 + 1), samples, side, packet);
    }
}
