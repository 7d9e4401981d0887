package io.sipcast.sip;

import io.sipcast.bytes.Bytes;
import io.sipcast.sip.message.HeaderName;
import io.sipcast.sip.message.SipMessage;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The session description in a message. */
final class SdpBody {
    private SdpBody() {}

    /** Null when there is none. Some peers forget to say what their body is. */
    static @Nullable Bytes of(SipMessage message) {
        Bytes body = message.body();
        if (body.size() == 0 || isEncoded(message)) {
            return null;
        }
        boolean untyped = message.contentType() == null && body.at(0) == 'v';
        return untyped || message.hasBody(Capabilities.SDP) ? body : null;
    }

    /**
     * A body of another kind or in another encoding: nothing to work with. One that need not be
     * understood is as good as none (RFC 3261 §20.11).
     */
    static boolean isForeign(SipMessage message) {
        return message.body().size() > 0 && of(message) == null && !isOptional(message);
    }

    private static boolean isEncoded(SipMessage message) {
        String encoding = message.headers().first(HeaderName.CONTENT_ENCODING);
        return encoding != null && !encoding.strip().equalsIgnoreCase("identity");
    }

    private static boolean isOptional(SipMessage message) {
        String disposition = message.headers().first(HeaderName.CONTENT_DISPOSITION);
        return disposition != null
                && Arrays.stream(disposition.split(";"))
                        .anyMatch(part -> part.strip().equalsIgnoreCase("handling=optional"));
    }
}
