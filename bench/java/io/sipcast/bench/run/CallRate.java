package io.sipcast.bench.run;

import io.sipcast.bench.run.account.ProcessTimes;
import io.sipcast.bench.run.report.Figure;
import io.sipcast.bench.run.report.Outcome;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Calls set up and ended a second: a sipp answers and hangs up at once, without or with a challenge
 * of each call. As many are asked for as are taken, 64 requests at once.
 */
final class CallRate implements Scenario {
    private static final String NAME = "rate";
    private static final int CALLS = 1000;
    private static final int WARM_UP = 300;
    private static final int AT_ONCE = 64;
    private static final int MOST_A_SECOND = 600;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final double NANOS = 1e9;

    @Override
    public List<String> names() {
        return List.of(NAME);
    }

    @Override
    public String title() {
        return "Calls set up and ended, asked for at "
                + MOST_A_SECOND
                + " a second, by a sipp that answers and hangs up at once";
    }

    @Override
    public List<Outcome> run(Rig rig) throws InterruptedException, IOException {
        Programs.require("sipp");
        List<Figure> figures = new ArrayList<>();
        measure(rig, false, figures);
        measure(rig, true, figures);
        return List.of(Outcome.measured(NAME, title(), figures, List.of()));
    }

    private static void measure(Rig rig, boolean digest, List<Figure> figures)
            throws InterruptedException, IOException {
        int port = freePort();
        Path scenario = scenario(rig.settings().folder(), digest);
        try (GatewayChild gateway = rig.gateway(GatewayChild.UNPROTECTED);
                Child _ = rig.children().start("sipp", sipp(scenario, port))) {
            place(gateway, port, digest, WARM_UP);
            double cpu = ProcessTimes.seconds(List.of(gateway.pid()));
            double took = place(gateway, port, digest, CALLS);
            cpu = ProcessTimes.seconds(List.of(gateway.pid())) - cpu;
            String id = digest ? "rate.digest" : "rate";
            String what = digest ? ", each challenged" : "";
            figures.add(Figure.of(id, "calls a second" + what, "", CALLS / took));
            figures.add(Figure.of(id + ".cpu", "CPU a call" + what, "ms", 1000 * cpu / CALLS));
            rig.say("%.0f calls a second%s".formatted(CALLS / took, what));
        }
    }

    private static List<String> sipp(Path scenario, int port) {
        List<String> command = new ArrayList<>(List.of("sipp", "-sf", scenario.toString()));
        command.addAll(List.of("-i", "127.0.0.1", "-p", Integer.toString(port), "-nostdin"));
        command.addAll(List.of("-default_behaviors", "all,-abortunexp", "-timeout", "120s"));
        return command;
    }

    /** The lines between "digest" and "open" are the challenge. */
    private static Path scenario(Path folder, boolean digest) throws IOException {
        String text = Files.readString(Path.of("bench", "sip-uas.xml"));
        String used =
                digest ? text : text.replaceAll("(?s)<!-- digest -->.*?<!-- open -->\\R?", "");
        return Files.writeString(folder.resolve("sip-uas-%b.xml".formatted(digest)), used);
    }

    private static int freePort() throws IOException {
        try (var socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /**
     * Places calls, and waits until all are over.
     *
     * @return seconds
     */
    private static double place(GatewayChild gateway, int port, boolean digest, int calls)
            throws InterruptedException {
        var refused = new AtomicInteger();
        var places = new Semaphore(AT_ONCE);
        long start = System.nanoTime();
        for (int i = 0; i < calls; i++) {
            places.acquire();
            LockSupport.parkNanos(start + i * (long) NANOS / MOST_A_SECOND - System.nanoTime());
            var _ =
                    gateway.rest()
                            .send(
                                    "/rest-api/call/startup",
                                    call("r" + start + "-" + i, port, digest))
                            .whenComplete((answer, _) -> {
                                places.release();
                                if (answer == null || answer.statusCode() != 200) {
                                    refused.incrementAndGet();
                                }
                            });
        }
        places.acquire(AT_ONCE);
        if (refused.get() > 0) {
            throw new BenchException(refused + " of " + calls + " calls were refused");
        }
        awaitEnd(gateway, start);
        return (System.nanoTime() - start) / NANOS;
    }

    private static void awaitEnd(GatewayChild gateway, long start) throws InterruptedException {
        while (gateway.rest().get("/rest-api/call/find_all").contains("callId")) {
            if (System.nanoTime() - start > PATIENCE.toNanos()) {
                throw new BenchException("calls do not end after " + PATIENCE.toSeconds() + " s");
            }
            Thread.sleep(50);
        }
    }

    private static Map<String, Object> call(String callId, int port, boolean digest) {
        Map<String, Object> call = new HashMap<>();
        call.put("callId", callId);
        call.put("callee", "sip:sipp@127.0.0.1:" + port);
        if (digest) {
            call.put("sipLogin", "alice");
            call.put("sipDomain", "127.0.0.1:" + port);
            call.put("sipPassword", "secret");
        }
        return call;
    }
}
