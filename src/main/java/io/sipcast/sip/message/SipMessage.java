package io.sipcast.sip.message;

import io.sipcast.bytes.Bytes;
import io.sipcast.bytes.ProtocolException;
import io.sipcast.bytes.ProtocolException.Fault;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A request or a response. A message that {@link SipParser} made has been checked: none of the
 * accessors here fails on it. Content-Length is not among its headers; it is what the body says.
 */
public sealed interface SipMessage permits SipRequest, SipResponse {
    /** Without Content-Length. */
    Headers headers();

    Bytes body();

    /** The same message with other headers. */
    SipMessage withHeaders(Headers headers);

    /** The topmost. */
    default Via via() {
        return Via.parse(headers().firstValue(HeaderName.VIA));
    }

    /** From the last hop to the first. */
    default List<Via> vias() {
        return headers().values(HeaderName.VIA).stream().map(Via::parse).toList();
    }

    default NameAddr from() {
        return NameAddr.parse(HeaderName.FROM, required(HeaderName.FROM));
    }

    default NameAddr to() {
        return NameAddr.parse(HeaderName.TO, required(HeaderName.TO));
    }

    default String callId() {
        return required(HeaderName.CALL_ID);
    }

    default CSeq cseq() {
        return CSeq.parse(required(HeaderName.CSEQ));
    }

    /** Empty also for {@code Contact: *}. */
    default List<NameAddr> contacts() {
        return "*".equals(headers().first(HeaderName.CONTACT))
                ? List.of()
                : addresses(HeaderName.CONTACT);
    }

    default List<NameAddr> routes() {
        return addresses(HeaderName.ROUTE);
    }

    default List<NameAddr> recordRoutes() {
        return addresses(HeaderName.RECORD_ROUTE);
    }

    private List<NameAddr> addresses(String name) {
        return headers().values(name).stream().map(v -> NameAddr.parse(name, v)).toList();
    }

    default OptionalLong maxForwards() {
        return Numbers.leading(headers().first(HeaderName.MAX_FORWARDS));
    }

    /** Seconds. Empty when unreadable, as RFC 3261 §20.19 has it. */
    default OptionalLong expires() {
        return Numbers.leading(headers().first(HeaderName.EXPIRES));
    }

    /** Seconds. */
    default OptionalLong minExpires() {
        return Numbers.leading(headers().first(HeaderName.MIN_EXPIRES));
    }

    /** Null when there is none that can be read. */
    default @Nullable SessionExpires sessionExpires() {
        return SessionExpires.read(headers().first(HeaderName.SESSION_EXPIRES));
    }

    /** Seconds; parameters may follow in the header. */
    default OptionalLong minSe() {
        return Numbers.leading(headers().first(HeaderName.MIN_SE));
    }

    /** Seconds; a comment and parameters may follow in the header. */
    default OptionalLong retryAfter() {
        return Numbers.leading(headers().first(HeaderName.RETRY_AFTER));
    }

    /** The number of a reliable provisional answer, RFC 3262 §7.1; empty when unreadable. */
    default OptionalLong rseq() {
        return Numbers.leading(headers().first(HeaderName.RSEQ));
    }

    /** Option tags. */
    default List<String> require() {
        return headers().values(HeaderName.REQUIRE);
    }

    /** Option tags. */
    default List<String> supported() {
        return headers().values(HeaderName.SUPPORTED);
    }

    /** Option tags. */
    default List<String> unsupported() {
        return headers().values(HeaderName.UNSUPPORTED);
    }

    /** Names of methods. */
    default List<String> allow() {
        return headers().values(HeaderName.ALLOW);
    }

    default @Nullable String contentType() {
        return headers().first(HeaderName.CONTENT_TYPE);
    }

    /** Whether the body is of this type, whatever the parameters of Content-Type. */
    default boolean hasBody(String mediaType) {
        String type = contentType();
        if (type == null || body().size() == 0) {
            return false;
        }
        int end = type.indexOf(';');
        String bare = (end < 0 ? type : type.substring(0, end)).strip();
        return bare.equalsIgnoreCase(mediaType);
    }

    private String required(String name) {
        String value = headers().first(name);
        if (value == null) {
            throw new ProtocolException(Fault.MALFORMED, name + " is missing");
        }
        return value;
    }

    /** The bytes that go on the wire. */
    default byte[] print() {
        return SipPrinter.print(this);
    }
}
