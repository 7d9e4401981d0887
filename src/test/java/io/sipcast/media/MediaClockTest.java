package io.sipcast.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.sipcast.rtp.NtpTime;
import io.sipcast.rtp.SenderReport;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A sender with sound every 20 ms and pictures every 40 ms, all in virtual time. What is looked at
 * is where a picture stands against the sound that was captured with it.
 */
class MediaClockTest {
    private static final long MILLIS = 1_000_000L;
    private static final long ORIGIN = 500_000_000_000L;
    private static final NtpTime NTP = new NtpTime(0xEC00_0000_8000_0000L);

    private final StreamClock streamClock = new StreamClock();
    private final AudioTimeline timeline =
            new AudioTimeline(
                    streamClock, 8000, 8000, JitterBounds.DEFAULT.target(Duration.ofMillis(40)));
    private final MediaClock clock = new MediaClock(streamClock, timeline);
    private final Random random = new Random(6);

    private long audioBase = 0xFFFF_F000L;
    private long videoBase = 0xFFFF_FF00L;
    private long videoDelayMillis;
    private long jitterMillis;
    private double ppm;
    private long atMillis;
    private long lastDts = Long.MIN_VALUE;
    private long errorNanos;
    private long offByArrivalNanos;

    @Test
    void theFirstPictureIsPlacedAtOnce() {
        run(40);

        assertThat(lastDts).isBetween(0L, 50 * MILLIS);
    }

    /** At 8 pictures a second the last of three B-pictures comes 360 ms after its time. */
    @Test
    void bPicturesAreNotTakenForLateOnes() {
        int[] display = {4, 2, 1, 3};
        clock.reorders(2);
        clock.place(videoBase, arrival(0));
        for (int group = 0; group < 50; group++) {
            for (int number : display) {
                atMillis += 120;
                long ticks = videoBase + (4L * group + number) * 120 * 90;
                clock.place(ticks & 0xFFFF_FFFFL, arrival(0));
                assertThat(clock.dtsNanos()).isGreaterThanOrEqualTo(lastDts + MILLIS);
                assertThat(clock.ptsNanos() - clock.dtsNanos()).isBetween(0L, 601 * MILLIS);
                lastDts = clock.dtsNanos();
            }
        }
        assertThat(clock.anchors()).isEqualTo(1);
    }

    @Test
    void withoutReportsPicturesStandWhereTheyArrive() {
        videoDelayMillis = 300;
        jitterMillis = 20;
        run(20_000);

        assertThat(clock.byReports()).isFalse();
        assertThat(offByArrivalNanos).isCloseTo(0, offset(15 * MILLIS));
    }

    @Test
    void reportsPutPicturesBackToTheirSound() {
        videoDelayMillis = 300;
        jitterMillis = 10;
        run(5_000);
        report();
        run(8_000);

        assertThat(clock.byReports()).isTrue();
        assertThat(errorNanos).isCloseTo(0, offset(15 * MILLIS));
        assertThat(clock.skewNanos()).isCloseTo(-300 * MILLIS, offset(25 * MILLIS));
    }

    @Test
    void reportsBeforeTheFirstPictureCount() {
        videoDelayMillis = 300;
        clock.videoReport(videoReport(0));
        run(400);
        clock.audioReport(audioReport(0));
        run(2_500);

        assertThat(errorNanos).isCloseTo(0, offset(15 * MILLIS));
    }

    @Test
    void aReportOfOneTrackAloneMovesNothing() {
        videoDelayMillis = 200;
        run(2_000);
        clock.videoReport(videoReport(0));
        run(6_000);

        assertThat(offByArrivalNanos).isCloseTo(0, offset(5 * MILLIS));
    }

