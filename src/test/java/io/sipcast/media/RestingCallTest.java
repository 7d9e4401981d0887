package io.sipcast.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sipcast.rtp.ReportBlock;
import io.sipcast.rtp.RtcpCompound;
import io.sipcast.rtp.RtcpPacket;
import io.sipcast.rtp.RtpPacket;
import io.sipcast.rtp.SenderReport;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Nobody watches, so packets wait in their sockets, and are taken many at a time with the times at
 * which they came. All becomes of them that becomes of packets that are taken at once.
 */
class RestingCallTest {
    private static final long MILLIS = VirtualCall.MILLIS;

    /** As long as one look may be from the next: with sound alone. */
    private static final long LOOK = 190;

    /** And with pictures. */
    private static final long PICTURES_LOOK = 35;

    private static VirtualCall unheard(
            @Nullable VideoTrack video, long look, Consumer<VirtualCall> course) {
        var call = new VirtualCall(video);
        call.session.listen(false);
        call.runUntil(2_000);
        call.rest(look);
        course.accept(call);
        call.rest(0);
        return call;
    }

    private static VirtualCall resting(Consumer<VirtualCall> course) {
        return unheard(null, LOOK, course);
    }

    private static VirtualCall awake(Consumer<VirtualCall> course) {
        return unheard(null, 0, course);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "3, 0", "20, 0", "0, 20", "5, 5", "20, 20"})
    void whatIsLostOrLateIsAsIfItHadBeenTakenAtOnce(int lost, int reordered) {
        Consumer<VirtualCall> course =
                one -> {
                    one.lossPercent = lost;
                    one.reorderPercent = reordered;
                    one.duplicatePercent = reordered;
                    one.runUntil(30_000);
                    one.lossPercent = 0;
                    one.reorderPercent = 0;
                    one.duplicatePercent = 0;
                    one.runUntil(31_000);
                };
        MediaStats.Audio expected = awake(course).audioStats();
        MediaStats.Audio stats = resting(course).audioStats();

        assertThat(stats.packets().packets()).isEqualTo(expected.packets().packets());
        assertThat(stats.packets().lost()).isEqualTo(expected.packets().lost());
        assertThat(stats.packets().duplicates()).isEqualTo(expected.packets().duplicates());
        assertThat(stats.packets().late()).isEqualTo(expected.packets().late());
        assertThat(stats.packets().jitterMillis()).isEqualTo(expected.packets().jitterMillis());
        assertThat(stats.droppedPackets()).isEqualTo(expected.droppedPackets());
        assertThat(stats.driftPpm()).isEqualTo(expected.driftPpm());
    }

    @Test
    void whoComesHearsWhatWaitedAtOnce() {
        VirtualCall always = awake(one -> one.runUntil(20_130));
        VirtualCall call = resting(one -> one.runUntil(20_130));
        always.session.listen(true);
        call.session.listen(true);

        assertThat(call.sound.getLast().endNanos()).isEqualTo(always.sound.getLast().endNanos());
        assertThat(lastSecond(call)).isEqualTo(lastSecond(always));

        always.runUntil(25_000);
        call.runUntil(25_000);
        assertThat(lastSecond(call)).isEqualTo(lastSecond(always));
        assertThat(call.audioStats().filledMillis()).isZero();
    }

    @Test
    void thePeerGetsItsPacketEachTwentyMilliseconds() {
        VirtualCall call = resting(one -> one.runUntil(10_000));

        List<VirtualCall.Sent> sent = new ArrayList<>(call.rtp);
        sent.removeIf(one -> one.atNanos() < VirtualCall.ORIGIN + 2_000 * MILLIS);
        assertThat(sent).hasSizeBetween(400, 401);
        for (int i = 1; i < sent.size(); i++) {
            RtpPacket before = RtpPacket.read(sent.get(i - 1).datagram().duplicate(), 0);
            RtpPacket next = RtpPacket.read(sent.get(i).datagram().duplicate(), 0);
            assertThat(sent.get(i).atNanos() - sent.get(i - 1).atNanos()).isEqualTo(20 * MILLIS);
            assertThat(next.sequence()).isEqualTo((before.sequence() + 1) & 0xFFFF);
            assertThat(next.timestamp()).isEqualTo((before.timestamp() + 160) & 0xFFFF_FFFFL);
            assertThat(next.marker()).isFalse();
        }
    }

    @Test
    void keysOfThePeerAreToldWithTheirTimes() {
        VirtualCall call =
                resting(one -> {
                    one.runUntil(5_000);
                    one.pressKey(7, 200);
                    one.runUntil(6_000);
                });

        assertThat(call.keys).hasSize(1);
        String[] told = call.keys.getFirst().split(" ", -1);
        assertThat(told[0]).isEqualTo("7");
        assertThat(Long.parseLong(told[1])).isBetween(4_980L, 5_030L);
        assertThat(Long.parseLong(told[2])).isBetween(180L, 220L);
    }

    @Test
    void keysForThePeerAreSentInTheirPlace() {
        VirtualCall call =
                resting(one -> {
                    one.runUntil(5_000);
                    one.session.press('5', java.time.Duration.ofMillis(160));
                    one.runUntil(6_000);
                });
        List<RtpPacket> keys =
                call.rtp.stream()
                        .map(one -> RtpPacket.read(one.datagram().duplicate(), one.atNanos()))
                        .filter(one -> one.payloadType() == VirtualCall.EVENT_TYPE)
                        .toList();

        assertThat(keys).hasSize(10); // eight while it is pressed, and its end twice more
        assertThat(keys.getFirst().arrivalNanos())
                .isBetween(
                        VirtualCall.ORIGIN + 5_000 * MILLIS, VirtualCall.ORIGIN + 5_030 * MILLIS);
        assertThat(keys.getLast().arrivalNanos() - keys.getFirst().arrivalNanos())
                .isEqualTo(180 * MILLIS);
    }

    @Test
    void reportsTellOfAllThatCameByTheTimeTheyLeave() {
        VirtualCall call = resting(one -> one.runUntil(30_000));

        List<VirtualCall.Sent> sent = new ArrayList<>(call.rtcp);
        sent.removeIf(one -> one.atNanos() < VirtualCall.ORIGIN + 3_000 * MILLIS);
        assertThat(sent).hasSizeBetween(4, 14);
        for (VirtualCall.Sent one : sent) {
            ReportBlock block = report(one).blocks().getFirst();
            long number = (one.atNanos() - VirtualCall.ORIGIN - 5 * MILLIS) / (20 * MILLIS);
            assertThat((int) block.highestSequence() - 65_500).isEqualTo((int) number);
            assertThat(block.fractionLost()).isZero();
            assertThat(block.jitter()).isLessThan(8); // a millisecond
        }
    }

    @Test
    void picturesAreTheSameAndInTime() {
        Consumer<VirtualCall> course = one -> one.runUntil(20_000);
        VideoTrack pictures = VirtualCall.videoTrack(true, true);
        VirtualCall always = unheard(pictures, 0, course);
        VirtualCall call = unheard(pictures, PICTURES_LOOK, course);

        assertThat(call.pictures).hasSizeGreaterThan(490);
        assertThat(call.pictures)
                .extracting(NumberedSlice::number)
                .isEqualTo(always.pictures.stream().map(NumberedSlice::number).toList());
        for (int i = 0; i < call.pictures.size(); i++) {
            assertThat(call.pictures.get(i).ptsNanos())
                    .isCloseTo(always.pictures.get(i).ptsNanos(), within(100_000L));
            assertThat(call.pictureTimes.get(i) - always.pictureTimes.get(i))
                    .as("waited")
                    .isBetween(0L, 50 * MILLIS);
        }
    }

    @Test
    void picturesThatAreMissingAreAskedForSoonEnough() {
        Consumer<VirtualCall> course =
                one -> {
                    one.lossPercent = 5;
                    one.runUntil(20_000);
                };
        VideoTrack pictures = VirtualCall.videoTrack(true, true);
        VirtualCall always = unheard(pictures, 0, course);
        VirtualCall call = unheard(pictures, PICTURES_LOOK, course);
        MediaStats.Video stats = call.videoStats();

        assertThat(stats.feedback().nacks()).isGreaterThan(20);
        assertThat(stats.packets().lost()).isBetween(40L, 160L); // of 1500: the link repeats none
        assertThat(call.pictures.size()).isGreaterThan(always.pictures.size() * 4 / 5);
        long keys = call.pictures.stream().filter(MediaUnit::key).count();
        assertThat(keys).as("asked for after losses").isGreaterThan(15);
    }

    private static SenderReport report(VirtualCall.Sent sent) {
        for (RtcpPacket packet : RtcpCompound.read(sent.datagram().duplicate())) {
            if (packet instanceof SenderReport report) {
                return report;
            }
        }
        throw new AssertionError("no report");
    }

    private static List<Short> lastSecond(VirtualCall call) {
        List<Short> all = new ArrayList<>();
        long from = call.sound.getLast().endNanos() - 1_000 * MILLIS;
        for (Pcm block : call.sound) {
            if (block.startNanos() >= from) {
                for (short sample : block.samples()) {
                    all.add(sample);
                }
            }
        }
        return all;
    }
}
