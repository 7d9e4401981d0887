package io.sipcast.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Packets of 20 ms from a sender whose time is given; ticks of 10 ms; all in virtual time. */
class AudioTimelineTest {
    private static final long MILLIS = 1_000_000L;
    private static final long ORIGIN = 77_000_000_000L;
    private static final int TONE = 5000;

    private final StreamClock clock = new StreamClock();
    private final AudioTimeline timeline =
            new AudioTimeline(
                    clock, 8000, 8000, JitterBounds.DEFAULT.target(Duration.ofMillis(40)));
    private final List<Pcm> blocks = new ArrayList<>();
    private boolean keep = true;
    private long nowNanos = ORIGIN;
    private long endNanos;
    private long samples;
    private long firstTimestamp = 1000;

    @Test
    void packetsInOrderGoThroughAtOnceAndUnchanged() {
        for (int i = 0; i < 50; i++) {
            packet(i, 20L * i);
            assertThat(blocks).hasSize(i + 1);
        }

        assertThat(blocks.getFirst().startNanos()).isZero();
        assertThat(blocks.getLast().endNanos()).isCloseTo(1000 * MILLIS, offset(MILLIS));
        assertThat(timeline.filledNanos()).isZero();
    }

    @Test
    void aLostPacketIsFilledWithWhatWasBeforeIt() {
        packet(0, 0);
        packet(1, 20);
        packet(3, 60);

        assertThat(blocks).hasSize(4);
        assertThat(blocks.get(2).samples()).hasSize(160);
        assertThat(blocks.get(2).samples()[20]).isEqualTo((short) TONE);
        assertThat(timeline.filledNanos()).isEqualTo(20 * MILLIS);
    }

    @Test
    void aSilentSenderIsCarriedOnBySilence() {
        packet(0, 0);
        ticksUntil(10_000);

        assertThat(blocks.getLast().endNanos()).isBetween(9_860 * MILLIS, 9_920 * MILLIS);
        assertThat(blocks.getLast().samples()).containsOnly((short) 0);
    }

    /** DTX, or a sender on hold whose timestamps go on. */
    @Test
    void soundReturnsToItsPlaceAfterAPauseInWhichTimestampsWentOn() {
        run(0, 50);
        ticksUntil(11_000);
        run(550, 600);

        assertThat(timeline.anchors()).isEqualTo(1);
        assertThat(timeline.late()).isZero();
        assertThat(samples).isEqualTo(600 * 160);
    }

    @Test
    void soundReturnsSoonAfterAPauseInWhichTimestampsStoodStill() {
        run(0, 50);
        ticksUntil(11_000);
        for (int i = 0; i < 50; i++) {
            ticksUntil(11_000 + 20 * i);
            packet(50 + i, 11_000 + 20 * i);
        }

        assertThat(timeline.anchors()).isEqualTo(2);
        assertThat(timeline.late()).isLessThanOrEqualTo(4);
        assertThat(endNanos).isCloseTo(12_000 * MILLIS, offset(10 * MILLIS));
    }

    @Test
    void aStallOfTheNetworkIsFilledAndWhatComesAfterwardsIsDropped() {
        run(0, 50);
        ticksUntil(3_000);
        for (int i = 50; i < 151; i++) {
            packet(i, 3_000);
        }
        run(151, 200);

        assertThat(timeline.anchors()).isEqualTo(1);
        assertThat(timeline.late()).isBetween(90L, 96L);
        assertThat(endNanos).isCloseTo(4_000 * MILLIS, offset(10 * MILLIS));
    }

    @Test
    void packetsThatComeInBurstsAreNotFilledBetween() {
        keep = false;
        for (int i = 0; i < 3000; i++) {
            long burst = i / 12 * 240L;
            ticksUntil(burst);
            packet(i, burst);
        }

        assertThat(timeline.filledNanos()).isZero();
        assertThat(timeline.late()).isZero();
        assertThat(timeline.anchors()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, -500, 50, 0})
    void theDriftOfTheSenderIsFollowedForHours(int ppm) {
        keep = false;
        Random random = new Random(9);
        long greatest = 0;
        for (int i = 0; i < 3 * 3600 * 50; i++) {
            double millis = i * 20.0 * (1 + ppm * 1e-6);
            ticksUntil((long) millis);
            long arrival = (long) (millis * MILLIS) + random.nextLong(15 * MILLIS);
            frame(firstTimestamp + 160L * i, arrival, false);
            long behind = clock.at(ORIGIN + arrival) - (endNanos - 20 * MILLIS);
            greatest = Math.max(greatest, Math.abs(behind));
        }

        assertThat(greatest).isLessThan(35 * MILLIS); // 15 of them are jitter
        assertThat(timeline.driftPpm()).isCloseTo(ppm, offset(60.0));
        assertThat(timeline.filledNanos()).isZero();
        assertThat(timeline.late()).isZero();
        assertThat(samples).isEqualTo(3 * 3600 * 8000);
    }

    @Test
    void jitterOfTheNetworkMovesNothing() {
        keep = false;
        Random random = new Random(3);
        for (int i = 0; i < 15_000; i++) {
            ticksUntil(20L * i);
            frame(
                    firstTimestamp + 160L * i,
                    20L * i * MILLIS + random.nextLong(60 * MILLIS),
                    false);
        }

        assertThat(timeline.filledNanos()).isZero();
        assertThat(timeline.late()).isZero();
        assertThat(endNanos).isCloseTo(clock.at(ORIGIN + 300_000 * MILLIS), offset(15 * MILLIS));
    }

