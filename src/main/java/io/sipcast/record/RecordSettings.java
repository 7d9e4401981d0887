package io.sipcast.record;

import java.time.Duration;

/**
 * How recordings are written.
 *
 * @param maxBytes of a file; Long.MAX_VALUE: no limit
 * @param maxDuration of a file
 * @param minFreeBytes that the disk must keep
 * @param syncEach whether each fragment is forced onto the disk, not only each whole file
 */
public record RecordSettings(
        long maxBytes, Duration maxDuration, long minFreeBytes, boolean syncEach) {
    FileCutter.Limits limits() {
        return new FileCutter.Limits(maxBytes, maxDuration.toNanos());
    }

    DiskWriter.Sync sync() {
        return syncEach ? DiskWriter.Sync.FRAGMENT : DiskWriter.Sync.CLOSE;
    }
}
