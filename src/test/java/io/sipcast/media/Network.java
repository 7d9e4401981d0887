package io.sipcast.media;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What a network and a sender do to a call, the same each time; written as {@code seconds=300
 * loss=5 run=3}. Times are in milliseconds. What is not named is not done.
 *
 * @param seconds how long the call is
 * @param loss percent of the packets that are lost, each way
 * @param run how many are lost in a row, on average
 * @param jitter what each packet may be late, at random
 * @param fifo whether packets stay in order, however late they are
 * @param twice percent of the packets that come twice
 * @param stallEvery how often nothing comes for a while, and then all of it
 * @param stall for how long
 * @param burst sound that is sent at once
 * @param ppm how slow the sender's clock is
 * @param roundTrip without jitter
 * @param picture time from one to the next
 * @param nack whether the sender repeats packets on request
 * @param trouble what happens every 20 s
 */
record Network(
        int seconds,
        double loss,
        double run,
        int jitter,
        boolean fifo,
        double twice,
        int stallEvery,
        int stall,
        int burst,
        double ppm,
        int roundTrip,
        int picture,
        boolean nack,
        Reports reports,
        Trouble trouble) {
    /** Pictures leave this much after the sound that belongs to them. */
    static final int VIDEO_LATE = 120;

    /** What the sender's reports say. */
    enum Reports {
        RIGHT,
        /** The first after a minute. */
        LATE,
        ABSENT,
        SOUND_ONLY,
        PICTURES_ONLY,
        /* Each from another clock. */
        RANDOM,
        /** The clock stands still. */
        CONSTANT,
        /** Those of the sound under the name of the pictures, and the other way round. */
        SWAPPED,
        ZERO,
        /**
         * Right, but the wall clock is set by hours, every minute, between one report and another.
         */
        STEPPED;

        /** Whether pictures can be put to their sound by them. */
        boolean useful() {
            return this == RIGHT || this == LATE || this == STEPPED;
        }
    }

    /** What a sender does that it should not, or may. */
    enum Trouble {
        NONE,
        /** A bridge: another source, other numbers, other timestamps; a key frame. */
        SPEAKER,
        /** Timestamps go on elsewhere. */
        TIMESTAMPS,
        /** Sequence numbers go on elsewhere. */
        SEQUENCE,
        /** The timestamps of the sound slip by 200 ms, forward and back in turn. */
        SLIP
    }

    static Network parse(String text) {
        Map<String, String> said = new HashMap<>();
        Arrays.stream(text.split(" +"))
                .map(pair -> pair.split("=", 2))
                .forEach(pair -> said.put(pair[0], pair[1]));
        var network =
                new Network(
                        Integer.parseInt(take(said, "seconds", "300")),
                        Double.parseDouble(take(said, "loss", "0")),
                        Double.parseDouble(take(said, "run", "1")),
                        Integer.parseInt(take(said, "jitter", "0")),
                        Boolean.parseBoolean(take(said, "fifo", "false")),
                        Double.parseDouble(take(said, "twice", "0")),
                        Integer.parseInt(take(said, "stall-every", "0")),
                        Integer.parseInt(take(said, "stall", "0")),
                        Integer.parseInt(take(said, "burst", "20")),
                        Double.parseDouble(take(said, "ppm", "0")),
                        Integer.parseInt(take(said, "round-trip", "40")),
                        Integer.parseInt(take(said, "picture", "40")),
                        Boolean.parseBoolean(take(said, "nack", "false")),
                        Reports.valueOf(take(said, "reports", "right").toUpperCase(Locale.ROOT)),
                        Trouble.valueOf(take(said, "trouble", "none").toUpperCase(Locale.ROOT)));
        if (!said.isEmpty()) {
            throw new IllegalArgumentException("what is " + said + "?");
        }
        return network;
    }

    private static String take(Map<String, String> said, String key, String standard) {
        String value = said.remove(key);
        return value == null ? standard : value;
    }
}
