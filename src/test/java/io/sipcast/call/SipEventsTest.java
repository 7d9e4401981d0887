package io.sipcast.call;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.bytes.Bytes;
import io.sipcast.call.CallMachine.Input;
import io.sipcast.call.CallMachine.Phase;
import io.sipcast.sdp.LocalMedia;
import io.sipcast.sip.CallEvent;
import io.sipcast.sip.CallEvent.Termination;
import io.sipcast.sip.SessionSchedule;
import io.sipcast.sip.request.Failure;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What SIP says of a call of ours, or of one that came in. */
class SipEventsTest {
    private static final int PCMU = 0;
    private static final int G729 = 18;
    private static final Failure CANCELLED = new Failure.Cancelled();

    @Test
    void earlyMediaCountsWhereItIsOfUse() throws Exception {
        try (var call = offered(false)) {
            assertThat(read(call, new CallEvent.Trying()))
                    .isEqualTo(new Input.Provisional(100, false));
            assertThat(read(call, new CallEvent.Provisional(180, "Ringing", null)))
                    .isEqualTo(new Input.Provisional(180, false));
            assertThat(read(call, early(G729))).isEqualTo(new Input.Provisional(183, false));
            assertThat(read(call, early(PCMU))).isEqualTo(new Input.Provisional(183, true));
        }
    }

    private static CallEvent early(int payloadType) {
        return new CallEvent.Provisional(
                183, "Session Progress", CallParts.description(payloadType, "sendrecv"));
    }

    @Test
    void whatIsAgreedOnAnewIsHoldOrItsEnd() throws Exception {
        try (var call = offered(false)) {
            assertThat(
                            read(
                                    call,
                                    new CallEvent.Answered(
                                            200, CallParts.description(PCMU, "sendrecv"))))
                    .isEqualTo(new Input.Answered(200));
            assertThat(readEstablished(call, answer("sendonly"))).isEqualTo(new Input.Held());
            assertThat(call.talks.isHeld()).isTrue();
            assertThat(readEstablished(call, answer("sendrecv"))).isEqualTo(new Input.Resumed());
            assertThat(readEstablished(call, new CallEvent.OfferRefused(488))).isNull();
            assertThat(call.talks.isHeld()).isFalse();
        }
    }

    @Test
    void theAckAnswersACallThatCameWithoutAnOffer() throws Exception {
        try (var call = offered(true)) {
            assertThat(call.events.read(answer("sendrecv"), Phase.ANSWERING))
                    .isEqualTo(new Input.Answered(200));
        }
    }

    private static CallEvent answer(String direction) {
        return new CallEvent.AnswerToOffer(CallParts.description(PCMU, direction));
    }

    @Test
    void whoCalledIsSaidOfWhoEnds() throws Exception {
        var bye = new CallEvent.RemoteBye(null);
        try (var ours = offered(false);
                var theirs = offered(true)) {
            assertThat(readEstablished(ours, bye)).isEqualTo(new Input.HungUp(""));
            assertThat(readEstablished(theirs, bye))
                    .isEqualTo(new Input.Failed(new CallEnd.CallerHungUp("")));
            assertThat(read(ours, new CallEvent.Failed(CANCELLED)))
                    .isEqualTo(new Input.Failed(new CallEnd.Terminated("us")));
            assertThat(read(theirs, new CallEvent.Failed(CANCELLED)))
                    .isEqualTo(new Input.Failed(new CallEnd.CallerGaveUp()));
        }
    }

    @ParameterizedTest
    @EnumSource(Termination.class)
    void everyTerminationEndsTheCall(Termination how) throws Exception {
        Class<? extends Input> expected =
                switch (how) {
                    case HUNG_UP, BYE_UNANSWERED, TURNED_DOWN -> Input.SipOver.class;
                    case NO_ACK, PEER_SILENT, SESSION_EXPIRED -> Input.Failed.class;
                    case UNKNOWN_TO_PEER -> Input.HungUp.class;
                };
        try (var call = offered(false)) {
            assertThat(readEstablished(call, new CallEvent.Terminated(how))).isInstanceOf(expected);
        }
    }

    @Test
    void whatIsOnlyShownIsNoMatterOfTheMachine() throws Exception {
        try (var call = offered(false)) {
            Bytes key = Bytes.copyOf("Signal=5\r\nDuration=160\r\n".getBytes(US_ASCII));
            var schedule =
                    new SessionSchedule(
                            Duration.ofMinutes(30),
                            false,
                            Duration.ofMinutes(30),
                            Duration.ofMinutes(30));

            assertThat(
                            readEstablished(
                                    call,
                                    new CallEvent.InfoReceived("application/dtmf-relay", key)))
                    .isNull();
            assertThat(readEstablished(call, new CallEvent.SessionTimed(schedule))).isNull();

            CallInfo info = call.report.info();
            assertThat(info.dtmf()).extracting(HeardKey::digit).containsExactly('5');
            assertThat(info.sessionTimer())
                    .isNotNull()
                    .extracting(CallInfo.SessionTimer::interval)
                    .isEqualTo(Duration.ofMinutes(30));
        }
    }

    /** With an offer of ours on its way. */
    private static CallParts offered(boolean incoming) throws Exception {
        var call = new CallParts(incoming);
        var _ = call.talks.offer(new LocalMedia("127.0.0.1", LocalMedia.Port.pair(4000), null), 1);
        return call;
    }

    private static @Nullable Input read(CallParts call, CallEvent event) {
        return call.events.read(event, Phase.INVITING);
    }

    private static @Nullable Input readEstablished(CallParts call, CallEvent event) {
        return call.events.read(event, Phase.ESTABLISHED);
    }
}
