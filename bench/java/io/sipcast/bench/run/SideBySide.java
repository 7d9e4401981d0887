package io.sipcast.bench.run;

import io.sipcast.bench.run.GatewayPipe.Outlet;
import io.sipcast.bench.run.report.Outcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Calls through one gateway beside an ffmpeg each. Several kinds of calls share the gateway, which
 * is warmed up once.
 */
final class SideBySide implements Scenario {
    private final List<Turns> kinds;

    /** With these kinds of calls, at least one, of which the first warms the gateway up. */
    SideBySide(List<Turns> kinds) {
        this.kinds = List.copyOf(kinds);
    }

    @Override
    public List<String> names() {
        return kinds.stream().map(Turns::name).toList();
    }

    @Override
    public String title() {
        return kinds.stream().map(Turns::title).collect(Collectors.joining("; then: "));
    }

    @Override
    public String title(String name) {
        return kinds.stream()
                .filter(kind -> kind.name().equals(name))
                .findFirst()
                .orElseThrow()
                .title();
    }

    @Override
    public List<Outcome> run(Rig rig) throws InterruptedException, IOException {
        List<Outcome> outcomes = new ArrayList<>();
        try (GatewayChild gateway = rig.gateway()) {
            rig.warmUp(List.of(pipe(rig, kinds.getFirst(), gateway)), rig.settings().calls());
            for (Turns kind : kinds) {
                outcomes.add(take(rig, kind, gateway));
            }
        }
        return outcomes;
    }

    /** What cannot be measured takes nothing from the others. */
    private Outcome take(Rig rig, Turns kind, GatewayChild gateway)
            throws InterruptedException, IOException {
        try {
            boolean fresh = kind == kinds.getFirst();
            return kind.take(rig, gateway, pipe(rig, kind, gateway), fresh);
        } catch (BenchException e) {
            rig.say(kind.name() + " skipped: " + e.getMessage());
            return Outcome.skipped(kind.name(), kind.title(), String.valueOf(e.getMessage()));
        }
    }

    private static Pipe pipe(Rig rig, Turns kind, GatewayChild gateway) {
        return rig.pipe("sipcast", kind.form(), Outlet.PUBLISHED, gateway);
    }
}
