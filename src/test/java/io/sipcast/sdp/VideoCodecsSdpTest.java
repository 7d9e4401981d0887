package io.sipcast.sdp;

import static io.sipcast.sdp.Sdp.AUDIO;
import static io.sipcast.sdp.Sdp.SESSION;
import static io.sipcast.sdp.Sdp.VIDEO;
import static io.sipcast.sdp.Sdp.remote;
import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.bytes.Bytes;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of VP8 and H.265, in offers and answers. */
class VideoCodecsSdpTest {
    private static final Capabilities ALL =
            new Capabilities(
                    Capabilities.DEFAULT.audio(),
                    List.of(Encoding.H264, Encoding.VP8, Encoding.H265));
    private static final LocalMedia LOCAL = new LocalMedia("192.0.2.1", AUDIO, VIDEO, ALL);

    private static final String H264_AND_VP8 =
            """
            m=video 6002 RTP/AVP 120 121
            a=rtpmap:120 VP8/90000
            a=fmtp:120 max-fr=60;max-fs=8160
            a=rtpmap:121 H264/90000
            a=fmtp:121 profile-level-id=42e01f
            """;

    @Test
    void allAreOfferedInOurOrder() {
        assertThat(video(OfferAnswer.offer(LOCAL, SESSION)))
                .contains("m=video 10002 RTP/AVP 96 97 98 99")
                .contains("a=rtpmap:98 VP8/90000", "a=fmtp:98 max-fr=30;max-fs=3600")
                .contains("a=rtpmap:99 H265/90000")
                .contains("a=fmtp:99 profile-id=1;tier-flag=0;level-id=93;tx-mode=SRST")
                .contains("a=rtcp-fb:98 nack pli", "a=rtcp-fb:99 ccm fir")
                .noneMatch(line -> line.startsWith("a=extmap"));
    }

    /** The peer may send either; what it reads first in the answer needs no transcoding. */
    @Test
    void theCodecWePreferIsAnsweredFirst() {
        Answered.Accepted accepted = answer(H264_AND_VP8);
        assertThat(video(accepted.answer()))
                .contains("m=video 10002 RTP/AVP 121 120")
                .contains("a=fmtp:121 profile-level-id=42e01f")
                .contains("a=fmtp:120 max-fr=30;max-fs=3600");
        assertThat(track(accepted).receive())
                .extracting(PayloadFormat::encoding)
                .containsExactly(Encoding.VP8, Encoding.H264);
    }

    @Test
    void whatIsNotConfiguredIsDeclined() {
        var onlyH265 = new Capabilities(ALL.audio(), List.of(Encoding.H265));
        var local = new LocalMedia("192.0.2.1", AUDIO, VIDEO, onlyH265);
        assertThat(OfferAnswer.answer(remote(H264_AND_VP8), local, null, SESSION))
                .isInstanceOf(Answered.Refused.class);
    }

    @Test
    void h265IsAnsweredWithItsProfileAndTakesTheParameterSets() {
        Answered.Accepted accepted =
                answer(
                        """
                        m=video 6002 RTP/AVP 100
                        a=rtpmap:100 H265/90000
                        a=fmtp:100 profile-id=2;level-id=120;tx-mode=SRST;sprop-vps=QAEM;sprop-sps=QgEB;sprop-pps=RAHB,RAHC;max-lsr=1
                        """);
        assertThat(video(accepted.answer()))
                .contains("a=fmtp:100 profile-id=2;level-id=120;tx-mode=SRST");
        assertThat(track(accepted).receive().getFirst().parameterSets())
                .extracting(Bytes::toString)
                .containsExactly("40010c", "420101", "4401c1", "4401c2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tx-mode=MRST",
                "tx-mode=MRMT",
                "sprop-max-don-diff=2",
                "sprop-max-don-diff=many",
                "sprop-depack-buf-nalus=4;sprop-max-don-diff=1",
            })
    void h265InSeveralStreamsOrInterleavedIsDeclined(String parameters) {
        assertThat(
                        OfferAnswer.answer(
                                remote(
                                        """
                                        m=video 6002 RTP/AVP 100
                                        a=rtpmap:100 H265/90000
                                        a=fmtp:100 %s
                                        """
                                                .formatted(parameters)),
                                LOCAL,
                                null,
                                SESSION))
                .isInstanceOf(Answered.Refused.class);
    }

    /** Extensions that nobody offered are not in our answer, and do no harm. */
    @Test
    void orientationAsAHeaderExtensionIsNotTaken() {
        Answered.Accepted accepted =
                answer(H264_AND_VP8 + "a=extmap:4 urn:3gpp:video-orientation\n");
        assertThat(accepted.answer().print()).doesNotContain("extmap");
        assertThat(track(accepted).receive()).hasSize(2);
    }

    /** First H.264, then a re-INVITE with VP8 in its place, under the same number. */
    @Test
    void aReofferMayChangeTheCodec() {
        Answered.Accepted first = answer("m=video 6002 RTP/AVP 96\na=rtpmap:96 H264/90000\n");
        var second =
                (Answered.Accepted)
                        OfferAnswer.answer(
                                remote("m=video 6002 RTP/AVP 96\na=rtpmap:96 VP8/90000\n"),
                                LOCAL,
                                first.answer(),
                                SESSION);
        assertThat(track(second).receive())
                .extracting(PayloadFormat::encoding)
                .containsExactly(Encoding.VP8);
        assertThat(second.answer().origin().version()).isEqualTo("2");
    }

    @Test
    void anAnswerWithTwoCodecsLetsEitherCome() {
        SessionDescription offer = OfferAnswer.offer(LOCAL, SESSION);
        var agreed =
                (Negotiation.Agreed)
                        OfferAnswer.accept(
                                ALL,
                                offer,
                                remote(
                                        """
                                        m=audio 6000 RTP/AVP 0
                                        m=video 6002 RTP/AVP 98 96
                                        a=rtpmap:98 VP8/90000
                                        a=rtpmap:96 H264/90000
                                        a=fmtp:96 profile-level-id=64001f;packetization-mode=1
                                        """));
        assertThat(Objects.requireNonNull(agreed.video()).receive())
                .extracting(PayloadFormat::encoding)
                .contains(Encoding.VP8, Encoding.H264);
    }

    private static Answered.Accepted answer(String media) {
        return (Answered.Accepted) OfferAnswer.answer(remote(media), LOCAL, null, SESSION);
    }

    private static NegotiatedTrack track(Answered.Accepted accepted) {
        return Objects.requireNonNull(accepted.agreed().video());
    }

    private static List<String> video(SessionDescription description) {
        String text = description.print().replace("\r", "");
        return text.substring(text.indexOf("m=video")).lines().toList();
    }
}
