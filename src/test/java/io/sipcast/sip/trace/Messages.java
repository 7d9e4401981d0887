package io.sipcast.sip.trace;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sipcast.sip.message.SipMessage;
import io.sipcast.sip.message.SipParser;
import io.sipcast.sip.route.IpAddress;
import io.sipcast.sip.route.Target;
import io.sipcast.sip.route.Transport;
import java.util.Objects;

/** Messages of one call, written out. */
final class Messages {
    static final Target PROXY = target("198.51.100.5", 5060);
    static final Target CALLEE = target("203.0.113.7", 5062);

    private Messages() {}

    static Target target(String ip, int port) {
        return new Target(Transport.UDP, Objects.requireNonNull(IpAddress.parse(ip)), port);
    }

    static SipMessage request(String method, int cseq, String headers, String body) {
        return parse(method + " sip:bob@example.com SIP/2.0", method, cseq, headers, body);
    }

    static SipMessage response(
            String status, String method, int cseq, String headers, String body) {
        return parse("SIP/2.0 " + status, method, cseq, headers, body);
    }

    private static SipMessage parse(
            String startLine, String method, int cseq, String headers, String body) {
        String text =
                startLine
                        + "\nVia: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK"
                        + cseq
                        + "\nFrom: <sip:alice@example.com>;tag=a"
                        + "\nTo: <sip:bob@example.com>"
                        + "\nCall-ID: c1"
                        + "\nCSeq: "
                        + cseq
                        + " "
                        + method
                        + "\n"
                        + headers
                        + "Content-Length: "
                        + body.replace("\n", "\r\n").length()
                        + "\n\n"
                        + body;
        return SipParser.parse(text.replace("\n", "\r\n").getBytes(UTF_8));
    }
}
