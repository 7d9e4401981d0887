package io.sipcast.sip;

import io.sipcast.bytes.Bytes;
import io.sipcast.sip.message.NameAddr;
import io.sipcast.sip.message.Uri;
import io.sipcast.sip.route.Target;
import org.jspecify.annotations.Nullable;

/**
 * A call that comes in, to be taken by {@link UserAgent#answer} or turned down by {@link
 * UserAgent#reject}.
 *
 * @param call a handle of the engine's own, below nought
 * @param entry what the reception said of it
 * @param source where it came from
 * @param called the Request-URI
 * @param offer SDP; null when the caller wants our offer, whose answer comes as {@link
 *     CallEvent.AnswerToOffer}
 */
public record Arrival(
        CallHandle call,
        Reception.Entry entry,
        Target source,
        NameAddr caller,
        Uri called,
        @Nullable Bytes offer) {}
