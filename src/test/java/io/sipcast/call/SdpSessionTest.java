package io.sipcast.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.bytes.Bytes;
import io.sipcast.sdp.Answered;
import io.sipcast.sdp.LocalMedia;
import io.sipcast.sdp.NegotiatedTrack;
import io.sipcast.sdp.Negotiation;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The descriptions of a call whose callee says several things before it answers. */
class SdpSessionTest {
    private final SdpSession session =
            new SdpSession(new LocalMedia("192.0.2.1", LocalMedia.Port.pair(4000), null), 7);

    @Test
    void ofSeveralAnswersToTheInviteTheLastOneCounts() {
        assertThat(port(session.acceptOfInvite(description(1000, "0")))).isEqualTo(1000);
        Negotiation last = session.acceptOfInvite(description(2000, "8"));

        assertThat(port(last)).isEqualTo(2000);
        assertThat(sound(last).send().getFirst().payloadType()).isEqualTo(8);
        assertThat(session.received()).isEqualTo(description(2000, "8"));
    }

    @Test
    void anAnswerThatIsOfNoUseLeavesRoomForAnother() {
        assertThat(session.acceptOfInvite(description(1000, "18")))
                .isInstanceOf(Negotiation.NoCommonCodec.class);
        assertThat(port(session.acceptOfInvite(description(1000, "0")))).isEqualTo(1000);
        assertThat(session.acceptOfInvite(null)).isInstanceOf(Negotiation.NoCommonCodec.class);
    }

    @Test
    void anUpdateBeforeTheAnswerDoesNotChangeWhatAnAnswerAnswers() {
        Negotiation early = session.acceptOfInvite(description(1000, "0"));
        String offered = text(session.sent());
        assertThat(session.answer(description(2000, "8"))).isInstanceOf(Answered.Accepted.class);
        assertThat(text(session.sent())).contains("m=audio 4000 RTP/AVP 8");
        assertThat(text(session.sent()).lines().toList().get(1))
                .isNotEqualTo(offered.lines().toList().get(1)); // o= with the next version

        // Another branch answers: with what the UPDATE had put aside.
        Negotiation answer = session.acceptOfInvite(description(1000, "0"));
        assertThat(answer).isEqualTo(early);
    }

    private static Bytes description(int port, String format) {
        return Bytes.copyOf(
                """
                v=0
                o=- 1 1 IN IP4 198.51.100.5
                s=-
                c=IN IP4 198.51.100.5
                t=0 0
                m=audio %d RTP/AVP %s
                """
                        .formatted(port, format)
                        .getBytes(StandardCharsets.UTF_8));
    }

    private static int port(Negotiation negotiation) {
        return Objects.requireNonNull(sound(negotiation).rtp()).port();
    }

    private static NegotiatedTrack sound(Negotiation negotiation) {
        return Objects.requireNonNull(((Negotiation.Agreed) negotiation).audio());
    }

    private static String text(Bytes sdp) {
        return new String(sdp.toArray(), StandardCharsets.UTF_8);
    }
}
