package io.sipcast.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What is measured of what is on air: level, frame rate, skew, in virtual time. */
class MeasuresTest {
    @Test
    void theLevelOfASineIsThatOfItsAmplitude() {
        var call = new VirtualCall(); // 8000 of 32768
        call.runUntil(3_000);

        assertThat(call.audioStats().levelDbfs()).isCloseTo(-15.26, within(0.1));
        assertThat(call.audioStats().peakDbfs()).isCloseTo(-12.25, within(0.1));
    }

    @Test
    void silenceIsTheFloorASecondAfterTheSound() {
        var call = new VirtualCall();
        call.runUntil(3_000);
        call.audioOn = false;
        call.runUntil(5_500);

        assertThat(call.audioStats().levelDbfs()).isEqualTo(-99);
        assertThat(call.audioStats().peakDbfs()).isEqualTo(-99);
    }

    @Test
    void theTwoChannelsCountAsPowerAndTheirHigherPeak() {
        var level = new SoundLevel(_ -> {});
        short[] middle = {8192, 8192};
        short[] side = {8192, 8192}; // left 16384, right nothing
        level.accept(new Pcm(0, 20_000_000, 8000, middle, side));

        assertThat(level.rmsDbfs()).isCloseTo(-9.03, within(0.01));
        assertThat(level.peakDbfs()).isCloseTo(-6.02, within(0.01));
    }

    @Test
    void aBeepOfATenthLastsForASecondInTheLevel() {
        var level = new SoundLevel(_ -> {});
        short[] loud = new short[160];
        Arrays.fill(loud, (short) 16_384);
        for (int i = 0; i < 50; i++) {
            level.accept(block(i, i < 5 ? loud : new short[160]));
        }
        assertThat(level.rmsDbfs()).isCloseTo(-16.02, within(0.01));
        for (int i = 50; i < 56; i++) {
            level.accept(block(i, new short[160]));
        }
        assertThat(level.rmsDbfs()).isEqualTo(SoundLevel.FLOOR_DBFS);
    }

    private static Pcm block(int number, short[] samples) {
        long start = number * 20_000_000L;
        return new Pcm(start, start + 20_000_000, 8000, samples);
    }

    @Test
    void theFrameRateIsThatOfThePicturesOwnTimes() {
        var call = new VirtualCall();
        call.reorderPercent = 3;
        for (int second = 3; second < 10; second++) {
            call.runUntil(second * 1000 + 11 * second); // wherever the second is cut
            assertThat(call.videoStats().frameRate()).isCloseTo(25, within(0.1));
        }
    }

    @Test
    void aRateThatHasStoppedFallsToNought() {
        var call = new VirtualCall();
        call.runUntil(3_000);
        call.videoOn = false;
        call.runUntil(5_100);

        assertThat(call.videoStats().frameRate()).isZero();
        assertThat(call.videoStats().keyFrameAgeMillis()).isBetween(1_900L, 5_100L);
    }

    @Test
    void theAgeOfTheKeyFrameBeginsAnewWithEach() {
        var call = new VirtualCall();
        assertThat(call.videoStats().keyFrameAgeMillis()).isEqualTo(-1);
        call.runUntil(1_000);
        long before = call.videoStats().keyFrameAgeMillis();
        call.session.requestKeyFrame();
        call.runUntil(1_200);

        assertThat(before).isBetween(940L, 1_000L);
        assertThat(call.videoStats().keyFrameAgeMillis()).isLessThan(150);
    }

    /** Late by 200 ms; the first reports tell, and what is published follows within seconds. */
    @Test
    void theSkewIsUnknownBeforeReportsThenEvenedOut() {
        var call = new VirtualCall();
        call.videoDelayMillis = 200;
        call.runUntil(800);
        assertThat(call.videoStats().publishedSkewMillis()).isNull();

        call.runUntil(1_000);
        assertThat(call.videoStats().publishedSkewMillis()).isBetween(140.0, 200.0);
        call.runUntil(8_000);
        assertThat(call.videoStats().publishedSkewMillis()).isCloseTo(0, within(5.0));
    }
}
