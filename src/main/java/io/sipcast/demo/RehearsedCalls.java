package io.sipcast.demo;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Calls to an embedded callee, each published to the gateway's own RTMP server; every other one has
 * pictures. For who wants to see a gateway at work, and does not look at what comes out.
 */
public final class RehearsedCalls {
    /** For all of them to be answered: a JVM that has just started, on a machine that is busy. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final int PAUSE_MILLIS = 50;

    private RehearsedCalls() {}

    /**
     * Places calls, lets them go on for a time once all are answered, and ends them. Waits.
     *
     * @param gateway takes the key from whoever has it
     * @return how many were going on in the end
     * @throws IOException with a sentence when one is refused
     */
    public static int place(Demo.Gateway gateway, int calls, Duration time)
            throws IOException, InterruptedException {
        List<RestCall> placed = new ArrayList<>();
        try (DemoCallee callee = DemoCallee.start(CalleeSettings.DEFAULT)) {
            for (int i = 0; i < calls; i++) {
                RestCall call = new RestCall(gateway.http(), gateway.key(), "rehearsed-" + i);
                placed.add(call);
                call.start(fields(call.callId(), callee.uri(), i % 2 == 1, gateway.rtmpUrl()));
            }
            awaitAnswers(placed);
            TimeUnit.NANOSECONDS.sleep(time.toNanos());
            return established(placed);
        } finally {
            placed.forEach(RestCall::close);
        }
    }

    private static Map<String, Object> fields(
            String callId, String callee, boolean pictures, String rtmpUrl) {
        return Map.of(
                "callId",
                callId,
                "callee",
                callee,
                "hasVideo",
                pictures,
                "rtmpUrl",
                rtmpUrl,
                "rtmpStream",
                callId);
    }

    /** As a program does that asks now and then; returns in the end whatever has come. */
    private static void awaitAnswers(List<RestCall> calls)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (established(calls) < calls.size() && deadline - System.nanoTime() > 0) {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
    }

    private static int established(List<RestCall> calls) throws IOException, InterruptedException {
        int count = 0;
        for (RestCall call : calls) {
            count += call.status().equals(Optional.of("ESTABLISHED")) ? 1 : 0;
        }
        return count;
    }
}
