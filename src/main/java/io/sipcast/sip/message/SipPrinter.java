package io.sipcast.sip.message;

import io.sipcast.bytes.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes a message as it goes on the wire, with the Content-Length its body has. */
final class SipPrinter {
    static final Bytes NO_BODY = Bytes.copyOf(new byte[0]);
    private static final String CRLF = "\r\n";

    private SipPrinter() {}

    static byte[] print(SipMessage message) {
        StringBuilder head = new StringBuilder(512);
        printStartLine(message, head);
        for (Header header : message.headers()) {
            if (!header.is(HeaderName.CONTENT_LENGTH)) {
                head.append(header.name()).append(": ").append(header.value()).append(CRLF);
            }
        }
        int bodySize = message.body().size();
        head.append(HeaderName.CONTENT_LENGTH).append(": ").append(bodySize).append(CRLF);
        head.append(CRLF);
        byte[] bytes = head.toString().getBytes(StandardCharsets.UTF_8);
        return bodySize == 0 ? bytes : joined(bytes, message.body());
    }

    /** No part of these lines can hold CR or LF: the records refuse them, as Header does. */
    private static void printStartLine(SipMessage message, StringBuilder out) {
        switch (message) {
            case SipRequest request ->
                    out.append(request.method().name())
                            .append(' ')
                            .append(request.uri().print())
                            .append(" SIP/2.0\r\n");
            case SipResponse response ->
                    out.append("SIP/2.0 ")
                            .append(response.status())
                            .append(' ')
                            .append(response.reason())
                            .append(CRLF);
        }
    }

    private static byte[] joined(byte[] head, Bytes body) {
        byte[] all = Arrays.copyOf(head, head.length + body.size());
        System.arraycopy(body.toArray(), 0, all, head.length, body.size());
        return all;
    }
}
