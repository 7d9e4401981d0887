package io.sipcast.bench.run;

import io.sipcast.bench.run.account.Pauses;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A gateway in a process of its own, as users run it, on free ports. Its JVM logs its pauses; what
 * JAVA_OPTS has is left in it.
 */
final class GatewayChild implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern READY =
            Pattern.compile("ready: http (\\d+), rtmp (\\d+), sip (\\d+)");
    private static final Pattern HEAP =
            Pattern.compile("(?m)^jvm_memory_used_bytes\\{area=\"heap\".*} ([0-9.E+]+)$");
    private static final int FIRST_PORT = 10_000;
    private static final int LAST_PORT = 16_000;
    private static final int FREE_PORTS = 400; // looked at
    private static final int PLACES = 15; // from the first to the last port
    private static final int PORTS = 8000; // given to it

    /** Takes calls until it breaks, as to show where that is. */
    static final String[] UNPROTECTED = {
        "call.overload.max-loop-lag=off", "call.overload.max-cpu=off"
    };

    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final String OPTIONS = "JAVA_OPTS";

    private final Child child;
    private final Path safepoints;
    private final int httpPort;
    private final int rtmpPort;
    private final Rest rest;

    private GatewayChild(Child child, Path safepoints, Matcher ready) {
        this.child = child;
        this.safepoints = safepoints;
        this.httpPort = Integer.parseInt(ready.group(1));
        this.rtmpPort = Integer.parseInt(ready.group(2));
        this.rest = new Rest(httpPort);
    }

    /**
     * Starts one, and waits until it is ready.
     *
     * @param command to which the settings are added
     * @param settings such as {@code rtmp.max-per-address=5000}
     */
    static GatewayChild start(
            Children children, Path folder, List<String> command, String... settings)
            throws InterruptedException {
        Path log = folder.resolve("safepoints-%d.log".formatted(COUNT.incrementAndGet()));
        Child child = launch(children, log, command, settings);
        try {
            return new GatewayChild(child, log, child.await(READY, PATIENCE));
        } catch (RuntimeException e) {
            child.close();
            throw e;
        }
    }

    /**
     * Starts one, and does not wait.
     *
     * @param log where its JVM logs its pauses
     */
    static Child launch(Children children, Path log, List<String> command, String... settings) {
        List<String> all = new ArrayList<>(command);
        for (String port : List.of("http.port=0", "rtmp.port=0", "sip.port=0", mediaPorts())) {
            all.addAll(List.of("--set", port));
        }
        for (String setting : settings) {
            all.addAll(List.of("--set", setting));
        }
        String options =
                System.getenv().getOrDefault(OPTIONS, "")
                        + " -Xlog:safepoint:file="
                        + log
                        + ":timenanos";
        return children.start("gateway", all, Map.of(OPTIONS, options.strip()));
    }

    /** Where others have none, such as the gateway of another bench that runs beside this one. */
    private static String mediaPorts() {
        int from = FIRST_PORT + (int) (ProcessHandle.current().pid() % PLACES) * FREE_PORTS;
        int first = UdpPorts.free(from, LAST_PORT + FREE_PORTS, FREE_PORTS);
        return "rtp.ports=%d-%d".formatted(first, first + PORTS - 2);
    }

    long pid() {
        return child.pid();
    }

    int httpPort() {
        return httpPort;
    }

    int rtmpPort() {
        return rtmpPort;
    }

    Rest rest() {
        return rest;
    }

    /** How long its JVM stood still in this time, by {@link System#nanoTime}. */
    Pauses pauses(long fromNanos, long toNanos) {
        try {
            List<String> log =
                    Files.exists(safepoints) ? Files.readAllLines(safepoints) : List.of();
            return Pauses.within(log, fromNanos, toNanos);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is used of the heap now, garbage included. */
    double heapMb() throws InterruptedException {
        return HEAP.matcher(rest.get("/metrics"))
                        .results()
                        .mapToDouble(line -> Double.parseDouble(line.group(1)))
                        .sum()
                / (1 << 20);
    }

    /** How its calls ended, as it logged it. */
    String output() {
        return child.output();
    }

    @Override
    public void close() {
        rest.close();
        child.close();
    }
}
