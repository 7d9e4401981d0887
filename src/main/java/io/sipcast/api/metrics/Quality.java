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

    static double roundTrip(CallInfo call) {
        return call.media().get("audio") instanceof MediaStats.Audio audio
                        && audio.packets().roundTripMillis() >= 0
                ? audio.packets().roundTripMillis() / 1000.0
                : Double.NaN;
    }
}
