package io.sipcast.sdp;

import static io.sipcast.sdp.Sdp.AUDIO;
import static io.sipcast.sdp.Sdp.BOTH;
import static io.sipcast.sdp.Sdp.SESSION;
import static io.sipcast.sdp.Sdp.local;
import static io.sipcast.sdp.Sdp.remote;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerTest {
    private static final SessionDescription SENT = OfferAnswer.offer(BOTH, SESSION);

    private static Answered.Accepted answer(String media) {
        return (Answered.Accepted) OfferAnswer.answer(remote(media), BOTH, SENT, SESSION);
    }

    private static String lines(Answered.Accepted accepted) {
        return accepted.answer().print().replace("\r", "");
    }

    /** A room system: slides and their floor control beside the call. */
    @Test
    void declinesWhatItDoesNotKnowInPlace() {
        Answered.Accepted accepted =
                answer(
                        """
                        m=application 5070 TCP/BFCP *
                        a=floorctrl:c-s
                        m=audio 6000 RTP/AVPF 107 8 110
                        a=rtpmap:107 opus/48000/2
                        a=rtpmap:110 telephone-event/8000
                        m=video 6002 RTP/AVP 120 121 122
                        a=rtpmap:120 VP8/90000
                        a=rtpmap:121 H264/90000
                        a=fmtp:121 max-br=10;profile-level-id=640028;packetization-mode=1;sprop-parameter-sets=Z0IACg==
                        a=rtpmap:122 H264/90000
                        a=rtcp-fb:* ccm fir
                        a=content:main
                        m=video 6004 RTP/AVP 121
                        a=rtpmap:121 H264/90000
                        a=content:slides
                        """);

        assertThat(lines(accepted))
                .isEqualTo(
                        """
                        v=0
                        o=- 4711 2 IN IP4 192.0.2.1
                        s=-
                        c=IN IP4 192.0.2.1
                        t=0 0
                        m=application 0 TCP/BFCP *
                        m=audio 10000 RTP/AVPF 107 8 110
                        a=rtpmap:107 opus/48000/2
                        a=fmtp:107 useinbandfec=1
                        a=rtpmap:8 PCMA/8000
                        a=rtpmap:110 telephone-event/8000
                        a=fmtp:110 0-16
                        a=ptime:20
                        a=sendrecv
                        m=video 10002 RTP/AVP 121 122
                        a=rtpmap:121 H264/90000
                        a=fmtp:121 profile-level-id=640028;packetization-mode=1
                        a=rtcp-fb:121 ccm fir
                        a=rtpmap:122 H264/90000
                        a=rtcp-fb:122 ccm fir
                        a=recvonly
                        m=video 0 RTP/AVP 121
                        """);
        NegotiatedTrack video = Objects.requireNonNull(accepted.agreed().video());
        assertThat(video.mediumIndex()).isEqualTo(2);
        assertThat(video.send().getFirst().h264().parameterSets()).hasSize(1);
        assertThat(video.rtp()).isEqualTo(new Endpoint("198.51.100.1", 6002));
    }

    @ParameterizedTest
    @CsvSource({
        "sendonly, recvonly, RECVONLY, true",
        "inactive, inactive, INACTIVE, true",
        "recvonly, sendonly, SENDONLY, false",
        "sendrecv, sendrecv, SENDRECV, false",
    })
    void answersDirections(String theirs, String ours, Direction direction, boolean held) {
        Answered.Accepted accepted = answer("m=audio 6000 RTP/AVP 0\na=" + theirs + "\n");
        NegotiatedTrack audio = Objects.requireNonNull(accepted.agreed().audio());

        assertThat(lines(accepted)).contains("a=" + ours + "\n");
        assertThat(audio.direction()).isEqualTo(direction);
        assertThat(audio.isHeld()).isEqualTo(held);
    }

    @Test
    void answersTheOldHoldToo() {
        Answered.Accepted accepted =
                answer("m=audio 6000 RTP/AVP 0\nc=IN IP4 0.0.0.0\nm=video 0 RTP/AVP 96\n");

        assertThat(lines(accepted)).contains("a=recvonly\nm=video 0 RTP/AVP 96\n");
        assertThat(Objects.requireNonNull(accepted.agreed().audio()).isHeld()).isTrue();
    }

    @Test
    void takesTheHoldOfTheWholeSession() {
        Answered.Accepted accepted = answer("a=inactive\nm=audio 6000 RTP/AVP 0\n");

        assertThat(lines(accepted)).contains("a=inactive\n");
    }

    @Test
    void videoIsNeverSent() {
        String video = "m=video 6002 RTP/AVP 96\na=rtpmap:96 H264/90000\n";

        assertThat(lines(answer(video))).contains("a=recvonly\n");
        assertThat(lines(answer(video + "a=recvonly\n"))).contains("a=inactive\n");
    }

    @Test
    void countsAVersionOnlyForAChange() {
        String media = "m=audio 6000 RTP/AVP 0\n";
        SessionDescription first = answer(media).answer();
        Answered.Accepted same =
                (Answered.Accepted) OfferAnswer.answer(remote(media), BOTH, first, SESSION);
        Answered.Accepted held =
                (Answered.Accepted)
                        OfferAnswer.answer(remote(media + "a=sendonly\n"), BOTH, first, SESSION);

        assertThat(first.origin().version()).isEqualTo("2");
        assertThat(same.answer()).isEqualTo(first);
        assertThat(held.answer().origin().version()).isEqualTo("3");
        assertThat(held.answer().origin().sessionId()).isEqualTo("4711");
    }

    @Test
    void answersAFirstOffer() {
        Answered.Accepted accepted =
                (Answered.Accepted)
                        OfferAnswer.answer(remote("m=audio 6000 RTP/AVP 0\n"), BOTH, null, 99);

        assertThat(accepted.answer().origin().sessionId()).isEqualTo("99");
        assertThat(accepted.answer().origin().version()).isEqualTo("1");
    }

    @Test
    void answersNoMoreThanTheCallHas() {
        Answered.Accepted accepted =
                (Answered.Accepted)
                        OfferAnswer.answer(
                                remote(
                                        """
                                        m=audio 6000 RTP/AVP 0
                                        m=video 6002 RTP/AVP 96
                                        a=rtpmap:96 H264/90000
                                        """),
                                local(AUDIO, null),
                                null,
                                SESSION);

        assertThat(accepted.answer().media())
                .extracting(Medium::port)
                .isEqualTo(List.of(10_000, 0));
        assertThat(accepted.agreed().video()).isNull();
    }

    @ParameterizedTest
    @CsvSource({"m=audio 6000 RTP/AVP 9", "m=audio 6000 RTP/SAVP 0", "a=x"})
    void refusesWhereNothingIsCommon(String media) {
        assertThat(OfferAnswer.answer(remote(media + "\n"), BOTH, SENT, SESSION))
                .isInstanceOf(Answered.Refused.class);
    }

    /** RFC 3264 §8.2: media go, and may come back; but no call begins with none. */
    @Test
    void everyMediumMayBeTakenOutOfACall() {
        SessionDescription offer = remote("m=audio 0 RTP/AVP 0\nm=video 0 RTP/AVP 96\n");
        var emptied = (Answered.Accepted) OfferAnswer.answer(offer, BOTH, SENT, SESSION);

        assertThat(emptied.answer().media()).extracting(Medium::port).isEqualTo(List.of(0, 0));
        assertThat(emptied.agreed()).isEqualTo(new Negotiation.Agreed(null, null));
        assertThat(OfferAnswer.answer(offer, BOTH, null, SESSION))
                .isInstanceOf(Answered.Refused.class);
    }
}
