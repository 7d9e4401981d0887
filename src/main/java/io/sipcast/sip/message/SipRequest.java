package io.sipcast.sip.message;

import io.sipcast.bytes.Bytes;

/** A request. */
public record SipRequest(Method method, Uri uri, Headers headers, Bytes body)
        implements SipMessage {

    public static SipRequest of(Method method, Uri uri, Headers headers) {
        return new SipRequest(method, uri, headers, SipPrinter.NO_BODY);
    }

    public SipRequest withUri(Uri newUri) {
        return new SipRequest(method, newUri, headers, body);
    }

    @Override
    public SipRequest withHeaders(Headers newHeaders) {
        return new SipRequest(method, uri, newHeaders, body);
    }

    /** With one line of this header in place of those it had. */
    public SipRequest with(String name, String value) {
        return withHeaders(headers.with(name, value));
    }

    public SipRequest withTopVia(Via via) {
        return withHeaders(headers.withFirstValue(HeaderName.VIA, via.print()));
    }

    public SipRequest withBody(String contentType, Bytes newBody) {
        return new SipRequest(
                method, uri, headers.with(HeaderName.CONTENT_TYPE, contentType), newBody);
    }

    /** For logs: the first line, and what tells it from others. */
    @Override
    public String toString() {
        return method
                + " "
                + uri
                + " ("
                + headers.first(HeaderName.CALL_ID)
                + ", "
                + headers.first(HeaderName.CSEQ)
                + ")";
    }
}
