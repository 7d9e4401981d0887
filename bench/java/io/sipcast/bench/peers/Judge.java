package io.sipcast.bench.peers;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Looks at what came through: decodes it and compares it with what was sent. */
public final class Judge {
    /**
     * What the gateway adds to the time that framing takes: from the departure of the packet with
     * the last sample that an AAC frame needs to the arrival of the frame.
     *
     * @param found whether the sound was recognized at all; the rest says nothing otherwise
     * @param frames that were looked at
     * @param lost frames that are missing between them, by their timestamps
     * @param late frames that came more than {@link #LATE_MILLIS} after the median
     */
    public record Delays(
            boolean found,
            int frames,
            double p50Millis,
            double p99Millis,
            double maxMillis,
            int lost,
            int late) {
        static final Delays NOT_FOUND = new Delays(false, 0, 0, 0, 0, 0, 0);
    }

    /**
     * What a stream sounds like beside its source.
     *
     * @param seconds that were compared
     * @param found whether it is the source's sound at all
     * @param likeness with the source, 1 for the same, the mean of all blocks of 10 ms
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
        static final Sound NOTHING = new Sound(0, false, 0, 0, 0, 0);

        /** Whether all of it is there, and nothing else. */
        public boolean isRight() {
            return found && holeMillis == 0 && jumps == 0;
        }
    }

    /**
     * What a stream looks like. Each picture of a {@link PictureLoop} has its number drawn into it.
     *
     * @param decoded pictures without damage
     * @param broken pictures that did not decode, or with damage, or whose number can't be read
     * @param missing pictures between others, by their numbers
     * @param seconds from the first to the last, by their timestamps
     */
    public record Pictures(
            int decoded, int broken, int missing, int width, int height, double seconds) {
        static final Pictures NONE = new Pictures(0, 0, 0, 0, 0, 0);

        /** Whether there are some, and all of them. */
        public boolean isRight() {
            return decoded > 0 && broken == 0 && missing == 0;
        }

        public double perSecond() {
            return seconds > 0 ? (decoded - 1) / seconds : 0;
        }
    }

    /** Frames that come later than the median by more are late. */
    public static final double LATE_MILLIS = 60;

    /** At both ends: the first frame of a decoder has no other half, and a filter no more input. */
    private static final int EDGE_BLOCKS = 5;

    private static final int BLOCK_MILLIS = 1000 * Alignment.BLOCK / SoundLoop.RATE_HZ;
    private static final double NANOS_PER_MILLI = 1e6;

    private Judge() {}

    /** Sound that was recognized. */
    private record Heard(Received.Frames frames, DecodedSound sound, Alignment alignment) {}

    private static @Nullable Heard hear(SendLog sent, Received.Frames frames) {
        DecodedSound sound = DecodedSound.of(frames.header(), frames.tail());
        if (sound == null) {
            return null;
        }
        long[] arrivals = frames.arrivals();
        long last = sent.lastBefore(arrivals[arrivals.length - 1]) + SoundLoop.PACKET_SAMPLES;
        Alignment alignment = Alignment.find(SoundLoop.voice(sound.samples()), sent, last);
        return alignment == null ? null : new Heard(frames, sound, alignment);
    }

    /**
     * Works for any stream: the payloads of its last seconds are always there. Frames before them
     * are placed by their timestamps.
     */
    public static Delays delays(SendLog sent, Received received) {
        Heard heard = hear(sent, received.frames());
        return heard == null ? Delays.NOT_FOUND : delays(sent, heard);
    }

    private static Delays delays(SendLog sent, Heard heard) {
        Received.Frames frames = heard.frames();
        long[] places = places(frames, heard.sound());
        int count = places.length;
        long firstDecoded = places[count - frames.tail().size()];
        double[] millis = new double[count];
        int known = 0;
        for (int i = 0; i < count; i++) {
            int inTail = i - (count - frames.tail().size());
            double end = inTail >= 0 ? inTail + 1 : places[i] - firstDecoded + 1;
            long needed = needed(heard, end);
            if (sent.remembers(needed)) {
                millis[known++] = (frames.arrivals()[i] - sent.sentNanos(needed)) / NANOS_PER_MILLI;
            }
        }
        double[] sorted = Arrays.copyOf(millis, known);
        Arrays.sort(sorted);
        int lost = count == 0 ? 0 : (int) (places[count - 1] - places[0] + 1 - count);
        return summary(sorted, lost);
    }

    /** The last sample that the encoder had to have for the frame that ends there. */
    private static long needed(Heard heard, double endFrames) {
        long end = (long) heard.sound().narrowSamples(endFrames);
        long offset = heard.alignment().offsetAt(end - 1);
        double ready = endFrames + heard.sound().framesAhead();
        return offset + (long) heard.sound().narrowSamples(ready) - 1;
    }

    private static Delays summary(double[] sorted, int lost) {
        if (sorted.length == 0) {
            return Delays.NOT_FOUND;
        }
        double median = quantile(sorted, 0.5);
        int late = 0;
        for (double each : sorted) {
            late += each > median + LATE_MILLIS ? 1 : 0;
        }
        double most = sorted[sorted.length - 1];
        return new Delays(true, sorted.length, median, quantile(sorted, 0.99), most, lost, late);
    }

    private static double quantile(double[] sorted, double share) {
        return sorted[
                Math.clamp((long) Math.ceil(share * sorted.length) - 1, 0, sorted.length - 1)];
    }

    /** The number of each frame by its timestamp: one is left out where a frame is missing. */
    private static long[] places(Received.Frames frames, DecodedSound sound) {
        long[] millis = frames.millis();
        long[] places = new long[millis.length];
        double frameMillis = 1000.0 * sound.frameSamples() / sound.rateHz();
        for (int i = 1; i < places.length; i++) {
            long steps = Math.round((millis[i] - millis[i - 1]) / frameMillis);
            places[i] = places[i - 1] + Math.max(1, steps);
        }
        return places;
    }

    /** Compares all payloads that are there. */
    public static Sound sound(SendLog sent, Received received) {
        Heard heard = hear(sent, received.frames());
        if (heard == null) {
            return Sound.NOTHING;
        }
        boolean[] bad = heard.alignment().bad();
        int all = 0;
        int longest = 0;
        int run = 0;
        for (int i = EDGE_BLOCKS; i < bad.length - EDGE_BLOCKS; i++) {
            run = bad[i] ? run + 1 : 0;
            all += bad[i] ? 1 : 0;
            longest = Math.max(longest, run);
        }
        return new Sound(
                (double) heard.sound().samples().length / SoundLoop.RATE_HZ,
                true,
                heard.alignment().meanLikeness(),
                all * BLOCK_MILLIS,
                longest * BLOCK_MILLIS,
                heard.alignment().jumps());
    }

    /**
     * Decodes all pictures of a stream that was kept, from the first key frame on. A slate at the
     * beginning is no fault: it counts from the first picture that has a number.
     */
    public static Pictures pictures(PictureLoop sent, Received received) {
        return SeenPictures.of(received.pictures(), sent.pictures());
    }
}
