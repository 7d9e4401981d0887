package io.sipcast.api.v1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.sipcast.api.v1.Finding.Level;
import io.sipcast.call.CallMeasures;
import io.sipcast.call.CallStatus;
import io.sipcast.live.Sending;
import io.sipcast.media.MediaStats;
import java.util.List;
import org.junit.jupiter.api.Test;

class FindingsTest {
    private final Measured now = new Measured().later();
    private MediaStats before = new Measured().stats();
    private int quiet;

    @Test
    void thereIsNothingToBeSaidOfACallThatIsWell() {
        assertThat(findings()).isEmpty();
    }

    @Test
    void lossIsToldByItsShareOfTheLastSecond() {
        now.lost = 2; // of 52
        assertThat(findings())
                .containsExactly(
                        new Finding(
                                "audio",
                                "jitter",
                                Level.WARNING,
                                "3.8 % of the packets of the sound are lost on their way here."
                                        + " Look at the callee's network; a cable instead of Wi-Fi"
                                        + " often helps."),
                        new Finding(
                                "video",
                                "jitter",
                                Level.WARNING,
                                "3.8 % of the packets of the pictures are lost on their way here."
                                        + " Look at the callee's network; a cable instead of Wi-Fi"
                                        + " often helps."));
        now.lost = 10;
        assertThat(findings()).extracting(Finding::level).containsOnly(Level.ERROR);
        assertThat(findings().getFirst().text()).startsWith("17 % of");
        before = now.stats();
        now.later();
        assertThat(findings()).as("it is over").isEmpty();
    }

    @Test
    void whatComesTooLateHasAnotherCure() {
        now.lost = 10;
        now.late = 9;

        assertThat(findings().getFirst().text())
                .endsWith("They come, but too late: raise rtp.jitter.max, or mend the network.");
    }

    @Test
    void nothingArrives() {
        now.packets = 1000;
        assertThat(findings()).extracting(Finding::where).containsExactly("audio", "video");
        assertThat(findings().getFirst().level()).isEqualTo(Level.WARNING);
        assertThat(findings().getFirst().text())
                .startsWith("Nothing of the sound has arrived for a second.");
    }

    @Test
    void nothingHasEverArrived() {
        now.packets = 0;
        var none = new Measured();
        none.packets = 0;
        before = none.stats();

        assertThat(findings()).extracting(Finding::level).containsOnly(Level.ERROR);
        assertThat(findings().getLast().text())
                .isEqualTo(
                        "No packet of the pictures has ever arrived. Let UDP through to the ports"
                                + " of rtp.ports, and beyond a NAT set rtp.advertised-address.");
    }

