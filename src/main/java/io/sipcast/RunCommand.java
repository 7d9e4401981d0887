package io.sipcast;

import io.sipcast.config.Config;
import io.sipcast.config.ConfigException;
import io.sipcast.config.ConfigSources;
import io.sipcast.config.LoadedConfig;
import io.sipcast.observe.Logs;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Runs the gateway until SIGINT or SIGTERM; the process then ends with 130 or 143. */
@Command(
        name = "run",
        description = "Runs the gateway until it is interrupted.",
        mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
    /** Starts the gateway; closing what it returns stops it. */
    @FunctionalInterface
    interface Starter {
        AutoCloseable start(Config config) throws StartFailedException;
    }

    /** Returns when the gateway has been closed. */
    @FunctionalInterface
    interface Waiting {
        void untilClosed(AutoCloseable gateway) throws Exception;
    }

    private final Starter gateway;
    private final Waiting waiting;
    @Mixin private ConfigOptions options = new ConfigOptions();

    RunCommand(Starter gateway, Waiting waiting) {
        this.gateway = gateway;
        this.waiting = waiting;
    }

    @Override
    public Integer call() throws Exception {
        return run(options.sources(), gateway, waiting);
    }

    /** The same for who knows its sources. */
    static int run(ConfigSources sources, Starter gateway, Waiting waiting) throws Exception {
        LoadedConfig loaded = load(sources);
        waiting.untilClosed(gateway.start(loaded.config()));
        return 0;
    }

    private static LoadedConfig load(ConfigSources sources) throws ConfigException {
        LoadedConfig loaded = sources.load();
        Logs.start(loaded.config().log().level().name());
        sources.fileRead()
                .ifPresent(file ->
                        LoggerFactory.getLogger(RunCommand.class).info("configured by {}", file));
        return loaded;
    }

    /** The JVM's shutdown waits for the hook, and this thread for the JVM's end. */
    static void untilSignal(AutoCloseable gateway) throws InterruptedException {
        try {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> close(gateway), "shutdown"));
        } catch (IllegalStateException _) {
            close(gateway); // interrupted while it started: the JVM ends already
        }
        new CountDownLatch(1).await();
    }

    private static void close(AutoCloseable gateway) {
        Logger log = LoggerFactory.getLogger(RunCommand.class);
        try {
            log.info("stopping");
            gateway.close();
            log.info("stopped");
        } catch (Exception e) {
            log.error("closing failed", e);
        }
    }
}
