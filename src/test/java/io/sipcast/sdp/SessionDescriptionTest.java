package io.sipcast.sdp;

import static io.sipcast.sdp.Sdp.HEAD;
import static io.sipcast.sdp.Sdp.parse;
import static io.sipcast.sdp.Sdp.remote;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sipcast.bytes.Bytes;
import io.sipcast.bytes.ProtocolException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionDescriptionTest {
    private static final String FULL =
            """
            v=0
            o=jdoe 3724394400 3724394405 IN IP6 2001:db8::1
            s=Call to John Smith
            c=IN IP6 2001:db8::2
            b=AS:512
            t=0 0
            a=sendrecv
            m=audio 49170 RTP/AVP 0 101
            b=TIAS:64000
            a=rtpmap:101 telephone-event/8000
            a=fmtp:101 0-16
            a=rtcp:53020 IN IP4 126.16.64.4
            m=video 51372/2 RTP/AVPF 99
            c=IN IP4 224.2.36.42/127
            a=rtpmap:99 H264/90000
            a=fmtp:99 profile-level-id=42E01F; Packetization-Mode=1;sprop-parameter-sets=Z0IACpZTBYmI,aMljiA==
            a=rtcp-fb:* nack
            a=rtcp-fb:99 nack  pli
            a=recvonly
            """;

    @Test
    void readsAllParts() {
        SessionDescription read = parse(FULL);

        assertThat(read.origin().user()).isEqualTo("jdoe");
        assertThat(read.origin().sessionId()).isEqualTo("3724394400");
        assertThat(read.origin().version()).isEqualTo("3724394405");
        assertThat(read.name()).isEqualTo("Call to John Smith");
        assertThat(read.connection()).isEqualTo(Connection.of("2001:db8::2"));
        assertThat(read.bandwidth()).containsExactly("AS:512");
        assertThat(read.media()).hasSize(2);

        Medium audio = read.media().getFirst();
        assertThat(audio.attributes().rtpMap(0)).hasValue(new RtpMap(0, "PCMU", 8000, 1));
        assertThat(audio.attributes().fmtp(101).text()).isEqualTo("0-16");
        assertThat(audio.attributes().rtcp())
                .hasValue(new RtcpAddress(53020, Connection.of("126.16.64.4")));
        assertThat(read.directionOf(audio)).isEqualTo(Direction.SENDRECV);
        assertThat(read.connectionOf(audio)).isEqualTo(Connection.of("2001:db8::2"));

        Medium video = read.media().getLast();
        assertThat(video.port()).isEqualTo(51372);
        assertThat(read.connectionOf(video)).isEqualTo(Connection.of("224.2.36.42"));
        assertThat(read.directionOf(video)).isEqualTo(Direction.RECVONLY);
        assertThat(video.attributes().rtcpFeedback())
                .containsExactly(
                        new RtcpFeedback(RtcpFeedback.ANY, "nack"),
                        new RtcpFeedback(99, "nack pli"));
    }

    @Test
    void readsTheParametersOfH264() {
        Medium video = parse(FULL).media().getLast();
        H264Parameters h264 = PayloadFormat.of(video, "99").orElseThrow().h264();

        assertThat(h264.profileLevelId()).isEqualTo(0x42E01F);
        assertThat(h264.packetizationMode()).isEqualTo(1);
        assertThat(h264.parameterSets())
                .extracting(Bytes::toString)
                .containsExactly("6742000a965305" + "8988", "68c96388");
    }

    @Test
    void fallsBackWhereH264ParametersAreUnreadable() {
        H264Parameters h264 =
                H264Parameters.of(
                        new Fmtp(
                                96,
                                "profile-level-id=xx;sprop-parameter-sets=*;packetization-mode=z"));

        assertThat(h264.profileLevelId()).isEqualTo(0x42000A);
        assertThat(h264.parameterSets()).isEmpty();
        assertThat(h264.isSupported()).isFalse();
    }

    @Test
    void printsWhatItParsed() {
        SessionDescription read = parse(FULL);

        assertThat(SessionDescription.parse(read.print().getBytes(UTF_8))).isEqualTo(read);
        assertThat(read.print()).endsWith("\r\n").contains("\r\nm=audio 49170 RTP/AVP 0 101\r\n");
    }

    @Test
    void letsPassWhatPeersDo() {
        String sloppy =
                """
                v=0
                o=- 1 1 IN IP4 1.2.3.4
                t=0 0
                c=IN IP4 1.2.3.4
                i=about
                x=unknown
                m=audio 4000 RTP/AVP 0 999 word
                a=rtpmap:nonsense
                a=rtpmap:0 PCMU/8000/1
                a=ptime:often

                a=rtcp:0
                """;
        SessionDescription read = SessionDescription.parse(sloppy.getBytes(UTF_8));

        assertThat(read.name()).isEqualTo("-");
        assertThat(read.media().getFirst().attributes().ptime()).isEmpty();
        assertThat(read.media().getFirst().attributes().rtcp()).isEmpty();
        assertThat(read.media().getFirst().attributes().rtpMap(0)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello",
                "v=1\no=- 1 1 IN IP4 1.2.3.4\n",
                "o=- 1 1 IN IP4 1.2.3.4\nv=0\n",
                "v=0\n",
                "v=0\no=- 1 1 IN IP4\n",
                "v=0\no=- 1 1 IN IP5 1.2.3.4\n",
                "v=0\no=- 1 1 ATM NSAP x\n",
                HEAD + "c=IN IP4\n",
                HEAD + "m=audio\n",
                HEAD + "m=audio 4000 RTP/AVP\n",
                HEAD + "m=audio 65536 RTP/AVP 0\n",
                HEAD + "m=audio -1 RTP/AVP 0\n",
                HEAD + "m=audio x RTP/AVP 0\n",
                HEAD + "no line\n",
                HEAD + "a=one\ra=two\n",
            })
    void refusesWhatIsNoDescription(String text) {
        assertThatThrownBy(() -> parse(text)).isInstanceOf(ProtocolException.class);
    }

    @Test
    void refusesEndlessDescriptions() {
        assertThatThrownBy(() -> remote("a=x\n".repeat(2000)))
                .isInstanceOf(ProtocolException.class);
        assertThatThrownBy(() -> remote("m=audio 4000 RTP/AVP" + " 0".repeat(200) + "\n"))
                .isInstanceOf(ProtocolException.class);
    }

    @Test
    void printsNoLineThatWasNotMeant() {
        assertThatThrownBy(() -> new Attribute("x", "1\r\na=y"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Connection.of("1.2.3.4\r\na=y"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void damagedDescriptionsParseOrAreRefusedAndNegotiateWithoutFailing() {
        SessionDescription offer = OfferAnswer.offer(Sdp.BOTH, Sdp.SESSION);
        Random random = new Random(8866);
        for (int i = 0; i < 10_000; i++) {
            byte[] bytes = damaged(random).getBytes(UTF_8);
            SessionDescription read;
            try {
                read = SessionDescription.parse(bytes);
            } catch (ProtocolException _) {
                continue;
            }
            assertThat(SessionDescription.parse(read.print().getBytes(UTF_8))).isEqualTo(read);
            assertThat(OfferAnswer.accept(Capabilities.DEFAULT, offer, read)).isNotNull();
            answerFits(read, OfferAnswer.answer(read, Sdp.BOTH, offer, Sdp.SESSION));
        }
    }

    private static void answerFits(SessionDescription offer, Answered answered) {
        if (answered instanceof Answered.Accepted(SessionDescription answer, var _)) {
            assertThat(answer.media())
                    .extracting(Medium::type)
                    .isEqualTo(offer.media().stream().map(Medium::type).toList());
            assertThat(parse(answer.print().replace("\r", ""))).isEqualTo(answer);
        }
    }

    private static String damaged(Random random) {
        StringBuilder text = new StringBuilder(FULL.replace("\n", "\r\n"));
        List<String> pieces =
                List.of("=", ":", " ", "/", "\n", "m=", "a=", ";", ",", "0", "-", "ü");
        for (int n = random.nextInt(6); n >= 0; n--) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(3)) {
                case 0 -> text.setCharAt(at, (char) random.nextInt(256));
                case 1 -> text.deleteCharAt(at);
                default -> text.insert(at, pieces.get(random.nextInt(pieces.size())));
            }
        }
        return text.toString();
    }
}
