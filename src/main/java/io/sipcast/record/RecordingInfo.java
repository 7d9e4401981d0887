package io.sipcast.record;

import io.sipcast.live.StreamName;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A recording at one moment.
 *
 * @param since when it got this status
 * @param reason why it is paused or has ended, as a sentence; empty while it records
 * @param files the names of its files, oldest first
 * @param open the file that is being written; null when none is
 * @param bytes on the disk, of all its files
 * @param skipped pictures and frames of sound that were not written, besides those of the fragments
 *     that could not be
 * @param pauses how often writing failed
 */
public record RecordingInfo(
        StreamName stream,
        Status status,
        Instant started,
        Instant since,
        String reason,
        List<String> files,
        @Nullable String open,
        long bytes,
        long skipped,
        int pauses) {
    /** What a recording is doing. */
    public enum Status {
        /** Nothing to be recorded has come yet. */
        WAITING,
        RECORDING,
        /** The disk takes nothing; it is tried again. */
        PAUSED,
        ENDED
    }

    public RecordingInfo {
        files = List.copyOf(files);
    }
}
