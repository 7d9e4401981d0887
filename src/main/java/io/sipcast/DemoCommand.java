package io.sipcast;

import io.sipcast.config.Config;
import io.sipcast.demo.Demo;
import io.sipcast.observe.Logs;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows the whole way on this machine: gateway, callee with a test card, call, stream, figures. */
@Command(
        name = "demo",
        description = "Calls an embedded callee with a test card and measures its stream.",
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
    /** Starts the gateway. */
    @FunctionalInterface
    interface Starter {
        Gateway start(Config config) throws StartFailedException;
    }

    private static final Duration ONCE = Duration.ofSeconds(10);
    private static final Duration FOREVER = Duration.ofDays(36_500);

    private static final Duration CLOSING = Duration.ofSeconds(15);

    private final Starter starter;
    @Mixin private ConfigOptions options = new ConfigOptions();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--once",
            description = "Ends after 10 s; exit code 0 only if the stream was right.")
    private boolean once;

    DemoCommand(Starter starter) {
        this.starter = starter;
    }

    /** All is closed on this thread; Ctrl-C interrupts it and waits for that. */
    @Override
    public Integer call() throws Exception {
        Logs.start("WARN");
        var finished = new CountDownLatch(1);
        Thread own = Thread.currentThread();
        Thread hook = new Thread(() -> interrupt(own, finished), "shutdown");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            return show();
        } catch (IOException e) {
            throw new StartFailedException(String.valueOf(e.getMessage()), e);
        } finally {
            finished.countDown();
            forget(hook);
        }
    }

    private int show() throws Exception {
        Config config = FreePorts.of(options, List.of());
        try (Gateway gateway = starter.start(config);
                Demo demo = Demo.start(describe(config, gateway), out())) {
            try {
                demo.call();
                demo.watch(once ? ONCE : FOREVER);
            } catch (InterruptedException _) {
                out().println();
            }
            return demo.judge() ? 0 : 1;
        }
    }

    private static void interrupt(Thread demo, CountDownLatch finished) {
        demo.interrupt();
        try {
            var _ = finished.await(CLOSING.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // it is running
        }
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private static Demo.Gateway describe(Config config, Gateway gateway) {
        URI http = FreePorts.http(config, gateway.httpPort());
        return new Demo.Gateway(http, config.http().apiKey(), gateway.rtmpPort());
    }
}
