package io.sipcast;

import io.sipcast.config.Config;
import io.sipcast.config.ConfigException;
import io.sipcast.config.ConfigSources;
import io.sipcast.demo.Demo;
import io.sipcast.demo.RehearsedCalls;
import io.sipcast.observe.Logs;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;

/**
 * Starts and stops a gateway as {@code run} does, on free ports of loopback and without anybody's
 * configuration, with some calls in between, so that the JVM can write down what a start takes and
 * what is worth compiling: {@code ./sipcast} keeps that for the starts to come (decision 30).
 */
@Command(name = "rehearse", hidden = true, mixinStandardHelpOptions = true)
final class RehearseCommand implements Callable<Integer> {
    private static final int PATIENCE_MILLIS = 10_000;

    private static final List<String> ASIDE =
            List.of(
                    "http.port=0",
                    "rtmp.port=0",
                    "sip.port=0",
                    "sip.address=127.0.0.1",
                    "call.overload.max-loop-lag=off", // a JVM that writes down is slow
                    "call.overload.max-cpu=off");

    private static final int CALLS = 16;

    /**
     * In which they do each thing some thousand times, as often as the compiler wants to see it.
     */
    private static final Duration LENGTH = Duration.ofSeconds(6);

    private static final Logger LOG = LoggerFactory.getLogger(RehearseCommand.class);

    private final DemoCommand.Starter starter;

    RehearseCommand(DemoCommand.Starter starter) {
        this.starter = starter;
    }

    @Override
    public Integer call() throws ConfigException, StartFailedException, IOException {
        Logs.start("INFO");
        Config config = configured();
        try (Gateway gateway = starter.start(config)) {
            URI health = FreePorts.http(config, gateway.httpPort()).resolve("/health");
            URLConnection asked = health.toURL().openConnection();
            asked.setConnectTimeout(PATIENCE_MILLIS);
            asked.setReadTimeout(PATIENCE_MILLIS);
            try (InputStream answer = asked.getInputStream()) { // throws unless it is healthy
                var _ = answer.readAllBytes();
            }
            placeCalls(config, gateway);
            return 0;
        }
    }

    /** By a file, as most are, and something that is stronger. */
    private static Config configured() throws ConfigException, IOException {
        Path file = Files.createTempFile("rehearsal", ".yml");
        try {
            Files.write(file, ASIDE.stream().map(setting -> setting.replace("=", ": ")).toList());
            List<String> stronger = List.of(ASIDE.getFirst());
            return new ConfigSources(file, List.of(), Map.of(), stronger).load().config();
        } finally {
            Files.delete(file);
        }
    }

    /** Without them there is a start to keep all the same. */
    private static void placeCalls(Config config, Gateway gateway) {
        var called =
                new Demo.Gateway(
                        FreePorts.http(config, gateway.httpPort()),
                        config.http().apiKey(),
                        gateway.rtmpPort());
        try {
            int calls = RehearsedCalls.place(called, CALLS, LENGTH);
            LOG.info("rehearsed {} calls", calls);
        } catch (IOException e) {
            LOG.warn("calls could not be rehearsed", e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
