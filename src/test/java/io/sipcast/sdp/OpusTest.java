package io.sipcast.sdp;

import static io.sipcast.sdp.Sdp.AUDIO;
import static io.sipcast.sdp.Sdp.SESSION;
import static io.sipcast.sdp.Sdp.local;
import static io.sipcast.sdp.Sdp.remote;
import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.rtp.payload.FormatParameters;
import io.sipcast.rtp.payload.OpusParameters;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Opus in offers and answers, RFC 7587 §7. */
class OpusTest {
    private static final LocalMedia LOCAL = local(AUDIO, null);

    @Test
    void itsMapSaysTwoChannelsAndNothingElseWillDo() {
        assertThat(Encoding.of(new RtpMap(96, "OPUS", 48_000, 2))).hasValue(Encoding.OPUS);
        assertThat(Encoding.of(new RtpMap(96, "opus", 48_000, 1))).isEmpty();
        assertThat(Encoding.of(new RtpMap(96, "opus", 16_000, 2))).isEmpty();
        assertThat(Encoding.OPUS.rtpMap(96).attribute().print())
                .isEqualTo("rtpmap:96 opus/48000/2");
        assertThat(Encoding.of(new RtpMap(0, "PCMU", 8_000, 2))).as("stereo G.711").isEmpty();
    }

    @Test
    void anAnswerMayHaveItsOwnNumberAndParameters() {
        var agreed =
                (Negotiation.Agreed)
                        OfferAnswer.accept(
                                Capabilities.DEFAULT,
                                OfferAnswer.offer(LOCAL, SESSION),
                                remote(
                                        """
                                        m=audio 6000 RTP/AVP 109 101
                                        a=rtpmap:109 opus/48000/2
                                        a=fmtp:109 maxplaybackrate=16000; stereo=1; usedtx=1
                                        a=rtpmap:101 telephone-event/48000
                                        a=maxptime:60
                                        """));
        NegotiatedTrack audio = Objects.requireNonNull(agreed.audio());

        assertThat(audio.send()).extracting(PayloadFormat::encoding).containsExactly(Encoding.OPUS);
        assertThat(audio.send().getFirst().payloadType()).isEqualTo(109);
        assertThat(audio.receive())
                .extracting(PayloadFormat::payloadType)
                .containsExactly(109, 111, 0, 8);
        assertThat(audio.telephoneEvent()).hasValue(101);
        String parameters = audio.send().getFirst().fmtp().text();
        assertThat(OpusParameters.of(FormatParameters.of(parameters)))
                .isEqualTo(new OpusParameters(16_000, 0, true, false, false, true, false));
    }

    /** What the peer says of itself is not said back: it may be different for us. */
    @Test
    void anOfferIsAnsweredWithOurOwnParameters() {
        var accepted =
                (Answered.Accepted)
                        OfferAnswer.answer(
                                remote(
                                        """
                                        m=audio 6000 RTP/AVP 96 0
                                        a=rtpmap:96 opus/48000/2
                                        a=fmtp:96 stereo=1;sprop-stereo=1;maxaveragebitrate=96000
                                        """),
                                LOCAL,
                                null,
                                SESSION);

        assertThat(accepted.answer().print().replace("\r", ""))
                .contains(
                        """
                        m=audio 10000 RTP/AVP 96 0
                        a=rtpmap:96 opus/48000/2
                        a=fmtp:96 useinbandfec=1
                        a=rtpmap:0 PCMU/8000
                        a=ptime:20
                        """);
    }
}
