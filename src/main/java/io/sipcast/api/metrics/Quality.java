package io.sipcast.api.metrics;

import io.sipcast.call.CallInfo;
import io.sipcast.media.MediaStats;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * How the calls of this moment are doing: the mean and the worst.
 *
 * @param calls how many had a value
 */
record Quality(int calls, double mean, double worst) {
    /** Of all together. */
    double sum() {
        return calls * mean;
    }

    static Quality of(List<CallInfo> live, ToDoubleFunction<CallInfo> value) {
        double[] values =
                live.stream().mapToDouble(value).filter(each -> !Double.isNaN(each)).toArray();
        double sum = 0;
        double worst = 0;
        for (double each : values) {
            sum += each;
            worst = Math.max(worst, each);
        }
        return new Quality(values.length, values.length == 0 ? 0 : sum / values.length, worst);
    }

    static double audioJitter(CallInfo call) {
        return call.media().get("audio") instanceof MediaStats.Audio audio
                ? audio.packets().jitterMillis() / 1000
                : Double.NaN;
    }

    static double videoJitter(CallInfo call) {
        return call.media().get("video") instanceof MediaStats.Video video
                ? video.packets().jitterMillis() / 1000
                : Double.NaN;
    }

    static double skew(CallInfo call) {
        return call.media().get("video") instanceof MediaStats.Video video && video.byReports()
                ? Math.abs(video.skewMillis()) / 1000
                : Double.NaN;
    }

    static double drift(CallInfo call) {
        return call.media().get("audio") instanceof MediaStats.Audio audio
                ? Math.abs(audio.driftPpm())
                : Double.NaN;
    }

    static double publishedSkew(CallInfo call) {
        return call.media().get("video") instanceof MediaStats.Video video
                        && video.publishedSkewMillis() != null
                ? Math.abs(video.publishedSkewMillis()) / 1000
                : Double.NaN;
    }

    static double audioRoundTrip(CallInfo call) {
        return call.media().get("audio") instanceof MediaStats.Audio audio
                ? roundTrip(audio.packets())
                : Double.NaN;
    }

    static double videoRoundTrip(CallInfo call) {
        return call.media().get("video") instanceof MediaStats.Video video
                ? roundTrip(video.packets())
                : Double.NaN;
    }

    private static double roundTrip(MediaStats.Packets packets) {
        return packets.roundTripMillis() < 0 ? Double.NaN : packets.roundTripMillis() / 1000.0;
    }

    static double audioBitRate(CallInfo call) {
        return call.media().get("audio") instanceof MediaStats.Audio audio
                ? audio.packets().bitRate()
                : Double.NaN;
    }

    static double videoBitRate(CallInfo call) {
        return call.media().get("video") instanceof MediaStats.Video video
                ? video.packets().bitRate()
                : Double.NaN;
    }
}
