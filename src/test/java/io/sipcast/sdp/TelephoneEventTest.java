package io.sipcast.sdp;

import static io.sipcast.sdp.Sdp.BOTH;
import static io.sipcast.sdp.Sdp.SESSION;
import static io.sipcast.sdp.Sdp.remote;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys within the sound, RFC 4733: offered and answered on every clock. */
class TelephoneEventTest {
    @Test
    void oneIsOfferedForEachClockOfTheSound() {
        assertThat(offered(Encoding.PCMU, Encoding.PCMA)).containsExactly("101 8000");
        assertThat(offered(Encoding.OPUS, Encoding.PCMA)).containsExactly("104 48000", "101 8000");
        assertThat(offered()).isEmpty();
    }

    private static List<String> offered(Encoding... sound) {
        List<PayloadFormat> formats =
                List.of(sound).stream().map(one -> new PayloadFormat(0, one, fmtp())).toList();
        return OfferedFormats.telephoneEvents(formats).stream()
                .map(one -> one.payloadType() + " " + one.encoding().clockRateHz())
                .toList();
    }

    private static Fmtp fmtp() {
        return new Fmtp(0, "");
    }

    @ParameterizedTest
    @CsvSource({
        "8000, TELEPHONE_EVENT_8K",
        "16000, TELEPHONE_EVENT_16K",
        "32000, TELEPHONE_EVENT_32K",
        "48000, TELEPHONE_EVENT_48K"
    })
    void eachClockHasItsOwn(int clockHz, Encoding expected) {
        assertThat(Encoding.telephoneEvent(clockHz)).hasValue(expected);
        RtpMap map = new RtpMap(97, "Telephone-Event", clockHz, 1);
        assertThat(Encoding.of(map)).hasValue(expected);
        assertThat(expected.rtpMap(97).attribute().print())
                .isEqualTo("rtpmap:97 telephone-event/" + clockHz);
    }

    @Test
    void anotherClockIsNone() {
        assertThat(Encoding.telephoneEvent(44_100)).isEmpty();
        assertThat(Encoding.of(new RtpMap(97, "telephone-event", 44_100, 1))).isEmpty();
    }

    @Test
    void oursGoOutOnTheClockOfTheSoundAndAnyOfTheirsIsUnderstood() {
        NegotiatedTrack audio =
                answered(
                        """
                        m=audio 6000 RTP/AVP 96 0 97
                        a=rtpmap:96 telephone-event/48000
                        a=rtpmap:97 telephone-event/8000
                        a=fmtp:97 0-15
                        """);

        assertThat(audio.telephoneEvent()).hasValue(97);
        assertThat(audio.telephoneEvents())
                .extracting(PayloadFormat::payloadType)
                .containsExactlyInAnyOrder(96, 97, 101, 104); // 101, 104: ours, which it should use
    }

    @Test
    void withoutTheRightClockThereIsNone() {
        NegotiatedTrack audio =
                answered(
                        """
                        m=audio 6000 RTP/AVP 0 96
                        a=rtpmap:96 telephone-event/48000
                        """);

        assertThat(audio.telephoneEvent()).isEmpty();
    }

    @Test
    void anOfferIsAnsweredWithEachClockOfIt() {
        SessionDescription sent = OfferAnswer.offer(BOTH, SESSION);
        var accepted =
                (Answered.Accepted)
                        OfferAnswer.answer(
                                remote(
                                        """
                                        m=audio 6000 RTP/AVP 8 126 127
                                        a=rtpmap:126 telephone-event/8000
                                        a=rtpmap:127 telephone-event/16000
                                        """),
                                BOTH,
                                sent,
                                SESSION);

        assertThat(accepted.answer().print())
                .contains("m=audio 10000 RTP/AVP 8 126 127\r\n")
                .contains("a=rtpmap:126 telephone-event/8000\r\na=fmtp:126 0-16\r\n")
                .contains("a=rtpmap:127 telephone-event/16000\r\na=fmtp:127 0-16\r\n");
        NegotiatedTrack audio = Objects.requireNonNull(accepted.agreed().audio());
        assertThat(audio.telephoneEvent()).hasValue(126);
        assertThat(audio.telephoneEvents())
                .extracting(PayloadFormat::payloadType)
                .containsExactly(126, 127); // what was 101 before may mean something else now
    }

    private static NegotiatedTrack answered(String media) {
        var agreed =
                (Negotiation.Agreed)
                        OfferAnswer.accept(
                                Capabilities.DEFAULT,
                                OfferAnswer.offer(BOTH, SESSION),
                                remote(media));
        return Objects.requireNonNull(agreed.audio());
    }
}
