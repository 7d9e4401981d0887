package io.sipcast.bench.run;

import io.sipcast.bench.run.account.Memory;
import io.sipcast.bench.run.report.Figure;
import io.sipcast.bench.run.report.Numbers;
import io.sipcast.bench.run.report.Outcome;
import io.sipcast.bench.run.report.Reading;
import io.sipcast.bench.run.report.Rounds;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The embedded server, once it is warm, beside nginx-rtmp: what so many publishers cost, and so
 * many viewers of the first of them. Calls with pictures of 500 kbit/s through another gateway
 * publish, so that it is real streams that are served, and one of them is judged as a viewer gets
 * it.
 */
final class Servers implements Scenario {
    private static final int DOORS = 16; // through which viewers come at once

    private final String name;
    private final int publishers;
    private final int viewers;
    private final Rounds cpu = new Rounds();
    private final Rounds memory = new Rounds();
    private final List<Reading> readings = new ArrayList<>();

    Servers(String name, int publishers, int viewers) {
        this.name = name;
        this.publishers = publishers;
        this.viewers = viewers;
    }

    @Override
    public List<String> names() {
        return List.of(name);
    }

    @Override
    public String title() {
        return viewers == 0
                ? "The embedded server with %d RTMP publishers, beside nginx-rtmp"
                        .formatted(publishers)
                : "One stream of 500 kbit/s to %d HTTP-FLV viewers, beside as many RTMP players of nginx-rtmp"
                        .formatted(viewers);
    }

    @Override
    public List<Outcome> run(Rig rig) throws InterruptedException, IOException {
        try (RtmpServer nginx = NginxServer.start(rig);
                RtmpServer ours = GatewayServer.start(rig, publishers + viewers);
                var source = new Source(rig, rig.gateway())) {
            warmUp(rig, source, ours);
            compare(rig, read(rig, source, ours), read(rig, source, nginx));
        }
        return List.of(Outcome.measured(name, title(), figures(), readings));
    }

    /** What a compiler does at first is not the viewers'; nginx-rtmp has none. */
    private void warmUp(Rig rig, Source source, RtmpServer server)
            throws InterruptedException, IOException {
        try (var published = source.publish(server.publishUrl(), publishers);
                var audience = new Audience()) {
            gather(audience, server, published.first());
            Thread.sleep(rig.settings().warmUp());
        }
    }

    private void compare(Rig rig, Reading our, Reading their) {
        rig.say(
                "%s: sipcast %s cores, nginx-rtmp %s"
                        .formatted(name, Numbers.text(our.cores()), Numbers.text(their.cores())));
        readings.add(our);
        readings.add(their);
        cpu.add(our.cores(), their.cores());
        memory.add(our.memory().residentKb() / 1024.0, their.memory().residentKb() / 1024.0);
    }

    private Reading read(Rig rig, Source source, RtmpServer server)
            throws InterruptedException, IOException {
        try (var published = source.publish(server.publishUrl(), publishers);
                var audience = new Audience()) {
            gather(audience, server, published.first());
            Thread.sleep(rig.settings().settle());
            audience.forget();
            Observer.Taken taken =
                    rig.observer().taken(server.processes(), rig.settings().window());
            List<String> faults = new ArrayList<>();
            if (viewers > 0 && audience.starved() > 0) {
                faults.add(audience.starved() + " viewers got too little");
            }
            faults.addAll(published.judge(server));
            return new Reading(
                    server.name(),
                    Math.max(publishers, viewers),
                    taken.cores(),
                    Memory.of(server.processes()),
                    null,
                    0,
                    null,
                    taken.surroundings(),
                    faults);
        }
    }

    /** Some at once: nginx-rtmp sends its answers piece by piece, each after the ACK before it. */
    private void gather(Audience audience, RtmpServer server, String stream)
            throws InterruptedException, IOException {
        try (var doors = Executors.newFixedThreadPool(DOORS)) {
            List<Future<?>> entering = new ArrayList<>();
            for (int i = 0; i < viewers; i++) {
                entering.add(
                        doors.submit(() -> {
                            audience.add(server.watch(stream));
                            return null;
                        }));
            }
            try {
                for (Future<?> each : entering) {
                    each.get();
                }
            } catch (ExecutionException e) {
                throw new IOException("a viewer cannot be placed: " + e.getCause(), e);
            } finally {
                doors.shutdownNow(); // else the others would be waited for
            }
        }
    }

    private List<Figure> figures() {
        String what = viewers == 0 ? publishers + " publishers" : viewers + " viewers";
        return List.of(
                Figure.of(name + ".cpu", "cores, " + what, "", cpu, "nginx-rtmp"),
                Figure.of(name + ".memory", "memory (RSS), " + what, "MB", memory, "nginx-rtmp"));
    }
}
