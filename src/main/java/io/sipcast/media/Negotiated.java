package io.sipcast.media;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * What offer and answer agreed on; a track that is null was not wanted, or declined.
 *
 * @param shown how the peer takes pictures of ours; null when it takes none, for now at least
 */
public record Negotiated(
        @Nullable AudioTrack audio, @Nullable VideoTrack video, @Nullable ShownPayload shown) {
    private static final int LAST_DYNAMIC = 127;

    /** Pictures come from the peer only. */
    public Negotiated(@Nullable AudioTrack audio, @Nullable VideoTrack video) {
        this(audio, video, null);
    }

    /** A payload type that means nothing in this call, for keep-alives: RFC 6263 §4.6. */
    int unusedPayloadType() {
        var used = new BitSet();
        if (audio != null) {
            used.set(audio.send().payloadType());
            audio.receive().forEach(payload -> used.set(payload.payloadType()));
            audio.events().send().ifPresent(used::set);
            audio.events().clocks().keySet().forEach(used::set);
        }
        if (shown != null) {
            used.set(shown.payloadType());
        }
        if (video != null) {
            video.receive().forEach(payload -> used.set(payload.payloadType()));
        }
        return used.previousClearBit(LAST_DYNAMIC - 1);
    }
}
