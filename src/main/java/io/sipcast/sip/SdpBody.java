package io.sipcast.sip;

import io.sipcast.bytes.Bytes;
import io.sipcast.sip.message.SipMessage;
import org.jspecify.annotations.Nullable;

/** The session description in a message. */
final class SdpBody {
    private SdpBody() {}

    /** Null when there is none. Some peers forget to say what their body is. */
    static @Nullable Bytes of(SipMessage message) {
        Bytes body = message.body();
        if (body.size() == 0) {
            return null;
        }
        boolean untyped = message.contentType() == null && body.at(0) == 'v';
        return untyped || message.hasBody(Capabilities.SDP) ? body : null;
    }

    /** A body of another kind: nothing to work with. */
    static boolean isForeign(SipMessage message) {
        return message.body().size() > 0 && of(message) == null;
    }
}
