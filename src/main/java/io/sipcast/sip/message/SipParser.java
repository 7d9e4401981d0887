package io.sipcast.sip.message;

import io.sipcast.bytes.Bytes;
import io.sipcast.bytes.ProtocolException;
import io.sipcast.bytes.ProtocolException.Fault;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads messages, RFC 3261 §7, and checks what every message needs. */
public final class SipParser {
    private static final String[] ONCE = {
        HeaderName.FROM, HeaderName.TO, HeaderName.CALL_ID, HeaderName.CSEQ, HeaderName.MAX_FORWARDS
    };
    private static final int UNKNOWN_LENGTH = -1;

    private SipParser() {}

    /** Reads a datagram, without throwing. One of line ends or zeros only keeps a NAT open. */
    public static Incoming read(byte[] datagram) {
        for (byte b : datagram) {
            if (b != '\r' && b != '\n' && b != 0) {
                return read(datagram, 0, datagram.length);
            }
        }
        return new Incoming.Ping();
    }

    static Incoming read(byte[] bytes, int from, int to) {
        try {
            return new Incoming.Message(parse(bytes, from, to));
        } catch (ProtocolException e) {
            return new Incoming.Malformed(e, Refusal.of(bytes, from, to, e));
        }
    }

    /**
     * Reads a datagram. What follows the body that Content-Length gives is ignored; without
     * Content-Length the body is the rest, RFC 3261 §18.3.
     *
     * @throws ProtocolException UNSUPPORTED for another version of SIP, TRUNCATED when the body is
     *     too short, else MALFORMED
     */
    public static SipMessage parse(byte[] datagram) {
        return parse(datagram, 0, datagram.length);
    }

    private static SipMessage parse(byte[] bytes, int from, int to) {
        Head head = Head.read(bytes, from, to);
        if (Head.end(bytes, Head.skipLineEnds(bytes, from, to), to) < 0) {
            throw new ProtocolException(Fault.TRUNCATED, "no empty line after the headers");
        }
        StartLine start = StartLine.parse(head.startLine());
        Headers.Builder builder = Headers.builder();
        int length = UNKNOWN_LENGTH;
        for (String line : head.lines()) {
            Header header = Head.header(line);
            if (!header.is(HeaderName.CONTENT_LENGTH)) {
                builder.add(header.name(), header.value());
            } else if (length == UNKNOWN_LENGTH) {
                length = contentLength(header.value());
            } else {
                throw Head.malformed("Content-Length twice");
            }
        }
        SipMessage message = start.message(builder.build(), body(bytes, head.bodyAt(), to, length));
        check(message);
        return message;
    }

    static int contentLength(String value) {
        Lexer in = new Lexer(HeaderName.CONTENT_LENGTH, value);
        int length = (int) in.number(Integer.MAX_VALUE);
        in.expectEnd();
        return length;
    }

    private static Bytes body(byte[] bytes, int from, int to, int length) {
        if (length > to - from) {
            throw new ProtocolException(
                    Fault.TRUNCATED, "body of " + (to - from) + " bytes, Content-Length " + length);
        }
        int end = length == UNKNOWN_LENGTH ? to : from + length;
        return from == end ? SipPrinter.NO_BODY : Bytes.copyOf(bytes, from, end);
    }

    /** Touches all that the accessors of a message promise to hold. */
    private static void check(SipMessage message) {
        Headers headers = message.headers();
        for (String name : ONCE) {
            checkOnce(headers, name);
        }
        if (message.vias().isEmpty()) {
            throw Head.malformed("Via is missing");
        }
        Objects.requireNonNull(message.from());
        Objects.requireNonNull(message.to());
        checkCallId(message.callId());
        CSeq cseq = message.cseq();
        if (message instanceof SipRequest request && !cseq.method().equals(request.method())) {
            throw Head.malformed("CSeq of " + cseq.method() + " in " + request.method());
        }
        Objects.requireNonNull(message.contacts());
        Objects.requireNonNull(message.routes());
        Objects.requireNonNull(message.recordRoutes());
        checkMaxForwards(headers.first(HeaderName.MAX_FORWARDS));
    }

    private static void checkOnce(Headers headers, String name) {
        boolean seen = false;
        for (Header header : headers) {
            if (header.is(name)) {
                if (seen) {
                    throw Head.malformed(name + " twice");
                }
                seen = true;
            }
        }
    }

    static void checkCallId(String callId) {
        boolean valid = !callId.isEmpty();
        for (int i = 0; i < callId.length(); i++) {
            valid &= callId.charAt(i) > ' ' && callId.charAt(i) != 0x7F;
        }
        if (!valid) {
            throw Head.malformed("Call-ID: " + Lexer.shown(callId));
        }
    }

    private static void checkMaxForwards(@Nullable String value) {
        if (value != null) {
            Lexer in = new Lexer(HeaderName.MAX_FORWARDS, value);
            in.number(255);
            in.expectEnd();
        }
    }
}
