package io.sipcast.sip.message;

import io.sipcast.bytes.ProtocolException;
import io.sipcast.bytes.ProtocolException.Fault;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The answer to a request that could not be parsed but of which enough is readable. */
final class Refusal {
    private static final Set<String> COPIED_ONCE =
            Set.of(HeaderName.FROM, HeaderName.TO, HeaderName.CALL_ID, HeaderName.CSEQ);
    private static final int BAD_REQUEST = 400;
    private static final int VERSION_NOT_SUPPORTED = 505;

    private Refusal() {}

    /** Null for a response, an ACK, and where it isn't clear whom to answer. */
    static @Nullable SipResponse of(byte[] bytes, int from, int to, ProtocolException reason) {
        Head head = Head.read(bytes, from, to);
        if (head.startLine().isEmpty()
                || StartLine.isStatus(head.startLine())
                || head.startLine().startsWith(Method.ACK + " ")) {
            return null;
        }
        int status = reason.fault() == Fault.UNSUPPORTED ? VERSION_NOT_SUPPORTED : BAD_REQUEST;
        try {
            Headers headers = readable(head.lines());
            SipResponse answer = SipResponse.to(headers, status, ReasonPhrase.of(status));
            return isWhole(answer) ? withTag(answer) : null;
        } catch (ProtocolException _) {
            return null;
        }
    }

    /** What an answer copies: all Vias, and the first line of each other header. */
    private static Headers readable(List<String> lines) {
        Headers.Builder out = Headers.builder();
        Set<String> once = new HashSet<>(COPIED_ONCE);
        for (String line : lines) {
            try {
                Header header = Head.header(line);
                if (header.is(HeaderName.VIA) || once.remove(header.name())) {
                    out.add(header.name(), header.value());
                }
            } catch (ProtocolException _) {
                // This line is not needed, or its absence will show.
            }
        }
        return out.build();
    }

    private static boolean isWhole(SipResponse answer) {
        SipParser.checkCallId(answer.callId());
        return !answer.vias().isEmpty() && answer.from() != null && answer.cseq() != null;
    }

    /** The same tag each time the same request comes, as no state is kept. */
    private static SipResponse withTag(SipResponse answer) {
        int hash = 31 * answer.callId().hashCode() + answer.via().hashCode();
        return answer.to().tag() == null ? answer.withToTag(Integer.toHexString(hash)) : answer;
    }
}
