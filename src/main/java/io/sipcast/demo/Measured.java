package io.sipcast.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a stream was like so far.
 *
 * @param seconds since its first picture came, on our clock
 * @param pictures all that came
 * @param damaged those that could not be decoded whole
 * @param recentPictures those of the last second
 * @param soundSeconds that the audio messages hold
 * @param largestHoleMillis the longest time between the end of one audio message and the next one
 * @param stepsBack timestamps lower than one before
 * @param pairs flashes with their beeps
 * @param skewMeanMillis how much later the beep is than its flash
 * @param skewWorstMillis the one farthest from 0
 */
public record Measured(
        double seconds,
        long pictures,
        long damaged,
        int recentPictures,
        double soundSeconds,
        double largestHoleMillis,
        long stepsBack,
        long pairs,
        double skewMeanMillis,
        double skewWorstMillis) {
    private static final double MAX_HOLE_MILLIS = 100;
    private static final double MAX_SKEW_MILLIS = 40;
    private static final double TOLERATED = 0.04;
    private static final double EDGE_SECONDS = 0.5;

    public double picturesPerSecond() {
        return seconds <= 0 ? 0 : pictures / seconds;
    }

    /** Whether this is the test card as it was sent. */
    public boolean isRight() {
        return faults().isEmpty();
    }

    /** What is wrong, each in a sentence. */
    public List<String> faults() {
        List<String> faults = new ArrayList<>();
        if (pictures == 0) {
            faults.add("No picture came.");
        } else if (isOff(
                (double) pictures, seconds * TestCard.PICTURES_PER_SECOND, EDGE_SECONDS * 25)) {
            faults.add(
                    "%.1f pictures came a second, not %d."
                            .formatted(picturesPerSecond(), TestCard.PICTURES_PER_SECOND));
        }
        if (damaged > 0) {
            faults.add(damaged + " pictures were damaged.");
        }
        if (soundSeconds == 0) {
            faults.add("No sound came.");
        } else if (isOff(soundSeconds, seconds, EDGE_SECONDS)) {
            faults.add("%.1f s of sound came in %.1f s.".formatted(soundSeconds, seconds));
        }
        if (largestHoleMillis > MAX_HOLE_MILLIS) {
            faults.add("The sound has a hole of %.0f ms.".formatted(largestHoleMillis));
        }
        if (stepsBack > 0) {
            faults.add("The timestamps went back " + stepsBack + " times.");
        }
        if (pairs < Math.floor(seconds - 1)) {
            faults.add(
                    "Only %d flashes with a beep were seen in %.1f s.".formatted(pairs, seconds));
        }
        if (Math.abs(skewWorstMillis) > MAX_SKEW_MILLIS) {
            faults.add("A beep was %.0f ms away from its flash.".formatted(skewWorstMillis));
        }
        return faults;
    }

    /** The edges are where a packet more or less, or the fill of a buffer, is no fault. */
    private static boolean isOff(double value, double wanted, double edge) {
        return Math.abs(value - wanted) > wanted * TOLERATED + edge;
    }

    /** For a terminal. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%5.1f s  %2d pictures/s  sound %.1f s, largest hole %.0f ms"
                        + "  beep to flash %+d ms, worst %+d ms",
                seconds,
                recentPictures,
                soundSeconds,
                largestHoleMillis,
                Math.round(skewMeanMillis),
                Math.round(skewWorstMillis));
    }
}
