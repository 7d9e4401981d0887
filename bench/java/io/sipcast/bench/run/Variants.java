package io.sipcast.bench.run;

import io.sipcast.bench.run.GatewayPipe.Outlet;
import io.sipcast.bench.run.report.Figure;
import io.sipcast.bench.run.report.Numbers;
import io.sipcast.bench.run.report.Outcome;
import io.sipcast.bench.run.report.Reading;
import io.sipcast.bench.run.report.Rounds;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What something else costs beside plain calls with sound alone, through the same gateway, in
 * turns. All of them share the plain calls of a round.
 */
final class Variants implements Scenario {
    /** Other calls. */
    enum Variant {
        SLATE("slate", "Sound alone with a slate shown", "a call"),
        UNWATCHED("unwatched", "Streams that nobody plays", "a call"),
        FANOUT("fanout", "Each further target of a call, of ten", "a further target"),
        OPUS("opus", "Calls with Opus instead of G.711", "a call"),
        /** By default nothing is offered that costs plain callees an attempt. */
        SRTP(
                "srtp",
                "Calls with SRTP (SDES) instead of RTP",
                "a call",
                "rtp.encryption=required",
                "rtp.key-exchange=sdes"),
        CODER(
                "coder",
                "Calls encoded by FFmpeg's AAC encoder, as ffmpeg's own are",
                "a call",
                "media.audio.coder=fast");

        private final String scenario;
        private final String title;
        private final String unit;

        /** With which a gateway of its own runs; none: the plain calls' gateway serves. */
        @SuppressWarnings("ImmutableEnumChecker") // of List.of
        private final List<String> settings;

        Variant(String scenario, String title, String unit, String... settings) {
            this.scenario = scenario;
            this.title = title;
            this.unit = unit;
            this.settings = List.of(settings);
        }

        String scenario() {
            return scenario;
        }
    }

    private static final int TARGETS = Outlet.TEN_TARGETS.targets();
    private static final int SHARE = 5; // of the calls have ten targets: the sink is one process

    private final List<Variant> variants;
    private final Map<Variant, Rounds> cpu = new EnumMap<>(Variant.class);
    private final Map<Variant, List<Reading>> readings = new EnumMap<>(Variant.class);
    private final Map<Variant, String> impossible = new EnumMap<>(Variant.class);

    Variants(List<Variant> variants) {
        this.variants = List.copyOf(variants);
    }

    @Override
    public List<String> names() {
        return variants.stream().map(Variant::scenario).toList();
    }

    @Override
    public String title() {
        return "Other calls beside plain ones, through the same gateway";
    }

    @Override
    public String title(String name) {
        return variants.stream()
                .filter(variant -> variant.scenario.equals(name))
                .findFirst()
                .orElseThrow()
                .title;
    }

    @Override
    public List<Outcome> run(Rig rig) throws InterruptedException, IOException {
        Map<Variant, GatewayChild> own = new EnumMap<>(Variant.class);
        try (GatewayChild gateway = rig.gateway()) {
            for (Variant variant : variants) {
                if (!variant.settings.isEmpty()) {
                    own.put(variant, rig.gateway(variant.settings.toArray(String[]::new)));
                }
            }
            warmUp(rig, gateway, own);
            round(rig, gateway, own);
        } finally {
            own.values().forEach(GatewayChild::close);
        }
        return variants.stream().map(this::outcome).toList();
    }

    /** What has a gateway of its own is not to be dearer for that. */
    private static void warmUp(Rig rig, GatewayChild gateway, Map<Variant, GatewayChild> own)
            throws InterruptedException {
        List<Pipe> ours = new ArrayList<>(List.of(plain(rig, gateway)));
        own.forEach((variant, child) -> ours.add(pipe(rig, variant, child)));
        rig.warmUp(ours, rig.settings().calls());
    }

    private static Pipe plain(Rig rig, GatewayChild gateway) {
        return rig.pipe("plain calls", Form.AUDIO, Outlet.PUBLISHED, gateway);
    }

    private void skip(Rig rig, Variant variant, BenchException why) {
        impossible.put(variant, String.valueOf(why.getMessage()));
        rig.say(variant.scenario + " skipped: " + why.getMessage());
    }

    private void round(Rig rig, GatewayChild gateway, Map<Variant, GatewayChild> own)
            throws InterruptedException, IOException {
        Pipe plain = plain(rig, gateway);
        int calls = rig.settings().calls();
        Reading base = rig.read(plain, calls, gateway);
        for (Variant variant : variants) {
            if (impossible.containsKey(variant)) {
                continue;
            }
            GatewayChild by = own.getOrDefault(variant, gateway);
            int count = variant == Variant.FANOUT ? Math.max(1, calls / SHARE) : calls;
            try {
                Reading beside = count == calls ? base : rig.read(plain, count, gateway);
                Reading other = rig.read(pipe(rig, variant, by), count, by);
                add(variant, other, beside);
                rig.say(describe(variant, other, beside));
            } catch (BenchException e) {
                skip(rig, variant, e);
            }
        }
    }

    private static String describe(Variant variant, Reading other, Reading base) {
        return "%s: %s cores a call, plain %s"
                .formatted(
                        variant.scenario,
                        Numbers.text(other.coresPerCall()),
                        Numbers.text(base.coresPerCall()));
    }

    private static Pipe pipe(Rig rig, Variant variant, GatewayChild gateway) {
        String name = variant.scenario;
        return switch (variant) {
            case SLATE -> rig.pipeWithSlate(name, gateway);
            case UNWATCHED -> rig.pipe(name, Form.AUDIO, Outlet.UNWATCHED, gateway);
            case FANOUT -> rig.pipe(name, Form.AUDIO, Outlet.TEN_TARGETS, gateway);
            case OPUS -> rig.pipe(name, Form.OPUS, Outlet.PUBLISHED, gateway);
            case SRTP -> rig.pipe(name, Form.SRTP, Outlet.PUBLISHED, gateway);
            case CODER -> rig.pipe(name, Form.AUDIO, Outlet.PUBLISHED, gateway);
        };
    }

    private void add(Variant variant, Reading other, Reading base) {
        double cores = other.coresPerCall();
        if (variant == Variant.FANOUT) {
            cores = (cores - base.coresPerCall()) / (TARGETS - 1);
        }
        cpu.computeIfAbsent(variant, _ -> new Rounds()).add(cores, base.coresPerCall());
        readings.computeIfAbsent(variant, _ -> new ArrayList<>()).addAll(List.of(base, other));
    }

    private Outcome outcome(Variant variant) {
        String why = impossible.get(variant);
        if (why != null) {
            return Outcome.skipped(variant.scenario, variant.title, why);
        }
        Rounds rounds = cpu.getOrDefault(variant, new Rounds());
        Figure figure =
                Figure.of(
                        variant.scenario + ".cpu",
                        "cores " + variant.unit,
                        "",
                        rounds,
                        "a plain call");
        return Outcome.measured(
                variant.scenario,
                variant.title,
                List.of(figure),
                readings.getOrDefault(variant, List.of()));
    }
}
