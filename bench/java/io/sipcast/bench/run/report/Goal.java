package io.sipcast.bench.run.report;

import java.util.List;
import java.util.Optional;

/**
 * What a figure should come to.
 *
 * @param figure the id of the figure, whose ratio counts if it has one
 * @param bound on which side of the limit it should be
 * @param limit that it should keep
 * @param stretch that would be better still
 */
public record Goal(String figure, Bound bound, double limit, double stretch) {
    /** The side of the limit. */
    public enum Bound {
        AT_MOST("≤"),
        AT_LEAST("≥");

        private final String sign;

        Bound(String sign) {
            this.sign = sign;
        }
    }

    /** How a figure did. */
    public enum Verdict {
        STRETCH("met, stretch too"),
        MET("met"),
        MISSED("missed");

        private final String words;

        Verdict(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }

    private static final List<Goal> ALL =
            List.of(
                    atMost("audio.cpu.ffmpeg", 0.45, 0.35),
                    atMost("audio.cpu.floor", 1.2, 1.0),
                    atMost("av360.cpu.ffmpeg", 0.45, 0.40),
                    atLeast("growth-audio.knee", 150, 230),
                    atLeast("growth-av.knee", 130, 180),
                    atMost("growth-audio.memory", 1024, 400),
                    atMost("growth-av.memory", 1024, 400),
                    atMost("growth-audio.delay", 20, 10),
                    atMost("growth-av.delay", 20, 10),
                    atMost("growth-audio.pause", 10, 2),
                    atMost("growth-av.pause", 10, 2),
                    atMost("growth-audio.growth", 1.0, 0.95), // falling, by more than noise
                    atMost("growth-av.growth", 1.0, 0.95),
                    atMost("unwatched.cpu", 0.10, 0.05),
                    atMost("start.ready", 1.0, 0.5),
                    atMost("viewers.cpu", 1.0, 0.5));

    private static Goal atMost(String figure, double limit, double stretch) {
        return new Goal(figure, Bound.AT_MOST, limit, stretch);
    }

    private static Goal atLeast(String figure, double limit, double stretch) {
        return new Goal(figure, Bound.AT_LEAST, limit, stretch);
    }

    /** The one for this figure, if it has one. */
    public static Optional<Goal> of(Figure figure) {
        return ALL.stream().filter(goal -> goal.figure.equals(figure.id())).findFirst();
    }

    /** How the figure did. A value that is not a number has missed. */
    public Verdict judge(Figure reached) {
        if (keeps(reached.judged(), stretch)) {
            return Verdict.STRETCH;
        }
        return keeps(reached.judged(), limit) ? Verdict.MET : Verdict.MISSED;
    }

    private boolean keeps(double value, double wanted) {
        return switch (bound) {
            case AT_MOST -> value <= wanted;
            case AT_LEAST -> value >= wanted;
        };
    }

    /** Such as {@code ≤ 0.45}. */
    public String words() {
        return bound.sign + " " + Numbers.text(limit);
    }
}
