package io.sipcast.sdp;

import static io.sipcast.sdp.Sdp.AUDIO;
import static io.sipcast.sdp.Sdp.HEAD;
import static io.sipcast.sdp.Sdp.SESSION;
import static io.sipcast.sdp.Sdp.VIDEO;
import static io.sipcast.sdp.Sdp.parse;
import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.ice.IceDescription;
import io.sipcast.ice.IceIdentity;
import io.sipcast.ice.IceTerms;
import io.sipcast.sip.route.IpAddress;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** ICE and rtcp-mux in offers and answers, RFC 8839 and RFC 5761. */
class IceTest {
    private static final IceIdentity IDENTITY = IceIdentity.of(new Random(8839));
    private static final String UFRAG = IDENTITY.credentials().ufrag();
    private static final String PWD = IDENTITY.credentials().pwd();
    private static final String PEER_ICE =
            """
            a=ice-ufrag:9uB6
            a=ice-pwd:YH75Fviy6338Vbrhrlp8Yh
            """;
    private static final String CANDIDATES =
            """
            a=candidate:1 1 UDP 2130706431 198.51.100.1 4000 typ host
            a=candidate:1 2 UDP 2130706430 198.51.100.1 4001 typ host
            a=candidate:2 1 TCP 1518280447 198.51.100.1 9 typ host tcptype active
            a=candidate:3 1 UDP 2122260223 3f6a4d2e.local 51234 typ host
            """;
    private static final String AUDIO_LINES = "m=audio 4000 RTP/AVP 0\na=rtpmap:0 PCMU/8000\n";

    private static LocalMedia local(boolean offered, RtcpMux mux) {
        return local("192.0.2.1", offered, mux);
    }

    private static LocalMedia local(String shown, boolean offered, RtcpMux mux) {
        return new LocalMedia(
                shown,
                new LocalMedia.Port(AUDIO.rtp(), AUDIO.rtcp(), mux),
                new LocalMedia.Port(VIDEO.rtp(), VIDEO.rtcp(), mux),
                Capabilities.DEFAULT,
                new LocalIce(
                        IDENTITY, Objects.requireNonNull(IpAddress.parse("192.0.2.1")), offered));
    }

    private static Answered.Accepted answer(SessionDescription offer, LocalMedia local) {
        return (Answered.Accepted) OfferAnswer.answer(offer, local, null, SESSION);
    }

    private static String print(SessionDescription description) {
        return description.print().replace("\r", "");
    }

    private static IceTerms audioTerms(Negotiation.Agreed agreed) {
        return Objects.requireNonNull(Objects.requireNonNull(agreed.audio()).ice());
    }

    @Test
    void anOfferOfAFullAgentToTheByte() {
        String offer = print(OfferAnswer.offer(local(true, RtcpMux.OFFER), SESSION));

        assertThat(offer)
                .startsWith(
                        """
                        v=0
                        o=- 4711 1 IN IP4 192.0.2.1
                        s=-
                        c=IN IP4 192.0.2.1
                        t=0 0
                        a=ice-options:ice2
                        m=audio 10000 RTP/AVP 111 0 8 104 101
                        """)
                .contains(
                        """
                        a=rtcp-mux
                        a=sendrecv
                        a=ice-ufrag:%s
                        a=ice-pwd:%s
                        a=candidate:1 1 UDP 2130706431 192.0.2.1 10000 typ host
                        a=candidate:1 2 UDP 2130706430 192.0.2.1 10001 typ host
                        m=video 10002 RTP/AVP 96 97
                        """
                                .formatted(UFRAG, PWD))
                .endsWith(
                        """
                        a=rtcp-mux
                        a=recvonly
                        a=ice-ufrag:%s
                        a=ice-pwd:%s
                        a=candidate:1 1 UDP 2130706431 192.0.2.1 10002 typ host
                        a=candidate:1 2 UDP 2130706430 192.0.2.1 10003 typ host
                        """
                                .formatted(UFRAG, PWD))
                .doesNotContain("ice-lite");
    }

    @Test
    void beyondANatTheAdvertisedAddressIsACandidateToo() {
        String offer = print(OfferAnswer.offer(local("203.0.113.9", true, RtcpMux.OFF), SESSION));
        assertThat(offer)
                .contains(
                        "a=candidate:1 1 UDP 2130706431 192.0.2.1 10000 typ host\n",
                        "a=candidate:2 1 UDP 1694498815 203.0.113.9 10000 typ srflx raddr"
                                + " 192.0.2.1 rport 10000\n");

        var answered =
                answer(
                        parse(HEAD + AUDIO_LINES + PEER_ICE + CANDIDATES),
                        local("203.0.113.9", false, RtcpMux.OFF));
        assertThat(print(answered.answer()))
                .contains("a=candidate:1 1 UDP 2130706431 203.0.113.9 10000 typ host\n")
                .doesNotContain("192.0.2.1 10000");
    }