    @Test
    void picturesWaitForAKeyFrame() {
        now.frameRate = 0;
        assertThat(findings())
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.where()).isEqualTo("video");
                    assertThat(one.stage()).isEqualTo("gate");
                    assertThat(one.text()).contains("before the next key frame");
                });
    }

    @Test
    void requestsForKeyFramesAreNotHeeded() {
        now.ignored = true;
        now.keyFrameRequests = 7;
        assertThat(findings())
                .containsExactly(
                        new Finding(
                                "callee",
                                "gate",
                                Level.WARNING,
                                "The callee sends no key frame although it was asked for one 7"
                                        + " times, by RTCP and by SIP. Set a key frame interval of"
                                        + " 2 s in its encoder."));
        now.frameRate = 0;
        assertThat(findings()).extracting(Finding::level).containsExactly(Level.ERROR);
    }

    @Test
    void theSoundIsSilenceOrOverdriven() {
        now.levelDbfs = -95;
        quiet = 7;
        assertThat(findings()).isEmpty();
        quiet = 8;
        assertThat(findings())
                .singleElement()
                .satisfies(one -> assertThat(one.text()).contains("is silence"));
        quiet = 0;
        now.levelDbfs = -3;
        now.peakDbfs = 0;
        assertThat(findings())
                .singleElement()
                .satisfies(one -> assertThat(one.text()).contains("overdriven"));
    }

    @Test
    void theSkewIsOutOfBounds() {
        now.skewMillis = 39.0;
        assertThat(findings()).isEmpty();
        now.skewMillis = -41.0;
        assertThat(findings().getFirst().text()).startsWith("Pictures are 41 ms earlier than");
        now.skewMillis = 120.0;
        assertThat(findings().getFirst().text()).startsWith("Pictures are 120 ms later than");
    }

    @Test
    void theClockIsOff() {
        now.driftPpm = -250;
        assertThat(findings())
                .containsExactly(
                        new Finding(
                                "audio",
                                "timeline",
                                Level.INFO,
                                "The callee's clock is 250 ppm fast. Its sound is resampled to"
                                        + " fit; nothing has to be done."));
    }

    @Test
    void holdIsAllThatIsSaidOfMediaThatIsHeld() {
        now.packets = 1000;
        now.levelDbfs = -99;
        assertThat(Findings.of(measures(CallStatus.HOLD, true), before, quiet, List.of()))
                .extracting(Finding::where, Finding::level)
                .containsExactly(tuple("callee", Level.INFO));
    }

    @Test
    void anEndedCallHasNone() {
        now.packets = 1000;
        var failed = output("FAILED", 0, "No.", "", Sending.NOTHING);
        assertThat(Findings.of(measures(CallStatus.FINISH, false), before, quiet, List.of(failed)))
                .isEmpty();
    }

    @Test
    void withoutAnythingBeforeNothingIsSaidOfDifferences() {
        now.lost = 500;
        now.frameRate = 0;
        assertThat(Findings.of(measures(CallStatus.ESTABLISHED, false), null, 0, List.of()))
                .isEmpty();
    }

    @Test
    void aTargetIsTriedAgain() {
        assertThat(of(output("PENDING", 3, "It refuses connections.", "", Sending.NOTHING)))
                .isEqualTo(
                        new Finding(
                                "output:t1",
                                null,
                                Level.WARNING,
                                "It refuses connections. It is tried again by itself; so far 3"
                                        + " times."));
    }

    @Test
    void aTargetWasGivenUp() {
        assertThat(of(output("FAILED", 3, "The key is wrong.", "", Sending.NOTHING)))
                .isEqualTo(
                        new Finding(
                                "output:t1",
                                null,
                                Level.ERROR,
                                "The key is wrong. This target was given up: mend it and add it"
                                        + " again."));
    }

    @Test
    void aTargetIsBehind() {
        var slow = new Sending(200_000, 90_000, 2_500, 0);
        assertThat(of(output("PUBLISHING", 0, "", "", slow)).text())
                .startsWith("The target is 2.5 s behind: the way to it is too slow.");
        var dropping = new Sending(200_000, 90_000, 3_500, 40);
        assertThat(of(output("PUBLISHING", 0, "", "", dropping)).level()).isEqualTo(Level.ERROR);
        var again = new Sending(500_000, 0, 20, 40);
        assertThat(of(output("PUBLISHING", 0, "", "", again)).text())
                .startsWith("40 pictures were left out");
    }

    @Test
    void picturesAreEncodedAnew() {
        assertThat(of(output("PUBLISHING", 0, "", "VP8 is not taken there.", Sending.NOTHING)))
                .isEqualTo(
                        new Finding(
                                "output:t1",
                                null,
                                Level.INFO,
                                "VP8 is not taken there. This takes processor time; nothing has to"
                                        + " be done."));
    }

    @Test
    void theWorstComesFirst() {
        now.driftPpm = 300;
        quiet = 20;
        var failed = output("FAILED", 0, "No.", "", Sending.NOTHING);
        assertThat(
                        Findings.of(
                                measures(CallStatus.ESTABLISHED, false),
                                before,
                                quiet,
                                List.of(failed)))
                .extracting(Finding::level)
                .containsExactly(Level.ERROR, Level.WARNING, Level.INFO);
    }

    private List<Finding> findings() {
        return Findings.of(measures(CallStatus.ESTABLISHED, false), before, quiet, List.of());
    }

    private Finding of(OutputState output) {
        List<Finding> all =
                Findings.of(
                        measures(CallStatus.ESTABLISHED, false), before, quiet, List.of(output));
        assertThat(all).hasSize(1);
        return all.getFirst();
    }

    private CallMeasures measures(CallStatus status, boolean held) {
        return new CallMeasures(
                "c", status, "c", true, true, held, now.stats(), List.of(), null, 0, 0);
    }

    private static OutputState output(
            String status, int retries, String reason, String transcoding, Sending sending) {
        return new OutputState(
                "t1",
                OutputState.Kind.PUSH,
                "rtmp://h/live/***",
                status,
                retries,
                reason,
                transcoding,
                0,
                0,
                sending);
    }
}
