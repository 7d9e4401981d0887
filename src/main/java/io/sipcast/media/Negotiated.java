package io.sipcast.media;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** What offer and answer agreed on; a track that is null was not wanted, or declined. */
public record Negotiated(@Nullable AudioTrack audio, @Nullable VideoTrack video) {
    private static final int LAST_DYNAMIC = 127;

    /** A payload type that means nothing in this call, for keep-alives: RFC 6263 §4.6. */
    int unusedPayloadType() {
        var used = new BitSet();
        if (audio != null) {
            used.set(audio.send().payloadType());
            audio.receive().forEach(payload -> used.set(payload.payloadType()));
            audio.events().send().ifPresent(used::set);
            audio.events().clocks().keySet().forEach(used::set);
        }
        if (video != null) {
            video.receive().forEach(payload -> used.set(payload.payloadType()));
        }
        return used.previousClearBit(LAST_DYNAMIC - 1);
    }
}
