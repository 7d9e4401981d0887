package io.sipcast.sip.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SecretsTest {
    private static final String PLANTED = "planted";

    @Test
    void aDigestKeepsWhoAndWhere() {
        String text =
                Secrets.print(
                        Messages.request(
                                "INVITE",
                                1,
                                "Proxy-Authorization: Digest username=\"alice\", realm=\"trunk\","
                                        + " nonce=\"planted-nonce\", uri=\"sip:bob@example.com\","
                                        + " response=\"planted\", algorithm=MD5, cnonce=\"planted\","
                                        + " qop=auth, nc=00000001\n",
                                ""));

        assertThat(text)
                .contains(
                        "Proxy-Authorization: Digest username=\"alice\", realm=\"trunk\","
                                + " nonce=\"***\", uri=\"***\", response=\"***\", algorithm=MD5,"
                                + " cnonce=\"***\", qop=auth, nc=00000001\r\n")
                .doesNotContain(PLANTED);
    }

    static Stream<String> headers() {
        return Stream.of(
                "Authorization: Bearer planted",
                "Authorization: planted",
                "Authorization: Digest response='planted",
                "Authorization: Digest username=\"a\\\"b\", response=\"planted\"",
                "Authentication-Info: rspauth=\"planted\"",
                "X-Api-Key: planted",
                "X-Stream-Token: planted",
                "X-PASSWORD: planted",
                "X-Auth: planted",
                "Cookie: planted",
                "X-Target: rtmp://a.rtmp.youtube.com/live2/planted",
                "X-Target: see RTMPS://user:planted@example.com/app/planted?key=planted",
                "X-Hook: https://example.com/hook?secret=planted",
                "Contact: <sip:alice:planted@192.0.2.1>",
                "Contact: <sip:a@b>, \"x\" <sips:alice:planted@192.0.2.1:5061;transport=tls>",
                "Reply-To: sip:alice:planted@192.0.2.1");
    }

    @ParameterizedTest
    @MethodSource("headers")
    void whatASecretStandsInIsHidden(String header) {
        String text = Secrets.print(Messages.request("INVITE", 1, header + "\n", ""));

        assertThat(text).doesNotContain(PLANTED).contains("***");
        assertThat(text).contains(header.substring(0, header.indexOf(':') + 1));
    }

    static Stream<String> bodies() {
        return Stream.of(
                "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:planted|2^20|1:4",
                "k=clear:planted",
                "a=key-mgmt:mikey planted",
                "a=ice-pwd:planted");
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void keysOfMediaAreHidden(String line) {
        String sdp = "v=0\n" + line + "\na=sendrecv\n";
        String text =
                Secrets.print(
                        Messages.request("INVITE", 1, "Content-Type: application/sdp\n", sdp));

        assertThat(text).doesNotContain(PLANTED).contains("***\r\na=sendrecv\r\n");
    }

    @Test
    void theDigitsOfInfoMayBeAPin() {
        String text =
                Secrets.print(
                        Messages.request(
                                "INFO",
                                1,
                                "Content-Type: application/dtmf-relay\n",
                                "Signal=7\nDuration=160\n"));

        assertThat(text).contains("Signal=*\r\n").doesNotContain("=7");
    }

    @Test
    void theRestStaysAsItIs() {
        String headers =
                """
                Contact: <sip:alice@192.0.2.1:5060>, <sip:[2001:db8::1]>
                WWW-Authenticate: Digest realm="trunk", nonce="n1"
                Subject: a: b@c, 12:30
                """;
        String text =
                Secrets.print(
                        Messages.response(
                                "401 Unauthorized",
                                "INVITE",
                                1,
                                headers + "Content-Type: text/plain\n",
                                "ten o'clock 10:00"));

        assertThat(text)
                .startsWith("SIP/2.0 401 Unauthorized\r\n")
                .contains(headers.replace("\n", "\r\n"))
                .contains("Content-Length: 17\r\n\r\nten o'clock 10:00")
                .doesNotContain("***");
    }
}
