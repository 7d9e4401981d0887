package io.sipcast.bench.run.report;

import org.jspecify.annotations.Nullable;

/**
 * One line of the table.
 *
 * @param id by which goals and scripts know it, such as {@code audio.cpu.ffmpeg}
 * @param what it is, for people
 * @param unit of the values
 * @param ours the gateway's value
 * @param rival what it is compared with; null if with nothing
 */
public record Figure(String id, String what, String unit, double ours, @Nullable Rival rival) {
    /**
     * What else does the same.
     *
     * @param ratio ours to its, the median of the rounds'
     */
    public record Rival(String name, double value, double ratio) {}

    /** One that stands alone. */
    public static Figure of(String id, String what, String unit, double ours) {
        return new Figure(id, what, unit, ours, null);
    }

    /** One beside another's. */
    public static Figure of(String id, String what, String unit, Rounds rounds, String rival) {
        return new Figure(
                id, what, unit, rounds.ours(), new Rival(rival, rounds.theirs(), rounds.ratio()));
    }

    /** What a goal looks at: the ratio if there is one. */
    double judged() {
        return rival == null ? ours : rival.ratio();
    }
}
