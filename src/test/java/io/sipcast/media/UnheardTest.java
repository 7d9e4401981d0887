package io.sipcast.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nobody listens, then somebody does: he hears what he would have heard, when he would have. */
class UnheardTest {
    private static final long MILLIS = VirtualCall.MILLIS;

    /** The same with somebody who has always listened. */
    private static VirtualCall heard(Consumer<VirtualCall> course) {
        var call = new VirtualCall();
        course.accept(call);
        return call;
    }

    private static VirtualCall unheard(Consumer<VirtualCall> course) {
        var call = new VirtualCall();
        call.session.listen(false);
        course.accept(call);
        return call;
    }

    @Test
    void nothingIsGivenOutWhileNobodyListens() {
        VirtualCall call = unheard(one -> one.runUntil(10_000));

        assertThat(call.sound).isEmpty();
        assertThat(call.pictures).hasSizeGreaterThan(240);
        assertThat(call.audioStats().packets().packets()).isEqualTo(500);
        assertThat(call.audioStats().levelDbfs()).isNull();
    }

    @Test
    void whoComesHearsTheLastMomentsAtOnceAsTheyWere() {
        VirtualCall always = heard(one -> one.runUntil(10_000));
        VirtualCall call = unheard(one -> one.runUntil(10_000));

        call.session.listen(true);

        long end = call.sound.getLast().endNanos();
        assertThat(end).isEqualTo(always.sound.getLast().endNanos());
        assertThat(call.sound.getFirst().startNanos())
                .isBetween(end - 1_600 * MILLIS, end - 1_000 * MILLIS);
        isTheEndOf(always.sound, call.sound, 20);
        assertThat(call.audioStats().levelDbfs()).isCloseTo(-15.26, within(0.01));
        assertThat(call.audioStats().filledMillis()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 20})
    void whatIsLostMeanwhileMovesNothing(int percent) {
        Consumer<VirtualCall> course =
                one -> {
                    one.lossPercent = percent;
                    one.reorderPercent = percent;
                    one.duplicatePercent = percent;
                    one.runUntil(20_000);
                };
        VirtualCall always = heard(course);
        VirtualCall call = unheard(course);
        call.session.listen(true);
        always.runUntil(25_000);
        call.runUntil(25_000);

        assertThat(call.pictures)
                .extracting(MediaUnit::ptsNanos)
                .isEqualTo(always.pictures.stream().map(MediaUnit::ptsNanos).toList());
        assertThat(call.audioStats().packets().lost())
                .isEqualTo(always.audioStats().packets().lost());
        assertThat(call.audioStats().droppedPackets())
                .isEqualTo(always.audioStats().droppedPackets());
        assertThat(call.audioStats().driftPpm()).isEqualTo(always.audioStats().driftPpm());
        isContinuous(call.sound);
        isTheEndOf(always.sound, call.sound, 1_250);
    }

    @Test
    void whoLeavesAndComesAgainSoonMissesNothing() {
        Consumer<VirtualCall> course =
                one -> {
                    one.lossPercent = 5;
                    one.runUntil(5_000);
                };
        VirtualCall always = heard(course);
        VirtualCall call = heard(course);
        for (int i = 0; i < 20; i++) {
            call.session.listen(i % 2 == 1);
            call.runUntil(5_000 + 173 * (i + 1));
        }
        always.runUntil(5_000 + 173 * 20);

        isContinuous(call.sound);
        assertThat(samples(call.sound)).isEqualTo(samples(always.sound));
    }

    @Test
    void whatIsLongIsDecodedInParts() {
        Consumer<VirtualCall> course =
                one -> {
                    one.lossPercent = 5;
                    one.reorderPercent = 5;
                    one.keptMillis = 8_000;
                    one.runUntil(12_000);
                };
        VirtualCall always = heard(course);
        VirtualCall call = unheard(course);

        call.session.listen(true);
        int atOnce = call.sound.size();
        assertThat(lengthMillis(call.sound)).isBetween(1_900L, 2_400L);
        call.session.listen(false); // in between: it is too late for that
        call.session.listen(true);
        assertThat(call.sound).hasSize(atOnce);
        call.runUntil(12_060);
        assertThat(lengthMillis(call.sound)).isGreaterThan(8_000L);

        always.runUntil(16_000);
        call.runUntil(16_000);
        isContinuous(call.sound);
        isTheEndOf(always.sound, call.sound, 250);
    }

    @Test
    void whoLeavesWhileItIsDecodedIsFollowedWhenThatIsDone() {
        VirtualCall call = unheard(one -> one.keptMillis = 8_000);
        call.runUntil(12_000);
        call.session.listen(true);
        call.session.listen(false);
        call.runUntil(12_060);
        int heard = call.sound.size();
        call.runUntil(20_000);

        assertThat(lengthMillis(call.sound)).isBetween(8_000L, 9_000L);
        assertThat(call.sound).hasSize(heard);
    }

