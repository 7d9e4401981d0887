package io.sipcast.sdp;

import static io.sipcast.sdp.Sdp.AUDIO;
import static io.sipcast.sdp.Sdp.BOTH;
import static io.sipcast.sdp.Sdp.SESSION;
import static io.sipcast.sdp.Sdp.VIDEO;
import static io.sipcast.sdp.Sdp.local;
import static io.sipcast.sdp.Sdp.parse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class OfferTest {
    @Test
    void offersWhatWeTakeToTheByte() {
        assertThat(OfferAnswer.offer(BOTH, SESSION).print().replace("\r", ""))
                .isEqualTo(
                        """
                        v=0
                        o=- 4711 1 IN IP4 192.0.2.1
                        s=-
                        c=IN IP4 192.0.2.1
                        t=0 0
                        m=audio 10000 RTP/AVP 0 8 101
                        a=rtpmap:0 PCMU/8000
                        a=rtpmap:8 PCMA/8000
                        a=rtpmap:101 telephone-event/8000
                        a=fmtp:101 0-16
                        a=ptime:20
                        a=sendrecv
                        m=video 10002 RTP/AVP 96 97
                        a=rtpmap:96 H264/90000
                        a=fmtp:96 profile-level-id=42e01f;level-asymmetry-allowed=1;packetization-mode=1
                        a=rtcp-fb:96 nack
                        a=rtcp-fb:96 nack pli
                        a=rtcp-fb:96 ccm fir
                        a=rtpmap:97 H264/90000
                        a=fmtp:97 profile-level-id=42e01f;level-asymmetry-allowed=1;packetization-mode=0
                        a=rtcp-fb:97 nack
                        a=rtcp-fb:97 nack pli
                        a=rtcp-fb:97 ccm fir
                        a=recvonly
                        """);
    }

    @Test
    void offersOnlyTheMediaOfTheCall() {
        assertThat(OfferAnswer.offer(local(AUDIO, null), SESSION).media())
                .extracting(Medium::type)
                .containsExactly("audio");
        assertThat(OfferAnswer.offer(local(null, VIDEO), SESSION).media())
                .extracting(Medium::type)
                .containsExactly("video");
        assertThatThrownBy(() -> OfferAnswer.offer(local(null, null), SESSION))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void saysWhereRtcpGoesIfNotAboveRtp() {
        LocalMedia odd =
                new LocalMedia(
                        "2001:db8::7", new LocalMedia.Port(10_000, 12_345, RtcpMux.OFFER), null);
        SessionDescription offer = OfferAnswer.offer(odd, -1);

        assertThat(offer.print()).contains("c=IN IP6 2001:db8::7", "a=rtcp:12345", "a=rtcp-mux");
        assertThat(offer.origin().sessionId()).isEqualTo(Long.toString(Long.MAX_VALUE));
    }

    @Test
    void offersAgainInTheSamePlacesAndCountsVersions() {
        SessionDescription sent =
                parse(
                        """
                        v=0
                        o=- 4711 5 IN IP4 192.0.2.1
                        s=-
                        c=IN IP4 192.0.2.1
                        t=0 0
                        m=application 0 UDP/BFCP *
                        m=video 0 RTP/AVP 96
                        """);
        SessionDescription again = OfferAnswer.offerAgain(BOTH, sent);

        assertThat(again.origin().version()).isEqualTo("6");
        assertThat(again.media())
                .extracting(Medium::type)
                .containsExactly("application", "video", "audio");
        assertThat(again.media()).extracting(Medium::port).containsExactly(0, 10_002, 10_000);
        assertThat(OfferAnswer.offerAgain(BOTH, again)).isEqualTo(again);
    }
}
