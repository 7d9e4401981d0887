package io.sipcast.net;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** What goes on at the RTMP server, in numbers. Safe for use by any thread. */
final class RtmpCounts {
    final AtomicInteger publishers = new AtomicInteger();
    final AtomicInteger players = new AtomicInteger();

    /** Publishes and plays that keys or the hook forbade. */
    final LongAdder denied = new LongAdder();

    /** Names that their publisher took over from its own dead connection. */
    final LongAdder takenOver = new LongAdder();
}
