package io.sipcast.media;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * What came of a call over a {@link Network}. Times are in milliseconds.
 *
 * @param delay median time at which a sample comes out, after its place in the stream
 * @param delay99 the same of the latest hundredth
 * @param lost sound that the network lost
 * @param filled sound that was made up, or silence put in
 * @param longest of it in a row
 * @param late packets of sound that came after their time was filled
 * @param moved how far the sound's place in the stream went to and fro, after the first 90 s
 * @param skew how far a picture was from its sound at most, after the first 90 s
 * @param shown permille of the pictures that came out
 * @param freeze the longest time from one picture to the next
 * @param asks for a key frame
 * @param nacks packets asked for again
 * @param repaired packets that came then
 */
record NetworkFigures(
        long delay,
        long delay99,
        long lost,
        long filled,
        long longest,
        long late,
        long moved,
        long skew,
        long shown,
        long freeze,
        long asks,
        long nacks,
        long repaired) {
    static final List<String> NAMES =
            List.of(
                    "delay",
                    "delay99",
                    "lost",
                    "filled",
                    "longest",
                    "late",
                    "moved",
                    "skew",
                    "shown",
                    "freeze",
                    "asks",
                    "nacks",
                    "repaired");

    List<Long> values() {
        return List.of(
                delay, delay99, lost, filled, longest, late, moved, skew, shown, freeze, asks,
                nacks, repaired);
    }

    static NetworkFigures parse(String text) {
        List<Long> all = Arrays.stream(text.strip().split(" +")).map(Long::valueOf).toList();
        return new NetworkFigures(
                all.get(0),
                all.get(1),
                all.get(2),
                all.get(3),
                all.get(4),
                all.get(5),
                all.get(6),
                all.get(7),
                all.get(8),
                all.get(9),
                all.get(10),
                all.get(11),
                all.get(12));
    }

    static String head() {
        return NAMES.stream().map("%8s"::formatted).collect(Collectors.joining(" "));
    }

    @Override
    public String toString() {
        return values().stream().map("%8d"::formatted).collect(Collectors.joining(" "));
    }

    /** What is another figure than it was, by more than a tenth and by more than 5. */
    List<String> differences(NetworkFigures before) {
        List<String> differences = new ArrayList<>();
        for (int i = 0; i < NAMES.size(); i++) {
            long was = before.values().get(i);
            long is = values().get(i);
            if (Math.abs(is - was) > Math.max(5, Math.abs(was) / 10)) {
                differences.add(NAMES.get(i) + " was " + was + ", is " + is);
            }
        }
        return differences;
    }

    /** Gathers them. */
    static final class Builder {
        private static final double MILLI = 1e6;

        private final long[] delays = new long[5_000];
        private long delaysSeen;
        private double filledNanos;
        private double longestNanos;
        private double leastOffset = Double.POSITIVE_INFINITY;
        private double greatestOffset = Double.NEGATIVE_INFINITY;
        private double skewNanos;
        private long pictures;
        private long lastDts = -1;
        private long freezeNanos;

        void delay(long nanos) {
            delaysSeen++;
            delays[Math.clamp(nanos / 1_000_000 + 1_000, 0, delays.length - 1)]++;
        }

        void filled(long nanos) {
            filledNanos += nanos;
            longestNanos = Math.max(longestNanos, filledNanos);
        }

        void placed(boolean settled, double offsetNanos) {
            filledNanos = 0;
            if (settled) {
                leastOffset = Math.min(leastOffset, offsetNanos);
                greatestOffset = Math.max(greatestOffset, offsetNanos);
            }
        }

        void picture(boolean settled, double skew, long dtsNanos) {
            pictures++;
            if (settled && Math.abs(skew) > Math.abs(skewNanos)) {
                skewNanos = skew;
            }
            freezeNanos = Math.max(freezeNanos, lastDts < 0 ? 0 : dtsNanos - lastDts);
            lastDts = dtsNanos;
        }

        NetworkFigures build(MediaStats stats, long picturesSent, long soundLost) {
            MediaStats.Audio audio = Objects.requireNonNull(stats.audio());
            MediaStats.Video video = Objects.requireNonNull(stats.video());
            return new NetworkFigures(
                    percentile(0.5),
                    percentile(0.99),
                    soundLost * 20,
                    audio.filledMillis(),
                    Math.round(longestNanos / MILLI),
                    audio.droppedPackets() + audio.packets().late(),
                    Math.round((greatestOffset - leastOffset) / MILLI),
                    Math.round(skewNanos / MILLI),
                    1_000 * pictures / picturesSent,
                    Math.round(freezeNanos / MILLI),
                    video.keyFrameRequests(),
                    video.feedback().nacks(),
                    video.feedback().repaired());
        }

        private long percentile(double share) {
            long seen = 0;
            for (int i = 0; i < delays.length; i++) {
                seen += delays[i];
                if (seen >= share * delaysSeen) {
                    return i - 1_000;
                }
            }
            return delays.length;
        }
    }
}
