package io.sipcast.bench.run;

import io.sipcast.bench.run.GatewayPipe.Outlet;
import io.sipcast.bench.run.account.Memory;
import io.sipcast.bench.run.account.Pauses;
import io.sipcast.bench.run.report.Delay;
import io.sipcast.bench.run.report.Knee;
import io.sipcast.bench.run.report.Numbers;
import io.sipcast.bench.run.report.Outcome;
import io.sipcast.bench.run.report.Reading;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The gateway on one core, everything else on the others, with more and more calls until something
 * gives way. A step that did not go well gets a second chance: the machine may have been at fault.
 */
final class Growth implements Scenario {
    private static final int STEP = 50;

    /** Goals end here: what is beyond is looked at in larger steps, for the sake of time. */
    private static final int FAR = 200;

    private final String name;
    private final Form form;
    private final double mostMillis;

    Growth(String name, Form form) {
        this.name = name;
        this.form = form;
        this.mostMillis = form.hasPictures() ? Knee.PICTURES_MILLIS : Knee.SOUND_MILLIS;
    }

    @Override
    public List<String> names() {
        return List.of(name);
    }

    @Override
    public String title() {
        return "The gateway on one core with more and more calls"
                + (form.hasPictures() ? ", sound and pictures" : ", sound alone");
    }

    @Override
    public List<Outcome> run(Rig rig) throws InterruptedException, IOException {
        try (var core = Affinity.ofOneCore(rig.children(), rig.cores());
                GatewayChild gateway = rig.gateway(core.prefix(), GatewayChild.UNPROTECTED)) {
            Memory idle = Memory.of(List.of(gateway.pid()));
            GatewayPipe pipe = rig.pipe("sipcast", form, Outlet.PUBLISHED, gateway);
            rig.warmUp(List.of(pipe), STEP);
            Map<Integer, Double> heap = new TreeMap<>();
            List<Reading> steps = climb(rig, gateway, pipe, heap);
            return List.of(new GrowthFigures(name, idle, steps, heap, mostMillis).outcome(title()));
        }
    }

    private List<Reading> climb(
            Rig rig, GatewayChild gateway, GatewayPipe pipe, Map<Integer, Double> heap)
            throws InterruptedException, IOException {
        List<Reading> steps = new ArrayList<>();
        try (var placed = pipe.start(1)) {
            for (int calls : steps(rig.settings().mostCalls())) {
                Reading step;
                try {
                    placed.add(calls - placed.calls());
                    step = step(rig, gateway, pipe, placed);
                } catch (BenchException e) {
                    rig.say(calls + " calls cannot be placed: " + e.getMessage());
                    break;
                }
                steps.add(step);
                heap.put(calls, gateway.heapMb());
                if (wentBad(step)) {
                    break;
                }
            }
        }
        return steps;
    }

    private Reading step(Rig rig, GatewayChild gateway, GatewayPipe pipe, GatewayPipe.Placed placed)
            throws InterruptedException, IOException {
        Reading step = look(rig, gateway, pipe, placed);
        return wentBad(step) ? look(rig, gateway, pipe, placed) : step;
    }

    private boolean wentBad(Reading step) {
        return !Knee.whatGaveWay(step, mostMillis).isEmpty();
    }

    private Reading look(Rig rig, GatewayChild gateway, GatewayPipe pipe, GatewayPipe.Placed placed)
            throws InterruptedException, IOException {
        Thread.sleep(rig.settings().settle());
        Reading step = rig.observer().read(pipe, placed, gateway, rig.settings().window());
        rig.say(describe(step));
        return step;
    }

    private String describe(Reading step) {
        Delay delay = step.delay();
        Pauses pauses = step.pauses();
        return "%d calls: %s cores, %s a call; delay p50 %s p99 %s max %s ms; longest pause %s ms; %d lost; %s MB %s"
                .formatted(
                        step.calls(),
                        Numbers.text(step.cores()),
                        Numbers.text(step.coresPerCall()),
                        Numbers.text(delay == null ? Double.NaN : delay.p50()),
                        Numbers.text(delay == null ? Double.NaN : delay.p99()),
                        Numbers.text(delay == null ? Double.NaN : delay.max()),
                        Numbers.text(pauses == null ? Double.NaN : pauses.longestMillis()),
                        step.lostFrames(),
                        Numbers.text(step.memory().residentKb() / 1024.0),
                        String.join(", ", Knee.whatGaveWay(step, mostMillis)))
                .strip();
    }

    /** 1, 10, 50, 100, 150, 200; then 300, 400 and so on. */
    static List<Integer> steps(int most) {
        List<Integer> steps = new ArrayList<>();
        for (int calls : new int[] {1, 10}) {
            if (calls <= most) {
                steps.add(calls);
            }
        }
        for (int calls = STEP; calls <= most; calls += calls < FAR ? STEP : 2 * STEP) {
            steps.add(calls);
        }
        return steps;
    }
}
