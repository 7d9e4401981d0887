package io.sipcast.mp4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.sipcast.bytes.Bytes;
import io.sipcast.media.Format;
import io.sipcast.media.MediaUnit;
import io.sipcast.mp4.Mp4File.Sample;
import io.sipcast.rtmp.codec.aac.AudioSpecificConfig;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the muxer writes, read back by a reader that shares nothing with it. */
class Mp4WriterTest {
    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1_000_000_000;
    private static final Bytes AVCC = Bytes.copyOf(new byte[] {1, 66, 0, 30, -1, -31, 0, 0, 0});
    private static final Format.Video VIDEO =
            new Format.Video(Format.VideoCodec.H264, AVCC, 640, 360);
    private static final Format.Audio AUDIO =
            new Format.Audio(
                    Format.AudioCodec.AAC, AudioSpecificConfig.lc(48_000, 1).print(), 48_000, 1);

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Test
    void everySampleComesBackWithItsBytesAndTimes() {
        List<MediaUnit> units = new ArrayList<>();
        for (int i = 0; i < 75; i++) {
            units.add(picture(i * 40L * MILLI, i % 25 == 0));
        }
        for (int i = 0; i < 140; i++) {
            units.add(sound(7 * MILLI + i * 1024L * SECOND / 48_000));
        }
        Mp4File file = written(VIDEO, AUDIO, 0, units);

        assertThat(file.order()).startsWith("ftyp", "moov", "moof", "mdat").endsWith("mfra");
        assertThat(file.timescales()).containsEntry(1, 90_000).containsEntry(2, 48_000);
        assertThat(file.configurations().get(1)).isEqualTo(AVCC.toArray());
        assertThat(file.configurations().get(2)).isEqualTo(AUDIO.configuration().toArray());
        assertThat(payloads(file.samples(1))).isEqualTo(payloads(units, true));
        assertThat(payloads(file.samples(2))).isEqualTo(payloads(units, false));
        assertThat(file.samples(1))
                .extracting(Sample::decode)
                .startsWith(0L, 3600L, 7200L)
                .endsWith(74 * 3600L);
        assertThat(file.samples(1)).allMatch(sample -> sample.duration() == 3600);
        assertThat(file.samples(2)).allMatch(sample -> sample.duration() == 1024);
        assertThat(file.samples(2).getFirst().decode()).isEqualTo(48 * 7);
        assertThat(file.samples(2)).allMatch(Sample::key);
        assertThat(file.samples(1)).filteredOn(Sample::key).hasSize(3);
        assertThat(file.durationMillis()).isEqualTo(3000);
    }

    @Test
    void aFragmentBeginsAtEachKeyFrameAndNoneIsLongerThanHalfASecond() {
        List<MediaUnit> units = new ArrayList<>();
        for (int i = 0; i < 250; i++) {
            units.add(picture(i * 40L * MILLI, i % 50 == 0));
        }
        Mp4File file = written(VIDEO, null, 0, units);

        assertThat(file.numbers()).isEqualTo(IntStream.rangeClosed(1, 20).boxed().toList());
        assertThat(file.index())
                .extracting(entry -> entry[0])
                .containsExactly(0L, 180_000L, 360_000L, 540_000L, 720_000L);
        assertThat(file.index())
                .extracting(entry -> (int) entry[1])
                .containsExactly(
                        file.fragmentsAt().get(0),
                        file.fragmentsAt().get(4),
                        file.fragmentsAt().get(8),
                        file.fragmentsAt().get(12),
                        file.fragmentsAt().get(16));
    }

    @Test
    void picturesMayBeShownInAnotherOrder() {
        Mp4File file =
                written(
                        VIDEO,
                        null,
                        0,
                        List.of(
                                picture(0, 80 * MILLI, true),
                                picture(40 * MILLI, 200 * MILLI, false),
                                picture(80 * MILLI, 120 * MILLI, false),
                                picture(120 * MILLI, 160 * MILLI, false)));

        assertThat(file.samples(1))
                .extracting(Sample::composition)
                .containsExactly(7200L, 18_000L, 10_800L, 14_400L);
    }

    /** Whole milliseconds of a publisher: 21.33 ms are 21, 43, 64. */
    @Test
    void roundedTimesOfSoundAreNotWrittenDown() {
        List<MediaUnit> units = new ArrayList<>();
        for (int i = 0; i < 4000; i++) {
            units.add(sound(Math.round(i * 1024 * 1000.0 / 48_000) * MILLI));
        }
        Mp4File file = written(null, AUDIO, 0, units);

        assertThat(file.samples(1)).allMatch(sample -> sample.duration() == 1024);
        assertThat(file.samples(1).getLast().decode()).isEqualTo(3999L * 1024);
    }

    /** A sound card that is 200 ppm fast: never more than a millisecond from its own time. */
    @Test
    void theSoundOfAPublisherWhoseClockDriftsStaysInPlace() {
        List<MediaUnit> units = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            units.add(sound(Math.round(i * 1024L * SECOND / 48_000.0 * 0.9998)));
        }
        Mp4File file = written(null, AUDIO, 0, units);

