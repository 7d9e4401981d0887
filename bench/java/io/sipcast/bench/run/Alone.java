package io.sipcast.bench.run;

import io.sipcast.bench.run.GatewayPipe.Outlet;
import io.sipcast.bench.run.report.Delay;
import io.sipcast.bench.run.report.Figure;
import io.sipcast.bench.run.report.Outcome;
import io.sipcast.bench.run.report.Reading;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A few calls whose pictures are encoded anew: nothing that is beside the gateway does the same.
 */
final class Alone implements Scenario {
    private final String name;
    private final String title;
    private final Form form;
    private final int calls;

    Alone(String name, String title, Form form, int calls) {
        this.name = name;
        this.title = title;
        this.form = form;
        this.calls = calls;
    }

    @Override
    public List<String> names() {
        return List.of(name);
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public List<Outcome> run(Rig rig) throws InterruptedException, IOException {
        try (GatewayChild gateway = rig.gateway()) {
            Pipe pipe = rig.pipe(name, form, Outlet.PUBLISHED, gateway);
            rig.warmUp(List.of(pipe), calls);
            Reading reading = rig.read(pipe, calls, gateway);
            return List.of(Outcome.measured(name, title, figures(reading), List.of(reading)));
        }
    }

    private List<Figure> figures(Reading reading) {
        List<Figure> figures = new ArrayList<>();
        String at = ", %d calls".formatted(calls);
        figures.add(Figure.of(name + ".cpu", "cores a call" + at, "", reading.coresPerCall()));
        Delay delay = reading.delay();
        if (delay != null) {
            figures.add(Figure.of(name + ".delay", "delay added, p99" + at, "ms", delay.p99()));
        }
        return figures;
    }
}
