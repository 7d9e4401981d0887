package io.sipcast.bench.run;

import io.sipcast.bench.peers.LoadCallee;
import io.sipcast.bench.peers.RtmpSink;
import io.sipcast.bench.run.report.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What scenarios are made with: callees, a sink, processes, and someone who looks at them. */
final class Rig implements AutoCloseable {
    private final Settings settings;
    private final Consumer<String> progress;
    private final Children children;
    private final RtmpSink sink = new RtmpSink();
    private final Inspector inspector = new Inspector(sink);
    private final Observer observer;
    private final int cores = Runtime.getRuntime().availableProcessors();
    private final Map<Form, LoadCallee> callees = new EnumMap<>(Form.class);

    /** With someone who is told what goes on, line by line. */
    Rig(Settings settings, Consumer<String> progress) throws IOException {
        this.settings = settings;
        this.progress = progress;
        this.children = new Children(Files.createDirectories(settings.folder().resolve("logs")));
        this.observer = new Observer(children, sink, inspector);
    }

    Settings settings() {
        return settings;
    }

    int cores() {
        return cores;
    }

    Children children() {
        return children;
    }

    RtmpSink sink() {
        return sink;
    }

    Inspector inspector() {
        return inspector;
    }

    Observer observer() {
        return observer;
    }

    void say(String line) {
        progress.accept(line);
    }

    Path media() {
        return settings.folder().resolve("media");
    }

    /** The one for all calls of this form; lives as long as the rig. */
    LoadCallee callee(Form form) {
        return callees.computeIfAbsent(form, f -> new LoadCallee(f.load(media())));
    }

    /** A gateway as users run it. */
    GatewayChild gateway(String... values) throws InterruptedException {
        return GatewayChild.start(children, settings.folder(), settings.gateway(), values);
    }

    /** The same where the given command runs it, such as taskset. */
    GatewayChild gateway(List<String> prefix, String... values) throws InterruptedException {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(settings.gateway());
        return GatewayChild.start(children, settings.folder(), command, values);
    }

    GatewayPipe pipe(String name, Form form, GatewayPipe.Outlet outlet, GatewayChild gateway) {
        return new GatewayPipe(name, form, outlet, false, gateway, callee(form), sink);
    }

    GatewayPipe pipeWithSlate(String name, GatewayChild gateway) {
        return new GatewayPipe(
                name,
                Form.AUDIO,
                GatewayPipe.Outlet.PUBLISHED,
                true,
                gateway,
                callee(Form.AUDIO),
                sink);
    }

    FfmpegPipe ffmpeg(Form form) {
        return new FfmpegPipe(form, children, settings.folder(), callee(form), sink);
    }

    /**
     * Calls go on for hours, and a gateway runs for weeks: what its compiler does in the first
     * half-minute of calls belongs to none of them. A few come first: all at once are more than
     * interpreted code can take, and some would be refused.
     *
     * @param pipes which are all warmed up at the same time
     * @param calls through each of them
     * @throws BenchException one of them cannot be: what is cold is not to be measured
     */
    void warmUp(Collection<Pipe> pipes, int calls) throws InterruptedException {
        Duration time = settings.warmUp();
        say("calls go on for %d s before the first round".formatted(time.toSeconds()));
        goOn(pipes, Math.max(1, calls / 5), time.dividedBy(4));
        goOn(pipes, calls, time);
    }

    private static void goOn(Collection<Pipe> pipes, int calls, Duration time)
            throws InterruptedException {
        List<Pipe.Running> running = new ArrayList<>();
        try {
            for (Pipe pipe : pipes) {
                running.add(pipe.start(calls));
            }
            Thread.sleep(time);
        } finally {
            running.forEach(Pipe.Running::close);
        }
    }

    /**
     * Starts it, reads it, ends it.
     *
     * @param gateway whose pauses count; null if it has none
     */
    Reading read(Pipe pipe, int calls, @Nullable GatewayChild gateway)
            throws InterruptedException, IOException {
        try (var running = pipe.start(calls)) {
            Thread.sleep(settings.settle());
            Reading reading = observer.read(pipe, running, gateway, settings.window());
            if (reading.faults().isEmpty()) {
                return reading;
            }
            // Once may be the machine's fault, or our own.
            say("once more: " + String.join("; ", reading.faults()));
            return observer.read(pipe, running, gateway, settings.window());
        }
    }

    @Override
    public void close() {
        children.close();
        callees.values().forEach(LoadCallee::close);
        sink.close();
    }
}
