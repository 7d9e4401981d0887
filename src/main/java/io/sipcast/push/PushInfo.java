package io.sipcast.push;

import io.sipcast.live.Sending;
import io.sipcast.live.StreamForm;
import io.sipcast.live.StreamName;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An ordered push at one moment. What is secret in the order's URL is masked by whoever shows it.
 *
 * @param id by which it is controlled
 * @param publishedName the stream's name behind the prefix
 * @param width of the stream's pictures; 0 before the first, as the height
 * @param sound that is heard in place of the stream's; null when none is
 * @param form in which the target gets the stream, without the switch of its sound
 */
public record PushInfo(
        String id,
        PushOrder order,
        StreamName stream,
        String publishedName,
        int width,
        int height,
        boolean muted,
        PushOrder.@Nullable Sound sound,
        StreamForm form,
        State state) {
    /**
     * How it is doing.
     *
     * @param since when it got this status
     * @param reason why it is not publishing, as a sentence; empty while it is
     * @param sentBytes over this connection
     * @param transcoding why pictures are encoded anew, as a sentence; empty while they go through
     * @param acknowledgedBytes of those that were sent, by RTMP; 0 where servers never say
     * @param failures the last few, oldest first
     * @param sending how it keeps up
     */
    public record State(
            PushStatus status,
            Instant since,
            int retries,
            String reason,
            long sentBytes,
            String transcoding,
            long acknowledgedBytes,
            List<Push.Failure> failures,
            Sending sending) {
        public State {
            failures = List.copyOf(failures);
        }
    }
}
