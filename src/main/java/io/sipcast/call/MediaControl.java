package io.sipcast.call;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sipcast.bytes.Bytes;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Asking for a key frame by SIP INFO, RFC 5168, where RTCP is of no use. */
final class MediaControl {
    static final String TYPE = "application/media_control+xml";

    /** §4. */
    static final Bytes PICTURE_FAST_UPDATE =
            Bytes.copyOf(
                    ("<?xml version=\"1.0\" encoding=\"utf-8\"?><media_control><vc_primitive>"
                                    + "<to_encoder><picture_fast_update/></to_encoder>"
                                    + "</vc_primitive></media_control>")
                            .getBytes(UTF_8));

    private MediaControl() {}

    /**
     * Whether an INFO asks us for a key frame. The element says it all, so nothing is parsed that a
     * peer could have written wrong.
     */
    static boolean asksForKeyFrame(@Nullable String type, Bytes body) {
        return type != null
                && type.strip().toLowerCase(Locale.ROOT).startsWith(TYPE)
                && new String(body.toArray(), UTF_8).contains("picture_fast_update");
    }
}
