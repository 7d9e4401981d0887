package io.sipcast.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Our own loop stands still: what came meanwhile is there, only read late. Nobody may hear that.
 */
class StalledLoopTest {
    private static final long MILLIS = VirtualCall.MILLIS;

    private final VirtualCall call = new VirtualCall();

    @ParameterizedTest
    @ValueSource(longs = {90, 150, 290, 600, 900})
    void nothingThatCameMeanwhileIsMissing(long millis) {
        call.stall(1_000, 1_000 + millis);
        call.runUntil(6_000);

        assertNothingMade();
        assertThat(sentAt(call.sound)).isEqualTo(5_985 * MILLIS);
        assertThat(call.sound.getLast().endNanos()).isCloseTo(6_000 * MILLIS, offset(2 * MILLIS));
    }

    @Test
    void itMayStandStillOverAndOver() {
        for (long at = 1_000; at < 5_000; at += 250) {
            call.stall(at, at + 200);
        }
        call.runUntil(8_000);

        assertNothingMade();
    }

    @Test
    void itMayStandStillWhilePacketsOvertakeEachOther() {
        call.reorderPercent = 20;
        for (long at = 1_000; at < 20_000; at += 1_000) {
            call.stall(at, at + 200);
        }
        call.runUntil(22_000);

        assertNothingMade();
        assertThat(call.audioStats().packets().lost()).isZero();
        assertThat(call.videoStats().packets().lost()).isZero();
    }

    /** The one that is missing comes, but behind two others that are read first. */
    @Test
    void aGapMayBeReadOnlyAfterIt() {
        call.runUntil(1_000);
        call.delayMillis = 45; // of the one that leaves at 1005
        call.runUntil(1_010);
        call.delayMillis = 0;
        call.stall(1_030, 1_230);
        call.runUntil(3_000);

        assertNothingMade();
        assertThat(call.audioStats().packets().lost()).isZero();
    }

    @Test
    void whatWasLostMeanwhileIsFilled() {
        call.runUntil(1_050);
        call.stall(1_060, 1_260);
        call.runUntil(1_100);
        call.lossPercent = 100;
        call.runUntil(1_120);
        call.lossPercent = 0;
        call.runUntil(3_000);

        assertThat(call.audioStats().filledMillis()).isEqualTo(20);
        assertThat(call.audioStats().droppedPackets()).isZero();
    }

    @Test
    void aPeerThatFallsSilentMeanwhileIsWaitedForNoLongerThanUsual() {
        call.runUntil(1_000);
        call.audioOn = false;
        call.stall(1_010, 1_310);
        call.runUntil(1_600);

        assertThat(call.sound.getLast().endNanos()).isBetween(1_460 * MILLIS, 1_490 * MILLIS);
    }

    @Test
    void picturesAskForNothing() {
        call.runUntil(2_900);
        long asked = call.videoStats().keyFrameRequests();
        call.stall(2_910, 3_200);
        call.runUntil(3_600);

        assertThat(call.videoStats().keyFrameRequests()).isEqualTo(asked);
        assertThat(call.videoStats().losses()).isZero();
    }

    /** Fifty calls are answered at once by a process that has just started. */
    @ParameterizedTest
    @ValueSource(longs = {30, 100, 190, 330})
    void aStreamThatBeginsLateGoesOnAtItsOwnSpeed(long millis) {
        call.stall(0, millis);
        call.runUntil(20_000);

        assertNothingMade();
        for (Pcm block : call.sound) {
            long lasts = block.endNanos() - block.startNanos();
            assertThat(lasts).isCloseTo(20 * MILLIS, offset(2_000L)); // 100 ppm
        }
        assertThat(call.audioStats().driftPpm()).isCloseTo(0, offset(5.0));
    }

    @ParameterizedTest
    @ValueSource(longs = {30, 190, 330})
    void picturesOfAStreamThatBeginsLateKeepToTheirSound(long millis) {
        call.reportsOn = false;
        call.stall(0, millis);
        call.runUntil(5_000);

        long picture = call.pictures.getLast().dtsNanos();
        long pictureSent = (7 + 40L * NumberedSlice.number(call.pictures.getLast())) * MILLIS;
        long soundSent = sentAt(call.sound);
        long sound = call.sound.getLast().startNanos();
        assertThat(picture - sound).isCloseTo(pictureSent - soundSent, offset(3 * MILLIS));
    }

    private void assertNothingMade() {
        assertThat(call.audioStats().filledMillis()).isZero();
        assertThat(call.audioStats().droppedPackets()).isZero();
        assertThat(call.audioStats().anchors()).isOne();
    }

    /** When the last block left the callee: they come one after the other, none is missing. */
    private static long sentAt(List<Pcm> blocks) {
        return (5 + 20L * (blocks.size() - 1)) * MILLIS;
    }
}