    /** As Wi-Fi does: nothing for a third of a second, then all of it. */
    @Test
    void stallsAreFilledOnlyOnceAndNothingIsDelayedAfterwards() {
        keep = false;
        long filled = 0;
        for (int i = 0; i < 6_000; i++) {
            long sent = 20L * i;
            long stallEnd = sent / 10_000 * 10_000 + 5_350;
            long arrival = sent >= stallEnd - 350 && sent < stallEnd ? stallEnd : sent;
            ticksUntil(arrival);
            packet(i, arrival);
            if (sent == 9_000) {
                filled = timeline.filledNanos();
                assertThat(filled).isBetween(200 * MILLIS, 260 * MILLIS);
            }
        }

        assertThat(timeline.filledNanos()).isEqualTo(filled);
        assertThat(timeline.anchors()).isEqualTo(1);
        assertThat(endNanos).isCloseTo(120_000 * MILLIS, offset(5 * MILLIS));
        assertThat(timeline.allowanceNanos()).isBetween(350 * MILLIS, 400 * MILLIS);
    }

    @Test
    void aSilentSenderIsWaitedForAsBeforeOnceTheNetworkIsGoodAgain() {
        keep = false;
        run(0, 50);
        ticksUntil(1_300);
        for (int i = 50; i < 65; i++) {
            packet(i, 1_300);
        }
        assertThat(timeline.allowanceNanos()).isEqualTo(320 * MILLIS);
        run(65, 5_000);

        assertThat(timeline.allowanceNanos()).isEqualTo(100 * MILLIS);
    }

    @Test
    void saysWhenAPacketThatIsHeldBackMustGoOn() {
        run(0, 50);
        assertThat(timeline.mustHave(firstTimestamp + 160 * 50, ORIGIN + 1_099 * MILLIS)).isFalse();
        assertThat(timeline.mustHave(firstTimestamp + 160 * 50, ORIGIN + 1_100 * MILLIS)).isTrue();
        assertThat(timeline.mustHave(firstTimestamp + 160 * 51, ORIGIN + 1_119 * MILLIS)).isFalse();
    }

    @Test
    void timestampsWrap() {
        firstTimestamp = 0xFFFF_FFFFL - 160 * 20;
        run(0, 50);

        assertThat(timeline.anchors()).isEqualTo(1);
        assertThat(timeline.filledNanos()).isZero();
        assertThat(samples).isEqualTo(50 * 160);
    }

    @ParameterizedTest
    @ValueSource(longs = {1_000_000, -1_000_000, 0x8000_0000L, 5000, -5000})
    void aJumpOfTimestampsNeitherStopsNorHoldsTheSound(long jump) {
        run(0, 50);
        firstTimestamp = (firstTimestamp + jump) & 0xFFFF_FFFFL;
        run(50, 100);

        assertThat(timeline.anchors()).isEqualTo(2);
        assertThat(timeline.late()).isLessThanOrEqualTo(4);
        assertThat(endNanos).isCloseTo(2_000 * MILLIS, offset(30 * MILLIS));
    }

    @Test
    void anotherSourceFollowsWithoutAHole() {
        run(0, 50);
        frame(0xABCD_EF00L, 1_000 * MILLIS, true);
        frame(0xABCD_EF00L + 160, 1_020 * MILLIS, false);

        assertThat(timeline.late()).isZero();
        assertThat(endNanos).isCloseTo(1_040 * MILLIS, offset(10 * MILLIS));
    }

    @Test
    void soundThatStartsAfterThePictureHasSilenceBeforeIt() {
        clock.start(ORIGIN);
        ticksUntil(3_000);
        assertThat(blocks.getFirst().startNanos()).isZero();
        run(150, 200);

        assertThat(endNanos).isCloseTo(4_000 * MILLIS, offset(10 * MILLIS));
        assertThat(timeline.filledNanos()).isBetween(2980 * MILLIS, 3020 * MILLIS);
    }

    @Test
    void whatOverlapsIsCut() {
        run(0, 10);
        frame(firstTimestamp + 160 * 10 - 80, 200 * MILLIS, false);

        assertThat(samples).isEqualTo(10 * 160 + 80);
    }

    /** Packets from one number to another, each on time, with the ticks between. */
    private void run(int from, int to) {
        for (int i = from; i < to; i++) {
            ticksUntil(20L * i);
            packet(i, 20L * i);
        }
    }

    private void packet(int number, long millis) {
        frame(firstTimestamp + 160L * number, millis * MILLIS, false);
    }

    private void frame(long timestamp, long arrival, boolean restarted) {
        short[] samples = new short[160];
        Arrays.fill(samples, (short) TONE);
        timeline.process(
                new AudioFrame(
                        timestamp & 0xFFFF_FFFFL, 8000, ORIGIN + arrival, restarted, 8000, samples),
                this::take);
    }

    private void ticksUntil(long millis) {
        for (; nowNanos - ORIGIN < millis * MILLIS; nowNanos += 10 * MILLIS) {
            timeline.tick(nowNanos, this::take);
        }
    }

    /** Whatever else: no hole, no overlap, no step back. */
    private void take(Pcm block) {
        assertThat(block.startNanos()).isEqualTo(endNanos);
        samples += block.samples().length;
        double nominal = block.samples().length * 125_000.0;
        assertThat((double) (block.endNanos() - block.startNanos()))
                .isCloseTo(nominal, offset(nominal * 0.0016 + 1));
        endNanos = block.endNanos();
        if (keep) {
            blocks.add(block);
        }
    }
}
