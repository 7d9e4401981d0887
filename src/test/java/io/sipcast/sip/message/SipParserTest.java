package io.sipcast.sip.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SipParserTest {
    private static final String INVITE =
            """
            INVITE sip:bob@biloxi.com SIP/2.0
            Via: SIP/2.0/UDP pc33.atlanta.com;branch=z9hG4bK776asdhds
            Max-Forwards: 70
            To: Bob <sip:bob@biloxi.com>
            From: Alice <sip:alice@atlanta.com>;tag=1928301774
            Call-ID: a84b4c76e66710@pc33.atlanta.com
            CSeq: 314159 INVITE
            Contact: <sip:alice@pc33.atlanta.com>
            X-Odd: as  it came
            Content-Type: application/sdp
            Content-Length: 4

            v=0
            """
                    .replace("\n", "\r\n");

    @Test
    void readsTheExampleOfTheRfc() {
        SipRequest request = (SipRequest) parse(INVITE);

        assertThat(request.method()).isEqualTo(Method.INVITE);
        assertThat(request.uri()).isEqualTo(SipUri.of("bob", "biloxi.com", SipUri.NO_PORT));
        assertThat(request.via().branch()).isEqualTo("z9hG4bK776asdhds");
        assertThat(request.from().displayName()).isEqualTo("Alice");
        assertThat(request.from().tag()).isEqualTo("1928301774");
        assertThat(request.to().tag()).isNull();
        assertThat(request.callId()).isEqualTo("a84b4c76e66710@pc33.atlanta.com");
        assertThat(request.cseq()).isEqualTo(new CSeq(314159, Method.INVITE));
        assertThat(request.contacts()).hasSize(1);
        assertThat(request.headers().first("x-odd")).isEqualTo("as  it came");
        assertThat(request.maxForwards()).hasValue(70);
        assertThat(new String(request.body().toArray(), UTF_8)).isEqualTo("v=0\r");
    }

    @Test
    void printsWhatItParsed() {
        SipMessage message = parse(INVITE);

        assertThat(SipParser.parse(message.print())).isEqualTo(message);
    }

    private static SipMessage parse(String text) {
        return SipParser.parse(text.getBytes(UTF_8));
    }
}
