package io.sipcast.call;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Tells when a call has no media: nothing within the first-packet timeout of the answer, or nothing
 * any more for the idle timeout. Being on hold stops the clock. Pure; one thread owns it.
 */
final class MediaWatch {
    private final Duration firstPacket;
    private final Duration idle;
    private long sinceNanos;
    private boolean heard;
    private boolean held;

    MediaWatch(Duration firstPacket, Duration idle, long answeredNanos) {
        this.firstPacket = firstPacket;
        this.idle = idle;
        this.sinceNanos = answeredNanos;
    }

    void heard(long nowNanos) {
        heard = true;
        sinceNanos = nowNanos;
    }

    /** Either side has put the call on hold, or taken it back: time starts anew. */
    void hold(boolean on, long nowNanos) {
        held = on;
        sinceNanos = nowNanos;
    }

    /** Why the call must end, or null while it may go on. */
    @Nullable CallEnd verdict(long nowNanos) {
        Duration limit = heard ? idle : firstPacket;
        if (held || nowNanos - sinceNanos < limit.toNanos()) {
            return null;
        }
        return new CallEnd.NoMedia(
                heard
                        ? "No RTP for " + limit.toSeconds() + " s"
                        : "No RTP within " + limit.toSeconds() + " s of the answer");
    }
}
