package io.sipcast.sip.message;

import io.sipcast.bytes.Bytes;

/**
 * A response.
 *
 * @param status 100 to 699
 * @param reason for people; may be empty
 */
public record SipResponse(int status, String reason, Headers headers, Bytes body)
        implements SipMessage {

    public SipResponse {
        if (status < 100 || status > 699) {
            throw new IllegalArgumentException("status " + status);
        }
        if (reason.indexOf('\r') >= 0 || reason.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("CR or LF in a reason phrase");
        }
    }

    /** What answers a request, with the headers of RFC 3261 §8.2.6.2 and the usual phrase. */
    public static SipResponse to(SipRequest request, int status) {
        return to(request, status, ReasonPhrase.of(status));
    }

    /** The same with another phrase. */
    public static SipResponse to(SipRequest request, int status, String reason) {
        return to(request.headers(), status, reason);
    }

    static SipResponse to(Headers request, int status, String reason) {
        Headers headers =
                Headers.builder()
                        .copy(HeaderName.VIA, request)
                        .copy(HeaderName.FROM, request)
                        .copy(HeaderName.TO, request)
                        .copy(HeaderName.CALL_ID, request)
                        .copy(HeaderName.CSEQ, request)
                        .build();
        return new SipResponse(status, reason, headers, SipPrinter.NO_BODY);
    }

    public boolean isProvisional() {
        return status < 200;
    }

    public boolean isSuccess() {
        return status / 100 == 2;
    }

    @Override
    public SipResponse withHeaders(Headers newHeaders) {
        return new SipResponse(status, reason, newHeaders, body);
    }

    /** With one line of this header in place of those it had. */
    public SipResponse with(String name, String value) {
        return withHeaders(headers.with(name, value));
    }

    public SipResponse withTopVia(Via via) {
        return withHeaders(headers.withFirstValue(HeaderName.VIA, via.print()));
    }

    public SipResponse withToTag(String tag) {
        return with(HeaderName.TO, to().withTag(tag).print());
    }

    public SipResponse withBody(String contentType, Bytes newBody) {
        return new SipResponse(
                status, reason, headers.with(HeaderName.CONTENT_TYPE, contentType), newBody);
    }

    /** For logs: the first line, and what tells it from others. */
    @Override
    public String toString() {
        return status
                + " "
                + reason
                + " ("
                + headers.first(HeaderName.CALL_ID)
                + ", "
                + headers.first(HeaderName.CSEQ)
                + ")";
    }
}
