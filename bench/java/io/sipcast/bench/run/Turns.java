package io.sipcast.bench.run;

import io.sipcast.bench.peers.SoundLoop;
import io.sipcast.bench.run.account.Pauses;
import io.sipcast.bench.run.report.Delay;
import io.sipcast.bench.run.report.Figure;
import io.sipcast.bench.run.report.Numbers;
import io.sipcast.bench.run.report.Outcome;
import io.sipcast.bench.run.report.Reading;
import io.sipcast.bench.run.report.Rounds;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The same calls through one gateway and through an ffmpeg each, in turns, and what that came to;
 * for sound alone, beside the floor, too. Who begins changes from round to round.
 */
final class Turns {
    private static final int FLOOR_SECONDS = 200; // of sound: about one of CPU

    private final String name;
    private final Form form;
    private final int rounds;
    private final List<Reading> readings = new ArrayList<>();
    private final Rounds cpu = new Rounds();
    private final Rounds memory = new Rounds();
    private final Rounds p99 = new Rounds();
    private final Rounds floor = new Rounds();
    private double longestPause;

    /**
     * None are taken yet.
     *
     * @param name of the scenario, with which the figures' ids begin
     */
    Turns(String name, Form form, int rounds) {
        this.name = name;
        this.form = form;
        this.rounds = rounds;
    }

    String name() {
        return name;
    }

    Form form() {
        return form;
    }

    /** For people: what is done. */
    String title() {
        String what =
                form.hasPictures()
                        ? "sound and %s pictures of %dx%d at %d a second"
                                .formatted(
                                        "H.264",
                                        form.width(),
                                        form.height(),
                                        form.picturesPerSecond())
                        : "sound alone";
        return "Calls with " + what + ", each published to one target, beside an ffmpeg per call";
    }

    /**
     * Takes them.
     *
     * @param ours the pipe of our calls, which is warm
     * @param fresh whether the gateway had no other calls: else its memory is that of the others,
     *     too
     */
    Outcome take(Rig rig, GatewayChild gateway, Pipe ours, boolean fresh)
            throws InterruptedException, IOException {
        for (int round = 1; round <= rounds; round++) {
            round(rig, round, gateway, ours, rig.ffmpeg(form));
        }
        return Outcome.measured(name, title(), figures(rig.settings().calls(), fresh), readings);
    }

    private void round(Rig rig, int round, GatewayChild gateway, Pipe ours, Pipe ffmpeg)
            throws InterruptedException, IOException {
        boolean first = round % 2 == 1;
        int calls = rig.settings().calls();
        Reading their = first ? null : rig.read(ffmpeg, calls, null);
        Reading our = rig.read(ours, calls, gateway);
        if (their == null) {
            their = rig.read(ffmpeg, calls, null);
        }
        double least = form == Form.AUDIO ? floor(rig) : Double.NaN;
        keep(our, their, least);
        rig.say(
                "%s, round %d: sipcast %s cores a call, ffmpeg %s, ratio %s"
                        .formatted(
                                name,
                                round,
                                Numbers.text(our.coresPerCall()),
                                Numbers.text(their.coresPerCall()),
                                Numbers.text(our.coresPerCall() / their.coresPerCall())));
    }

    private static double floor(Rig rig) {
        try (var loop = new FloorLoop(SoundLoop.pcmu().samples())) {
            double cores = loop.coresPerCall(FLOOR_SECONDS);
            rig.say("the floor: %s cores a call".formatted(Numbers.text(cores)));
            return cores;
        }
    }

    private void keep(Reading our, Reading their, double least) {
        readings.add(our);
        readings.add(their);
        cpu.add(our.coresPerCall(), their.coresPerCall());
        memory.add(megabytes(our), megabytes(their));
        floor.add(our.coresPerCall(), least);
        Delay ourDelay = our.delay();
        Delay theirDelay = their.delay();
        if (ourDelay != null && theirDelay != null) {
            p99.add(ourDelay.p99(), theirDelay.p99());
        }
        Pauses pauses = our.pauses();
        longestPause = Math.max(longestPause, pauses == null ? 0 : pauses.longestMillis());
    }

    private static double megabytes(Reading reading) {
        return reading.memory().proportionalKb() / 1024.0;
    }

    private List<Figure> figures(int calls, boolean fresh) {
        String at = ", %d calls".formatted(calls);
        List<Figure> figures = new ArrayList<>();
        figures.add(Figure.of(name + ".cpu.ffmpeg", "cores a call" + at, "", cpu, "ffmpeg"));
        if (form == Form.AUDIO) {
            figures.add(Figure.of(name + ".cpu.floor", "cores a call" + at, "", floor, "floor"));
        }
        if (fresh) {
            figures.add(Figure.of(name + ".memory", "memory (PSS)" + at, "MB", memory, "ffmpeg"));
        }
        if (!p99.isEmpty()) {
            figures.add(Figure.of(name + ".delay", "delay added, p99" + at, "ms", p99, "ffmpeg"));
        }
        figures.add(Figure.of(name + ".pause", "longest pause of the JVM", "ms", longestPause));
        return figures;
    }
}
