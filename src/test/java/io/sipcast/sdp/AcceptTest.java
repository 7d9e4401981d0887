package io.sipcast.sdp;

import static io.sipcast.sdp.Sdp.AUDIO;
import static io.sipcast.sdp.Sdp.BOTH;
import static io.sipcast.sdp.Sdp.SESSION;
import static io.sipcast.sdp.Sdp.local;
import static io.sipcast.sdp.Sdp.remote;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AcceptTest {
    private static final SessionDescription OFFER = OfferAnswer.offer(BOTH, SESSION);

    private static final String GOOD =
            """
            m=audio 6000 RTP/AVP 8 101
            a=rtpmap:101 telephone-event/8000
            a=ptime:30
            m=video 6002 RTP/AVP 97
            c=IN IP4 198.51.100.9
            a=rtpmap:97 H264/90000
            a=fmtp:97 profile-level-id=42e01f;sprop-parameter-sets=Z0IACg==
            a=rtcp-fb:97 nack pli
            a=rtcp-fb:* transport-cc
            a=sendonly
            """;

    private static Negotiation.Agreed agreed(String media) {
        return (Negotiation.Agreed) OfferAnswer.accept(Capabilities.DEFAULT, OFFER, remote(media));
    }

    private static NegotiatedTrack audio(String media) {
        return Objects.requireNonNull(agreed(media).audio());
    }

    private static NegotiatedTrack video(String media) {
        return Objects.requireNonNull(agreed(media).video());
    }

    @Test
    void readsTheAudio() {
        NegotiatedTrack audio = audio(GOOD);

        assertThat(audio.send()).extracting(PayloadFormat::encoding).containsExactly(Encoding.PCMA);
        assertThat(audio.receive())
                .extracting(PayloadFormat::payloadType)
                .containsExactly(8, 111, 0);
        assertThat(audio.telephoneEvent()).hasValue(101);
        assertThat(audio.direction()).isEqualTo(Direction.SENDRECV);
        assertThat(audio.rtp()).isEqualTo(new Endpoint("198.51.100.1", 6000));
        assertThat(audio.rtcp()).isEqualTo(new Endpoint("198.51.100.1", 6001));
        assertThat(audio.ptimeMillis()).isEqualTo(30);
        assertThat(audio.isHeld()).isFalse();
    }

    @Test
    void readsTheVideo() {
        NegotiatedTrack video = video(GOOD);

        assertThat(video.mediumIndex()).isEqualTo(1);
        assertThat(video.send().getFirst().payloadType()).isEqualTo(97);
        assertThat(video.send().getFirst().h264().parameterSets()).hasSize(1);
        assertThat(video.receive()).extracting(PayloadFormat::payloadType).containsExactly(97, 96);
        assertThat(video.direction()).isEqualTo(Direction.RECVONLY);
        assertThat(video.rtp()).isEqualTo(new Endpoint("198.51.100.9", 6002));
        assertThat(video.feedback()).containsExactly(Feedback.NACK_PLI);
        assertThat(video.isHeld()).isFalse();
    }

    /** sipp answers with fixed text whatever was offered. */
    @Test
    void makesTheBestOfACannedAnswer() {
        String canned =
                """
                m=audio 6000 RTP/AVP 8
                a=rtpmap:8 PCMA/8000
                m=video 6002 RTP/AVP 96
                a=rtpmap:96 H264/90000
                a=fmtp:96 profile-level-id=42801F
                a=sendrecv
                """;
        assertThat(video(canned).direction()).isEqualTo(Direction.RECVONLY);
        assertThat(video(canned).feedback()).isEmpty();
        assertThat(audio(canned).telephoneEvent()).isEmpty();

        SessionDescription audioOnly = OfferAnswer.offer(local(AUDIO, null), SESSION);
        Negotiation.Agreed agreed =
                (Negotiation.Agreed)
                        OfferAnswer.accept(Capabilities.DEFAULT, audioOnly, remote(canned));
        assertThat(agreed.video()).isNull();
        assertThat(agreed.audio()).isNotNull();
    }

    @Test
    void findsMediaThatMoved() {
        String moved = "m=video 6002 RTP/AVP 96\na=rtpmap:96 h264/90000\nm=audio 6000 RTP/AVP 0\n";

        assertThat(video(moved).rtp()).isEqualTo(new Endpoint("198.51.100.1", 6002));
        assertThat(audio(moved).rtp()).isEqualTo(new Endpoint("198.51.100.1", 6000));
        assertThat(audio(moved).mediumIndex()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "m=video 0 RTP/AVP 96\n",
                "",
                "m=video 6002 RTP/SAVP 96\na=rtpmap:96 H264/90000\n",
                "m=video 6002 RTP/AVP 96\na=rtpmap:96 VP8/90000\n",
                "m=video 6002 RTP/AVP 96\n",
                "m=video 6002 RTP/AVP 96\na=rtpmap:96 H264/90000\na=fmtp:96 packetization-mode=2\n"
            })
    void goesOnWithoutVideo(String video) {
        Negotiation.Agreed agreed = agreed("m=audio 6000 RTP/AVP 0\n" + video);

        assertThat(agreed.audio()).isNotNull();
        assertThat(agreed.video()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "m=audio 0 RTP/AVP 0       | refused all",
                "m=audio 6000 RTP/AVP 9 18 | no codec",
                "m=image 6000 udptl t38    | no codec",
            })
    void saysWhenNothingIsLeft(String media, String reason) {
        assertThat(OfferAnswer.accept(Capabilities.DEFAULT, OFFER, remote(media + "\n")))
                .isInstanceOfSatisfying(
                        Negotiation.NoCommonCodec.class,
                        none -> assertThat(none.reason()).contains(reason));
    }

    @ParameterizedTest
    @CsvSource({
        "sendrecv, SENDRECV, RECVONLY",
        "sendonly, RECVONLY, RECVONLY",
        "recvonly, SENDONLY, INACTIVE",
        "inactive, INACTIVE, INACTIVE",
    })
    void reversesDirections(String theirs, Direction audio, Direction video) {
        String media =
                "m=audio 6000 RTP/AVP 0\na=%s\nm=video 6002 RTP/AVP 96\na=rtpmap:96 H264/90000\na=%s\n"
                        .formatted(theirs, theirs);

        assertThat(audio(media).direction()).isEqualTo(audio);
        assertThat(video(media).direction()).isEqualTo(video);
    }

    @Test
    void takesTheUnspecifiedAddressForHold() {
        NegotiatedTrack held = audio("m=audio 6000 RTP/AVP 0\nc=IN IP4 0.0.0.0\n");

        assertThat(held.direction()).isEqualTo(Direction.RECVONLY);
        assertThat(held.isHeld()).isTrue();
        assertThat(held.rtp()).isNull();
        assertThat(held.rtcp()).isNull();
    }

    @Test
    void readsWhereRtcpGoes() {
        assertThat(audio("m=audio 6000 RTP/AVP 0\na=rtcp:7000\n").rtcp())
                .isEqualTo(new Endpoint("198.51.100.1", 7000));
        assertThat(audio("m=audio 6000 RTP/AVP 0\na=rtcp:7000 IN IP4 203.0.113.5\n").rtcp())
                .isEqualTo(new Endpoint("203.0.113.5", 7000));
    }

    @Test
    void sharesAPortOnlyIfBothWantTo() {
        String media = "m=audio 6000 RTP/AVP 0\na=rtcp-mux\n";
        LocalMedia mux = local(new LocalMedia.Port(10_000, 10_001, RtcpMux.OFFER), null);
        SessionDescription offer = OfferAnswer.offer(mux, SESSION);
        Negotiation.Agreed agreed =
                (Negotiation.Agreed) OfferAnswer.accept(Capabilities.DEFAULT, offer, remote(media));

        assertThat(audio(media).rtcpMux()).isFalse();
        assertThat(audio(media).rtcp()).isEqualTo(new Endpoint("198.51.100.1", 6001));
        assertThat(Objects.requireNonNull(agreed.audio()).rtcpMux()).isTrue();
        assertThat(Objects.requireNonNull(agreed.audio()).rtcp())
                .isEqualTo(new Endpoint("198.51.100.1", 6000));
    }
}