    @Test
    void withoutBeingAskedForWeOfferNeither() {
        assertThat(print(OfferAnswer.offer(local(false, RtcpMux.ANSWER), SESSION)))
                .doesNotContain("ice", "candidate", "mux");
    }

    @Test
    void aFullPeerIsAnsweredAsALiteAgent() {
        var answered =
                answer(
                        parse(HEAD + AUDIO_LINES + PEER_ICE + CANDIDATES),
                        local(false, RtcpMux.ANSWER));

        assertThat(print(answered.answer()))
                .contains("t=0 0\na=ice-lite\na=ice-options:ice2\nm=audio")
                .endsWith(
                        """
                        a=sendrecv
                        a=ice-ufrag:%s
                        a=ice-pwd:%s
                        a=candidate:1 1 UDP 2130706431 192.0.2.1 10000 typ host
                        a=candidate:1 2 UDP 2130706430 192.0.2.1 10001 typ host
                        """
                                .formatted(UFRAG, PWD));
        IceTerms terms = audioTerms(answered.agreed());
        assertThat(terms.lite()).isTrue();
        assertThat(terms.controlling()).isFalse();
        assertThat(terms.rtcp()).isTrue();
        assertThat(terms.local()).isEqualTo(IDENTITY.credentials());
        IceDescription remote = terms.remote();
        assertThat(remote.credentials().ufrag()).isEqualTo("9uB6");
        assertThat(remote.credentials().pwd()).isEqualTo("YH75Fviy6338Vbrhrlp8Yh");
        assertThat(remote.candidates()).as("no name, no TCP").hasSize(2);
        assertThat(remote.regular()).isFalse();
    }

    @Test
    void aLitePeerIsControlledByUs() {
        var answered =
                answer(
                        parse(HEAD + "a=ice-lite\n" + AUDIO_LINES + PEER_ICE + CANDIDATES),
                        local(false, RtcpMux.ANSWER));

        assertThat(print(answered.answer())).doesNotContain("ice-lite").contains("a=candidate:1 1");
        assertThat(audioTerms(answered.agreed()).lite()).isFalse();
        assertThat(audioTerms(answered.agreed()).controlling()).isTrue();
    }

    @Test
    void whatTheSessionSaysHoldsForItsMedia() {
        var answered =
                answer(
                        parse(
                                HEAD
                                        + PEER_ICE
                                        + "a=ice-options:trickle ice2\n"
                                        + AUDIO_LINES
                                        + "a=ice-pwd:ofThisMediumOnly0123456789\n"
                                        + CANDIDATES),
                        local(false, RtcpMux.OFF));

        IceDescription remote = audioTerms(answered.agreed()).remote();
        assertThat(remote.credentials().ufrag()).isEqualTo("9uB6");
        assertThat(remote.credentials().pwd()).isEqualTo("ofThisMediumOnly0123456789");
        assertThat(remote.regular()).isTrue();
    }

    /** A browser's offer: no address yet, and RTP and RTCP on one port. */
    @Test
    void anAddressThatIceIsToFindIsNoHold() {
        String media =
                "m=audio 9 RTP/AVP 0\nc=IN IP4 0.0.0.0\na=rtpmap:0 PCMU/8000\na=rtcp-mux\n"
                        + PEER_ICE
                        + "a=candidate:3 1 UDP 2122260223 3f6a4d2e.local 51234 typ host\n"
                        + "a=end-of-candidates\n";
        var answered = answer(parse(HEAD + media), local(false, RtcpMux.ANSWER));

        NegotiatedTrack track = Objects.requireNonNull(answered.agreed().audio());
        assertThat(track.isUnreachable()).isFalse();
        assertThat(track.isHeld()).isFalse();
        assertThat(track.rtcpMux()).isTrue();
        assertThat(audioTerms(answered.agreed()).rtcp()).isFalse();
        assertThat(print(answered.answer())).contains("a=rtcp-mux\n").doesNotContain("1 2 UDP");
        assertThat(print(answered.answer())).contains("a=sendrecv\n");
    }

    @Test
    void candidatesThatTheAddressIsNotAmongAreNotTrusted() {
        String media = "m=audio 5000 RTP/AVP 0\na=rtpmap:0 PCMU/8000\n" + PEER_ICE + CANDIDATES;
        var answered = answer(parse(HEAD + media), local(false, RtcpMux.ANSWER));

        assertThat(print(answered.answer()))
                .endsWith("a=ice-mismatch\n")
                .doesNotContain("ice-ufrag", "ice-lite");
        NegotiatedTrack track = Objects.requireNonNull(answered.agreed().audio());
        assertThat(track.ice()).isNull();
        assertThat(track.rtp()).isEqualTo(new Endpoint("198.51.100.1", 5000));
    }

