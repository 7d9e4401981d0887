package io.sipcast.bench.peers;

/** Looks at what came through: decodes it and compares it with what was sent. */
public final class Judge {
    /**
     * What the gateway adds to the time that framing takes: from the departure of the packet with
     * the last sample that an AAC frame needs to the arrival of the frame.
     *
     * @param frames that were looked at
     * @param lost frames that are missing between them, by their timestamps
     * @param late frames that came more than {@link #LATE_MILLIS} after the median
     * @param found whether the sound was recognized at all; the rest says nothing otherwise
     */
    public record Delays(
            boolean found,
            int frames,
            double p50Millis,
            double p99Millis,
            double maxMillis,
            int lost,
            int late) {}

    /**
     * What a stream sounds like beside its source.
     *
     * @param seconds that were compared
     * @param found whether it is the source's sound at all
     * @param likeness correlation with the source over all, 1 for the same
     * @param holeMillis in which it is much softer than the source, or something else
     * @param longestHoleMillis the longest of them at a stretch
     * @param jumps how often it goes on at another place of the source
     */
    public record Sound(
            double seconds,
            boolean found,
            double likeness,
            double holeMillis,
            double longestHoleMillis,
            int jumps) {
        /** Whether a listener would notice nothing. */
        public boolean isRight() {
            return found && longestHoleMillis < MOST_HOLE_MILLIS && jumps == 0;
        }
    }

    /**
     * What a stream looks like.
     *
     * @param decoded pictures without damage
     * @param broken pictures that did not decode, or with damage
     * @param seconds from the first to the last, by their timestamps
     */
    public record Pictures(int decoded, int broken, int width, int height, double seconds) {
        public double perSecond() {
            return seconds > 0 ? (decoded - 1) / seconds : 0;
        }
    }

    /** Frames that come later than the median by more are late. */
    public static final double LATE_MILLIS = 60;

    static final double MOST_HOLE_MILLIS = 40;

    private Judge() {}

    /** Works for any stream: the payloads of its last seconds are always there. */
    public static Delays delays(SendLog sent, Received received) {
        throw new UnsupportedOperationException(sent + " " + received);
    }

    /** Compares all payloads that are there. */
    public static Sound sound(SendLog sent, Received received) {
        throw new UnsupportedOperationException(sent + " " + received);
    }

    /** Decodes all pictures of a stream that was kept. */
    public static Pictures pictures(Received received) {
        throw new UnsupportedOperationException(received.toString());
    }
}