    private static long lengthMillis(List<Pcm> blocks) {
        return (blocks.getLast().endNanos() - blocks.getFirst().startNanos()) / MILLIS;
    }

    @Test
    void whoComesLongAfterTheLastOneHearsNothingOld() {
        VirtualCall call = heard(one -> one.runUntil(5_000));
        call.session.listen(false);
        call.runUntil(100_000);
        int before = call.sound.size();
        call.session.listen(true);
        call.runUntil(101_000);

        List<Pcm> since = call.sound.subList(before, call.sound.size());
        assertThat(since.getFirst().startNanos()).isGreaterThan(98_000 * MILLIS);
        isContinuous(since);
        assertThat(ToneMeter.hz(samples(since), 8000)).isBetween(376.0, 388.0); // 0.3 a sample
        assertThat(ToneMeter.dbfs(samples(since))).isBetween(-15.4, -15.1);
    }

    @Test
    void anotherSpeakerIsPutWhereHeWouldBe() {
        Consumer<VirtualCall> course =
                one -> {
                    one.runUntil(9_500);
                    one.switchSpeaker();
                    one.runUntil(10_000);
                };
        VirtualCall always = heard(course);
        VirtualCall call = unheard(course);
        call.session.listen(true);
        always.runUntil(12_000);
        call.runUntil(12_000);

        isContinuous(call.sound);
        isTheEndOf(always.sound, call.sound, 20);
        assertThat(call.audioStats().anchors()).isEqualTo(2);
    }

    @Test
    void aPauseWithoutAnythingIsSilence() {
        Consumer<VirtualCall> course =
                one -> {
                    one.runUntil(5_000);
                    one.audioOn = false;
                    one.runUntil(60_000);
                };
        VirtualCall always = heard(course);
        VirtualCall call = unheard(course);
        call.session.listen(true);
        always.audioOn = true;
        call.audioOn = true;
        always.runUntil(61_000);
        call.runUntil(61_000);

        isContinuous(call.sound);
        assertThat(call.sound.getFirst().startNanos()).isGreaterThan(58_500 * MILLIS);
        assertThat(call.sound.getLast().endNanos()).isEqualTo(always.sound.getLast().endNanos());
        short[] all = samples(call.sound);
        short[] reference = samples(always.sound);
        assertThat(java.util.Arrays.copyOfRange(all, all.length - 8_000, all.length))
                .isEqualTo(
                        java.util.Arrays.copyOfRange(
                                reference, reference.length - 8_000, reference.length));
    }

    @Test
    void keysAreHeardByUs() {
        VirtualCall call =
                unheard(one -> {
                    one.runUntil(5_000);
                    one.pressKey(7, 200);
                    one.runUntil(6_000);
                });

        assertThat(call.keys).hasSize(1);
        assertThat(call.keys.getFirst()).startsWith("7 ");
    }

    @Test
    void whatIsHeldFromTheAirIsNotHeardLater() {
        Consumer<VirtualCall> course =
                one -> {
                    one.runUntil(5_000);
                    one.session.hold(true);
                    one.runUntil(8_000);
                };
        VirtualCall call = unheard(course);
        call.session.listen(true);
        call.runUntil(9_000);
        assertThat(samples(call.sound)).containsOnly((short) 0);

        call.session.hold(false);
        call.runUntil(10_000);
        isContinuous(call.sound);
        assertThat(call.audioStats().levelDbfs()).isGreaterThan(-17);
    }

    /** Blocks from a time after the first one are the same, to the sample and the nanosecond. */
    private static void isTheEndOf(List<Pcm> always, List<Pcm> heard, long afterMillis) {
        long from = heard.getFirst().startNanos() + afterMillis * MILLIS;
        List<Pcm> expected = always.stream().filter(one -> one.startNanos() >= from).toList();
        List<Pcm> actual = heard.stream().filter(one -> one.startNanos() >= from).toList();
        assertThat(actual).extracting(Pcm::endNanos).isEqualTo(ends(expected));
        assertThat(samples(actual)).isEqualTo(samples(expected));
    }

    private static List<Long> ends(List<Pcm> blocks) {
        return blocks.stream().map(Pcm::endNanos).toList();
    }

    private static void isContinuous(List<Pcm> blocks) {
        for (int i = 1; i < blocks.size(); i++) {
            assertThat(blocks.get(i).startNanos()).isEqualTo(blocks.get(i - 1).endNanos());
        }
    }

    private static short[] samples(List<Pcm> blocks) {
        short[] all = new short[blocks.stream().mapToInt(one -> one.samples().length).sum()];
        int at = 0;
        for (Pcm block : blocks) {
            System.arraycopy(block.samples(), 0, all, at, block.samples().length);
            at += block.samples().length;
        }
        return all;
    }
}
