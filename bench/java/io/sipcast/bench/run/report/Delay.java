package io.sipcast.bench.run.report;

import java.util.List;

/**
 * From the packet with the last sample that an audio message needs to the message, in ms.
 *
 * @param p50 half of the messages were faster
 * @param p99 all but a hundredth were faster
 * @param max the slowest
 */
public record Delay(double p50, double p99, double max) {
    /** Of several streams: the middle one's median, and the worst of the rest. */
    public static Delay of(List<Delay> streams) {
        return new Delay(
                Medians.of(streams.stream().map(Delay::p50).toList()),
                streams.stream().mapToDouble(Delay::p99).max().orElse(Double.NaN),
                streams.stream().mapToDouble(Delay::max).max().orElse(Double.NaN));
    }
}
