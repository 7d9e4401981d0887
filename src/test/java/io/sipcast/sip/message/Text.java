package io.sipcast.sip.message;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Messages as a test writes them: with plain line ends. */
final class Text {
    /** All headers that a request needs. */
    static final String HEADERS =
            """
            Via: SIP/2.0/UDP 192.0.2.2;branch=z9hG4bK1
            From: <sip:a@example.com>;tag=f
            To: <sip:b@example.com>
            Call-ID: c@192.0.2.2
            CSeq: 7 OPTIONS
            """;

    private Text() {}

    static byte[] wire(String text) {
        return text.replace("\n", "\r\n").getBytes(UTF_8);
    }

    static SipMessage parse(String text) {
        return SipParser.parse(wire(text));
    }

    static SipRequest request(String text) {
        return (SipRequest) parse(text);
    }

    static SipResponse response(String text) {
        return (SipResponse) parse(text);
    }

    /** An OPTIONS with the needed headers and these lines. */
    static SipRequest options(String lines) {
        return request("OPTIONS sip:b@example.com SIP/2.0\n" + HEADERS + lines + "\n");
    }
}
