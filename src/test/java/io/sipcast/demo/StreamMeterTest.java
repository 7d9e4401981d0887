package io.sipcast.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sipcast.bytes.Bytes;
import io.sipcast.media.AacSettings;
import io.sipcast.media.AudioEncoder;
import io.sipcast.media.Format;
import io.sipcast.media.MediaUnit;
import io.sipcast.rtmp.codec.h264.AnnexB;
import io.sipcast.rtmp.codec.h264.DecoderConfiguration;
import io.sipcast.transcode.AacEncoder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The test card itself, put into units as a gateway would, and damaged in known ways. */
class StreamMeterTest {
    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1_000_000_000;
    private static final int RATE_HZ = 48_000;
    private static final int FRAME = 1024;

    @Test
    void theTestCardAsItIsIsRight() {
        Measured measured = measure(pictures(), sound(0));
        assertThat(measured.faults()).isEmpty();
        assertThat(measured.pictures()).isEqualTo(100);
        assertThat(measured.pairs()).isGreaterThanOrEqualTo(2);
        assertThat(measured.skewWorstMillis()).isCloseTo(0, within(3.0));
    }

    @Test
    void seesSoundThatIsLate() {
        Measured measured = measure(pictures(), sound(120 * MILLI));
        assertThat(measured.skewMeanMillis()).isCloseTo(120, within(3.0));
        assertThat(measured.faults()).anyMatch(fault -> fault.contains("from its flash"));
    }

    @Test
    void seesAHole() {
        List<MediaUnit> sound = new ArrayList<>(sound(0));
        sound.subList(60, 66).clear();
        Measured measured = measure(pictures(), sound);
        assertThat(measured.largestHoleMillis()).isCloseTo(128, within(1.0));
        assertThat(measured.faults()).anyMatch(fault -> fault.contains("hole of 128 ms"));
    }

    @Test
    void seesAPictureThatMisses() {
        List<MediaUnit> pictures = new ArrayList<>(pictures());
        pictures.subList(30, 60).clear();
        Measured measured = measure(pictures, sound(0));
        assertThat(measured.faults()).anyMatch(fault -> fault.contains("pictures came a second"));
    }

    @Test
    void nothingIsNotRight() {
        Measured measured = measure(List.of(), List.of());
        assertThat(measured.faults()).contains("No picture came.", "No sound came.");
    }

    private static Measured measure(List<MediaUnit> pictures, List<MediaUnit> sound) {
        List<MediaUnit> all = new ArrayList<>(pictures);
        all.addAll(sound);
        all.sort(Comparator.comparingLong(MediaUnit::dtsNanos));
        try (var meter = new StreamMeter()) {
            all.forEach(unit -> meter.take(unit, unit.dtsNanos()));
            return meter.measured(4 * SECOND);
        }
    }

    private static List<MediaUnit> pictures() {
        List<byte[]> units = TestCard.forMode(1).accessUnits();
        List<byte[]> first = AnnexB.split(units.getFirst());
        var configuration =
                new DecoderConfiguration(
                        4,
                        List.of(Bytes.copyOf(first.get(0))),
                        List.of(Bytes.copyOf(first.get(1))));
        var format =
                new Format.Video(
                        Format.VideoCodec.H264,
                        configuration.print(),
                        TestCard.WIDTH,
                        TestCard.HEIGHT);
        List<MediaUnit> pictures = new ArrayList<>();
        for (int i = 0; i < units.size(); i++) {
            long at = i * SECOND / TestCard.PICTURES_PER_SECOND;
            boolean key = i % TestCard.PICTURES_PER_SECOND == 0;
            pictures.add(new MediaUnit(format, key, at, at, AnnexB.toAvcc(units.get(i))));
        }
        return pictures;
    }

    /** Four seconds of beeps, moved by so much. */
    private static List<MediaUnit> sound(long lateNanos) {
        List<MediaUnit> units = new ArrayList<>();
        var settings = new AacSettings(RATE_HZ, 64_000, AacSettings.Coder.FAST, 4000);
        try (AudioEncoder encoder = new AacEncoder(settings)) {
            short[] samples = new short[FRAME];
            for (int i = 0; i < 4 * RATE_HZ / FRAME; i++) {
                int from = i * FRAME;
                for (int at = 0; at < FRAME; at++) {
                    samples[at] = sample(from + at);
                }
                encoder.encode(
                        samples,
                        0,
                        FRAME,
                        (position, frame) -> {
                            long at = position * SECOND / RATE_HZ + lateNanos;
                            if (at >= 0) {
                                units.add(new MediaUnit(encoder.format(), true, at, at, frame));
                            }
                        });
            }
        }
        return units;
    }

    private static short sample(int index) {
        int flash = RATE_HZ * TestCard.FIRST_FLASH_PICTURE / TestCard.PICTURES_PER_SECOND;
        int since = index % RATE_HZ - flash;
        boolean beep = since >= 0 && since < RATE_HZ / 10;
        return beep ? (short) (16_000 * Math.sin(2 * Math.PI * 1000 * since / RATE_HZ)) : 0;
    }
}
