package io.sipcast.sip.message;

import static io.sipcast.sip.message.Text.options;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.bytes.Bytes;
import org.junit.jupiter.api.Test;

class SipPrinterTest {
    @Test
    void writesARequestToTheByte() {
        SipRequest request =
                SipRequest.of(
                                Method.OPTIONS,
                                SipUri.of("b", "2001:db8::1", 5070),
                                Headers.builder()
                                        .add("Via", Via.of("UDP", "h", 5060, "z9hG4bKx").print())
                                        .add("Content-Length", "999")
                                        .add("Subject", "jörg")
                                        .build())
                        .withBody("text/plain", Bytes.copyOf("häh".getBytes(UTF_8)));

        assertThat(new String(request.print(), UTF_8))
                .isEqualTo(
                        """
                        OPTIONS sip:b@[2001:db8::1]:5070 SIP/2.0
                        Via: SIP/2.0/UDP h:5060;branch=z9hG4bKx;rport
                        Subject: jörg
                        Content-Type: text/plain
                        Content-Length: 4

                        häh\
                        """
                                .replace("\n", "\r\n"));
    }

    @Test
    void answersWithTheHeadersOfTheRequest() {
        SipRequest request = options("Via: SIP/2.0/UDP below;branch=z9hG4bK2\nSubject: no\n");
        SipResponse response = SipResponse.to(request, 404).withToTag("mine");

        assertThat(new String(response.print(), UTF_8))
                .isEqualTo(
                        """
                        SIP/2.0 404 Not Found
                        Via: SIP/2.0/UDP 192.0.2.2;branch=z9hG4bK1
                        Via: SIP/2.0/UDP below;branch=z9hG4bK2
                        From: <sip:a@example.com>;tag=f
                        To: <sip:b@example.com>;tag=mine
                        Call-ID: c@192.0.2.2
                        CSeq: 7 OPTIONS
                        Content-Length: 0

                        """
                                .replace("\n", "\r\n"));
    }
}
