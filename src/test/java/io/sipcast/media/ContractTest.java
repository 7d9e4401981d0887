package io.sipcast.media;

import static io.sipcast.media.VirtualCall.videoTrack;
import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.ingest.Rule;
import io.sipcast.ingest.Rules;
import io.sipcast.live.Slate;
import io.sipcast.media.OnAir.Shown;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the callee sends, a strict ingest has nothing to complain of. */
class ContractTest {
    private final VirtualCall call = new VirtualCall(videoTrack(true, false));

    @Test
    void soundAndPictures() {
        OnAir air = auto().runUntil(20_000);

        assertThat(air.pictures).hasSizeBetween(490, 500).noneMatch(Shown::slate);
        assertThat(air.rules.pictureHeaders()).isEqualTo(1);
        air.rules.end();
    }

    @Test
    void soundAlone() {
        call.videoOn = false;
        OnAir air = new OnAir(call, false, Slate.Mode.AUTO, Rules.all()).runUntil(20_000);

        assertThat(air.pictures).hasSizeBetween(490, 500).allMatch(Shown::slate);
        assertThat(air.pictures.getFirst().millis()).isLessThan(50);
        assertThat(air.frames.getLast()).isGreaterThan(19_700);
        air.rules.end();
    }

    @Test
    void picturesThatNeverCome() {
        call.videoOn = false;
        OnAir air = auto().runUntil(20_000);

        assertThat(air.pictures).hasSizeGreaterThan(400).allMatch(Shown::slate);
        assertThat(air.pictures.getFirst().millis()).isBetween(3_000L, 3_100L);
        air.rules.end();
    }

    @Test
    void picturesThatComeAfterTheSlate() {
        call.videoOn = false;
        OnAir air =
                new OnAir(call, true, Slate.Mode.AUTO, Rules.allBut(Rule.HEADERS_UNCHANGED))
                        .runUntil(10_000);
        call.videoOn = true;
        air.runUntil(20_000);

        assertThat(air.between(3_000, 9_900)).hasSizeGreaterThan(160).allMatch(Shown::slate);
        assertThat(air.between(10_400, 20_000)).hasSizeGreaterThan(230).noneMatch(Shown::slate);
        assertThat(air.rules.pictureHeaders()).isEqualTo(2);
        air.rules.end();
    }

    /** A camera that is switched off, and on again after this long. */
    @ParameterizedTest
    @ValueSource(ints = {700, 1_600, 5_000, 60_000})
    void picturesThatPause(int millis) {
        OnAir air = auto().runUntil(5_000);
        call.videoOn = false;
        air.runUntil(5_000 + millis);
        call.videoOn = true;
        air.runUntil(15_000 + millis);

        List<Shown> still = air.between(5_100, 5_000 + millis);
        assertThat(still).hasSize(millis < 1_500 ? 0 : 1 + (millis - 1_600) / 1_000);
        assertThat(still).allMatch(Shown::key);
        assertThat(air.pictures).noneMatch(Shown::slate);
        assertThat(air.between(5_500 + millis, 15_000 + millis)).hasSizeGreaterThan(220);
        air.rules.end();
    }

    @Test
    void aHold() {
        OnAir air = auto().runUntil(5_000);
        call.session.hold(true);
        air.runUntil(25_000);
        call.session.hold(false);
        air.runUntil(35_000);

        assertThat(air.between(5_100, 25_000)).hasSizeBetween(17, 20).allMatch(Shown::key);
        assertThat(air.between(25_500, 35_000)).hasSizeGreaterThan(220);
        air.rules.end();
    }

    @Test
    void aSenderThatIsMuted() {
        OnAir air = auto().runUntil(5_000);
        call.audioOn = false;
        air.runUntil(25_000);
        call.audioOn = true;
        air.runUntil(35_000);

        assertThat(air.pictures).hasSizeGreaterThan(850);
        air.rules.end();
    }

    @Test
    void picturesAlone() {
        call.audioOn = false;
        OnAir air = auto().runUntil(20_000);

        assertThat(air.frames).hasSizeGreaterThan(980);
        assertThat(call.sound.stream().flatMapToInt(block -> shorts(block.samples())))
                .allMatch(sample -> sample == 0);
        assertThat(air.pictures).hasSizeGreaterThan(480).noneMatch(Shown::slate);
        air.rules.end();
    }

    @Test
    void neverBreaksTheRuleOfBothTracks() {
        call.videoOn = false;
        OnAir air =
                new OnAir(call, false, Slate.Mode.NEVER, Rules.allBut(Rule.BOTH_TRACKS))
                        .runUntil(10_000);

        assertThat(air.pictures).isEmpty();
        assertThat(air.frames).hasSizeGreaterThan(480);
    }

    @Test
    void alwaysShowsTheSlateAlone() {
        OnAir air = new OnAir(call, true, Slate.Mode.ALWAYS, Rules.all()).runUntil(20_000);

        assertThat(air.pictures).hasSizeGreaterThan(480).allMatch(Shown::slate);
        air.rules.end();
    }

    /** Late pictures pass sound, and a lossy link makes both come in bursts. */
    @ParameterizedTest
    @ValueSource(ints = {0, 120, 300})
    void aPoorLink(int videoDelayMillis) {
        call.videoDelayMillis = videoDelayMillis;
        call.lossPercent = 2;
        call.reorderPercent = 5;
        call.duplicatePercent = 2;
        OnAir air = auto().runUntil(60_000);

        assertThat(air.pictures).hasSizeGreaterThan(500);
        air.rules.end();
    }

    private OnAir auto() {
        return new OnAir(call, true, Slate.Mode.AUTO, Rules.all());
    }

    private static java.util.stream.IntStream shorts(short[] samples) {
        return java.util.stream.IntStream.range(0, samples.length).map(i -> samples[i]);
    }
}