    @Test
    void picturesStayWithTheirSoundForHoursOfDrift() {
        videoDelayMillis = 150;
        jitterMillis = 15;
        ppm = 500;
        for (int i = 1; i < 1500; i++) {
            run(i * 5_000L);
            report();
            if (i > 2) {
                assertThat(errorNanos).isCloseTo(0, offset(15 * MILLIS));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {3_000, -3_000, 86_400_000, -86_400_000, 3_000_000_000L})
    void reportsThatMakeNoSenseAreNotFollowed(long wrongMillis) {
        run(3_000);
        clock.audioReport(audioReport(0));
        clock.videoReport(videoReport(wrongMillis));
        run(10_000);

        assertThat(clock.byReports()).isFalse();
        assertThat(clock.refusedReports()).isPositive();
        assertThat(offByArrivalNanos).isCloseTo(0, offset(5 * MILLIS));
    }

    @Test
    void aReportThatJumpsIsNotFollowedUntilOthersAgree() {
        run(3_000);
        report();
        run(6_000);
        clock.videoReport(videoReport(400));
        run(9_000);
        assertThat(errorNanos).isCloseTo(0, offset(5 * MILLIS));

        for (int i = 0; i < 3; i++) {
            clock.videoReport(videoReport(400));
            run(atMillis + 3_000);
        }
        assertThat(errorNanos).isCloseTo(400 * MILLIS, offset(15 * MILLIS));
    }

    @Test
    void reportsAtRandomDoNoHarm() {
        run(3_000);
        report();
        for (int i = 0; i < 50; i++) {
            clock.videoReport(videoReport(random.nextLong(-900, 900)));
            run(atMillis + 1_000);
            assertThat(errorNanos).isCloseTo(0, offset(300 * MILLIS));
        }
        report();
        report();
        report();
        run(atMillis + 3_000);
        assertThat(errorNanos).isCloseTo(0, offset(10 * MILLIS));
    }

    @Test
    void aReportWithoutClockIsNoReport() {
        run(1_000);
        clock.audioReport(new SenderReport(1, new NtpTime(0), 5, 0, 0, List.of()));
        clock.videoReport(new SenderReport(2, new NtpTime(0), 5, 0, 0, List.of()));

        assertThat(clock.byReports()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {10_000_000, -10_000_000, 0x8000_0000L})
    void aJumpOfTheTimestampsIsPlacedByArrivalAgain(long jump) {
        run(3_000);
        videoBase += jump;
        run(6_000);

        assertThat(clock.anchors()).isEqualTo(2);
        assertThat(offByArrivalNanos).isCloseTo(0, offset(10 * MILLIS));
    }

    @Test
    void anotherAnchorOfTheSoundKeepsTheSkew() {
        videoDelayMillis = 300;
        run(3_000);
        report();
        run(6_000);
        audioBase += 5_000_000;
        run(9_000);

        assertThat(clock.byReports()).isFalse();
        assertThat(errorNanos).isCloseTo(0, offset(15 * MILLIS));
        report();
        run(12_000);
        assertThat(errorNanos).isCloseTo(0, offset(15 * MILLIS));
    }

    /** Sound and pictures up to this time of the sender's clock. */
    private void run(long untilMillis) {
        for (; atMillis < untilMillis; atMillis += 20) {
            long audioArrival = arrival(0);
            timeline.tick(arrival(0), _ -> {});
            timeline.process(
                    new AudioFrame(
                            audioTicks() & 0xFFFF_FFFFL,
                            8000,
                            audioArrival,
                            false,
                            8000,
                            new short[160]),
                    _ -> {});
            if (atMillis % 40 == 0 && atMillis >= videoDelayMillis) {
                picture();
            }
        }
    }

    /** The one captured the delay ago arrives now. */
    private void picture() {
        long captured = atMillis - videoDelayMillis;
        long ticks = videoBase + captured * 90;
        long arrival = arrival(jitterMillis);
        clock.place(ticks & 0xFFFF_FFFFL, arrival);
        assertThat(clock.dtsNanos()).isGreaterThanOrEqualTo(lastDts + MILLIS);
        assertThat(clock.ptsNanos()).isGreaterThanOrEqualTo(clock.dtsNanos());
        lastDts = clock.dtsNanos();
        double sound =
                timeline.nanosOf(timeline.ownNanos((audioBase + captured * 8) & 0xFFFF_FFFFL));
        errorNanos = clock.ptsNanos() - Math.round(sound);
        offByArrivalNanos = clock.ptsNanos() - streamClock.at(arrival(0));
    }

    private long arrival(long jitter) {
        long late = jitter == 0 ? 0 : random.nextLong(jitter * MILLIS);
        return ORIGIN + (long) (atMillis * MILLIS * (1 + ppm * 1e-6)) + late;
    }

    private long audioTicks() {
        return audioBase + atMillis * 8;
    }

    private void report() {
        clock.audioReport(audioReport(0));
        clock.videoReport(videoReport(0));
    }

    private SenderReport audioReport(long wrongMillis) {
        return new SenderReport(1, ntp(wrongMillis), audioTicks() & 0xFFFF_FFFFL, 0, 0, List.of());
    }

    private SenderReport videoReport(long wrongMillis) {
        long ticks = (videoBase + atMillis * 90) & 0xFFFF_FFFFL;
        return new SenderReport(2, ntp(wrongMillis), ticks, 0, 0, List.of());
    }

    private NtpTime ntp(long wrongMillis) {
        return NTP.plusNanos((atMillis + wrongMillis) * MILLIS);
    }
}