    /** The old way to hold a call, RFC 3264 §8.4: nothing is sent, and ICE is what it was. */
    @Test
    void aHoldByAddressKeepsIce() {
        String media =
                "m=audio 4000 RTP/AVP 0\nc=IN IP4 0.0.0.0\na=rtpmap:0 PCMU/8000\n"
                        + PEER_ICE
                        + CANDIDATES;
        var answered = answer(parse(HEAD + media), local(false, RtcpMux.ANSWER));

        NegotiatedTrack track = Objects.requireNonNull(answered.agreed().audio());
        assertThat(track.isUnreachable()).isTrue();
        assertThat(track.isHeld()).isTrue();
        assertThat(audioTerms(answered.agreed()).lite()).isTrue();
        assertThat(print(answered.answer())).contains("a=ice-lite").doesNotContain("mismatch");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a=ice-ufrag:9uB6\n",
                "a=ice-pwd:YH75Fviy6338Vbrhrlp8Yh\n",
                "a=ice-ufrag:9uB\na=ice-pwd:YH75Fviy6338Vbrhrlp8Yh\n",
                "a=ice-ufrag:9uB6\na=ice-pwd:tooShort\n",
                "a=ice-mismatch\na=ice-ufrag:9uB6\na=ice-pwd:YH75Fviy6338Vbrhrlp8Yh\n",
            })
    void halfAnIceIsNone(String lines) {
        var answered = answer(parse(HEAD + AUDIO_LINES + lines), local(false, RtcpMux.ANSWER));

        assertThat(print(answered.answer())).doesNotContain("ice-", "candidate");
        assertThat(Objects.requireNonNull(answered.agreed().audio()).ice()).isNull();
    }

    @Test
    void theAnswerToOurOffer() {
        SessionDescription offer = OfferAnswer.offer(local(true, RtcpMux.OFFER), SESSION);
        var agreed =
                (Negotiation.Agreed)
                        OfferAnswer.accept(
                                Capabilities.DEFAULT,
                                offer,
                                parse(HEAD + AUDIO_LINES + "a=rtcp-mux\n" + PEER_ICE + CANDIDATES));

        assertThat(audioTerms(agreed).lite()).isFalse();
        assertThat(audioTerms(agreed).controlling()).isTrue();
        assertThat(audioTerms(agreed).rtcp()).isFalse();
        assertThat(audioTerms(agreed).local()).isEqualTo(IDENTITY.credentials());
        NegotiatedTrack track = Objects.requireNonNull(agreed.audio());
        assertThat(track.rtcp()).isEqualTo(new Endpoint("198.51.100.1", 4000));
    }

    @Test
    void iceThatWeDidNotOfferIsReadOver() {
        SessionDescription offer = OfferAnswer.offer(local(false, RtcpMux.ANSWER), SESSION);
        var agreed =
                (Negotiation.Agreed)
                        OfferAnswer.accept(
                                Capabilities.DEFAULT,
                                offer,
                                parse(HEAD + AUDIO_LINES + "a=rtcp-mux\n" + PEER_ICE + CANDIDATES));

        NegotiatedTrack track = Objects.requireNonNull(agreed.audio());
        assertThat(track.ice()).isNull();
        assertThat(track.rtcpMux()).isFalse();
    }

    @Test
    void aPeerThatStartsAnewGetsOtherCredentials() {
        LocalMedia local = local(false, RtcpMux.OFF);
        SessionDescription first = parse(HEAD + AUDIO_LINES + PEER_ICE + CANDIDATES);
        SessionDescription again =
                parse(HEAD + AUDIO_LINES + PEER_ICE.replace("9uB6", "nxt6") + CANDIDATES);

        assertThat(OfferAnswer.facing(first, null, local)).isEqualTo(local);
        assertThat(OfferAnswer.facing(first, first, local)).isEqualTo(local);
        LocalMedia anew = OfferAnswer.facing(again, first, local);
        assertThat(print(answer(again, anew).answer()))
                .contains("a=ice-ufrag:" + IDENTITY.next().credentials().ufrag())
                .doesNotContain(UFRAG, PWD);
    }

    /** A re-INVITE without SDP asks for an offer: what is in use is in it, no more and no less. */
    @Test
    void offeredAgainAsItWasAnswered() {
        LocalMedia local = local(false, RtcpMux.ANSWER);
        SessionDescription answer =
                answer(parse(HEAD + AUDIO_LINES + "a=rtcp-mux\n" + PEER_ICE + CANDIDATES), local)
                        .answer();
        String again = print(OfferAnswer.offerAgain(local, answer));

        assertThat(again).contains("a=ice-lite\n", "a=rtcp-mux\n", "a=ice-ufrag:" + UFRAG);
        assertThat(
                        print(
                                OfferAnswer.offerAgain(
                                        local, answer(parse(HEAD + AUDIO_LINES), local).answer())))
                .doesNotContain("ice-", "rtcp-mux");
    }
}
