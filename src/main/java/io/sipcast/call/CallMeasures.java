package io.sipcast.call;

import io.sipcast.media.MediaStats;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is measured of a call, at one moment: so much of it that it can be asked for each second.
 *
 * @param streamName the stream on this server, without its app
 * @param held whether its media is on hold
 * @param stats null before the answer
 * @param destinations its own targets
 * @param history null before the answer
 */
public record CallMeasures(
        String callId,
        CallStatus status,
        String streamName,
        boolean hasAudio,
        boolean hasVideo,
        boolean held,
        @Nullable MediaStats stats,
        List<CallInfo.Destination> destinations,
        @Nullable CallHistory history) {
    public CallMeasures {
        destinations = List.copyOf(destinations);
    }

    /** Those that a call ended with. */
    static CallMeasures last(CallInfo call, @Nullable CallHistory history) {
        var sound = call.media().get("audio") instanceof MediaStats.Audio audio ? audio : null;
        var pictures = call.media().get("video") instanceof MediaStats.Video video ? video : null;
        return new CallMeasures(
                call.callId(),
                call.status(),
                call.streamName(),
                call.hasAudio(),
                call.hasVideo(),
                call.hold() != null,
                sound == null && pictures == null ? null : new MediaStats(sound, pictures),
                call.destinations(),
                history);
    }
}
