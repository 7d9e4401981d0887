package io.sipcast.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.call.CallEnd.EndedBy;
import io.sipcast.sip.message.Remarks;
import io.sipcast.sip.request.Failure;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallEndTest {
    private static final Remarks BUSY = Remarks.ofReason("Q.850;cause=17");
    private static final Remarks MEDIA =
            new Remarks(List.of(), List.of("Incompatible media format"), OptionalLong.of(5));

    @Test
    void theCalleesReasonIsSaidInWords() {
        assertThat(new CallEnd.HungUp("").sentence()).isEqualTo("The callee hung up.");
        assertThat(new CallEnd.HungUp("Q.850;cause=16").sentence())
                .isEqualTo("The callee hung up: Q.850 16, normal call clearing.");
        assertThat(new CallEnd.HungUp("it does not know the call any more").sentence())
                .isEqualTo("The callee hung up: it does not know the call any more.");
        assertThat(new CallEnd.HungUp("").endedBy()).isEqualTo(EndedBy.CALLEE);
    }

    @Test
    void aRefusalSaysWhatStandsInIt() {
        CallEnd busy = SipFailures.ofInvite(new Failure.Rejected(486, "Busy Here", BUSY));
        CallEnd media = SipFailures.ofInvite(new Failure.Rejected(488, "Not Here", MEDIA));

        assertThat(busy.sentence()).isEqualTo("The callee is busy (SIP 486; Q.850 17, user busy).");
        assertThat(busy.remarks()).isEqualTo(BUSY);
        assertThat(media.sentence())
                .isEqualTo(
                        "The callee takes none of the offered codecs (SIP 488 Not Here;"
                                + " Incompatible media format; to be tried again in 5 s).");
    }

    @ParameterizedTest
    @CsvSource({
        "404, SERVER",
        "403, SERVER",
        "480, CALLEE",
        "488, CALLEE",
        "500, SERVER",
        "503, SERVER",
        "603, CALLEE"
    })
    void aStatusTellsWhoSaidNo(int status, EndedBy by) {
        assertThat(new CallEnd.Rejected(status, "No").endedBy()).isEqualTo(by);
    }

    @Test
    void theOtherSidesAreTold() {
        assertThat(SipFailures.ofInvite(new Failure.TimedOut("udp:x")).endedBy())
                .isEqualTo(EndedBy.NETWORK);
        assertThat(SipFailures.ofRegistration(new Failure.Rejected(403, "Forbidden")).endedBy())
                .isEqualTo(EndedBy.SERVER);
        assertThat(SipFailures.ofInvite(new Failure.CredentialsRefused(401, "no")).endedBy())
                .isEqualTo(EndedBy.SERVER);
    }

    @Test
    void ourOwnEndsSayWhy() {
        assertThat(new CallEnd.Terminated("a REST request").endedBy()).isEqualTo(EndedBy.GATEWAY);
        assertThat(new CallEnd.Terminated("a REST request").farewell().print())
                .isEqualTo("Q.850;cause=16;text=\"Normal call clearing\"");
        assertThat(new CallEnd.NoAnswer(Duration.ofSeconds(60)).farewell().print())
                .isEqualTo("Q.850;cause=19;text=\"Nobody answered\"");
        assertThat(new CallEnd.NoMedia("No RTP for 60 s").farewell().print())
                .isEqualTo("Q.850;cause=41;text=\"No RTP for 60 s\"");
        assertThat(new CallEnd.NoCommonCodecs("x").farewell().print())
                .isEqualTo("SIP;cause=488;text=\"Not Acceptable Here\"");
        assertThat(new CallEnd.TooLong(Duration.ofSeconds(1)).farewell().print())
                .isEqualTo("Q.850;cause=16;text=\"The call has lasted as long as it may\"");
    }
}