        List<Sample> samples = file.samples(1);
        for (int i = 0; i < samples.size(); i++) {
            double seconds = samples.get(i).decode() / 48_000.0;
            assertThat(seconds).isCloseTo(units.get(i).dtsNanos() / 1e9, within(0.00102));
        }
    }

    @Test
    void aGapInTheSoundIsAGapAndNoLongFrame() {
        List<MediaUnit> units = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            units.add(sound(i * 1024L * SECOND / 48_000));
        }
        units.add(sound(5 * SECOND));
        units.add(sound(5 * SECOND + 1024 * SECOND / 48_000));
        Mp4File file = written(null, AUDIO, 0, units);

        assertThat(file.samples(1)).allMatch(sample -> sample.duration() == 1024);
        assertThat(file.samples(1).get(10).decode()).isEqualTo(240_000);
    }

    @Test
    void everyBeginningThatEndsWithAFragmentIsAFile() {
        List<byte[]> parts = new ArrayList<>();
        var writer = new Mp4Writer(VIDEO, null, 0, 0);
        ByteArrayOutputStream sofar = new ByteArrayOutputStream();
        sofar.writeBytes(writer.header());
        for (int i = 0; i < 100; i++) {
            writer.add(picture(i * 40L * MILLI, i % 25 == 0), parts::add);
        }
        int pictures = 0;
        for (byte[] part : parts) {
            sofar.writeBytes(part);
            int now = new Mp4File(sofar.toByteArray()).samples(1).size();
            assertThat(now).isGreaterThan(pictures);
            pictures = now;
        }
        assertThat(pictures).isEqualTo(88);
    }

    /** 8 hours at 90 kHz are beyond 31 bits; 14 are beyond 32. */
    @Test
    void twentyHoursOfTimeFitAndNothingGrows() {
        var writer = new Mp4Writer(VIDEO, AUDIO, 3 * SECOND, 0);
        long[] most = {0};
        long[] given = {0};
        byte[] head = writer.header();
        Deque<byte[]> last = new ArrayDeque<>();
        int seconds = 20 * 3600;
        for (int i = 0; i < seconds; i++) {
            long at = (3L + i) * SECOND;
            for (MediaUnit unit : List.of(picture(at, true), sound(at + MILLI))) {
                writer.add(
                        unit,
                        part -> {
                            most[0] = Math.max(most[0], part.length);
                            given[0] += part.length;
                            last.add(part);
                            if (last.size() > 4) {
                                last.remove();
                            }
                        });
            }
        }
        bytes.writeBytes(head);
        last.forEach(bytes::writeBytes);
        var end = new Mp4File(bytes.toByteArray());
        assertThat(end.samples(1).getLast().decode()).isEqualTo((seconds - 2) * 90_000L);
        assertThat(end.samples(2).getLast().decode()).isEqualTo((seconds - 2) * 48_000L + 48);
        assertThat(most[0]).isLessThan(500);
        assertThat(writer.bytes()).isEqualTo(given[0] + head.length);
        List<byte[]> rest = new ArrayList<>();
        Mp4Writer.Patch patch = writer.finish(rest::add);
        assertThat(rest.getLast().length).as("index").isLessThan(100_000);
        assertThat(ByteBuffer.wrap(patch.bytes().toArray()).getLong(12))
                .isBetween((seconds - 1) * 1000L, (seconds + 1) * 1000L);
    }

    @Test
    void takesNoOtherCodecsAndNotNothing() {
        var h265 = new Format.Video(Format.VideoCodec.H265, AVCC, 640, 360);

        assertThatIllegalArgumentException().isThrownBy(() -> new Mp4Writer(null, null, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Mp4Writer(h265, null, 0, 0));
        var silent = new Mp4Writer(VIDEO, null, 0, 0);
        assertThatIllegalArgumentException().isThrownBy(() -> silent.add(sound(0), _ -> {}));
    }

    private static Offset<Double> within(double seconds) {
        return Offset.offset(seconds);
    }

    private Mp4File written(
            Format.@Nullable Video video,
            Format.@Nullable Audio audio,
            long startNanos,
            List<MediaUnit> units) {
        var writer = new Mp4Writer(video, audio, startNanos, 1_700_000_000);
        bytes.writeBytes(writer.header());
        units.stream()
                .sorted((a, b) -> Long.compare(a.dtsNanos(), b.dtsNanos()))
                .forEach(unit -> writer.add(unit, bytes::writeBytes));
        Mp4Writer.Patch patch = writer.finish(bytes::writeBytes);
        byte[] file = bytes.toByteArray();
        System.arraycopy(patch.bytes().toArray(), 0, file, (int) patch.at(), patch.bytes().size());
        assertThat(writer.bytes()).isEqualTo(file.length);
        return new Mp4File(file);
    }

    private static List<Bytes> payloads(List<MediaUnit> units, boolean video) {
        return units.stream()
                .filter(unit -> unit.isVideo() == video)
                .map(unit -> Bytes.copyOf(unit.payload()))
                .toList();
    }

    private static List<Bytes> payloads(List<Sample> samples) {
        return samples.stream().map(Sample::bytes).toList();
    }

    private static MediaUnit picture(long nanos, boolean key) {
        return picture(nanos, nanos, key);
    }

    private static MediaUnit picture(long dts, long pts, boolean key) {
        return new MediaUnit(VIDEO, key, dts, pts, ByteBuffer.allocate(20).putLong(dts).array());
    }

    private static MediaUnit sound(long nanos) {
        byte[] frame = ByteBuffer.allocate(12).putLong(~nanos).array();
        return new MediaUnit(AUDIO, true, nanos, nanos, frame);
    }
}
