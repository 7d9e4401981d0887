package io.sipcast.interop;

import io.sipcast.peer.PeerProcess;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A gateway in a process of its own, as users run it: what it holds can be counted from outside.
 */
final class GatewayProcess implements AutoCloseable {
    private static final Pattern READY =
            Pattern.compile("ready: http (\\d+), rtmp (\\d+), sip (\\d+)");
    private static final Pattern INSTANCES =
            Pattern.compile("\\s*\\d+:\\s+(\\d+)\\s+\\d+\\s+(\\S+).*");
    private static final Path JAVA_HOME = Path.of(System.getProperty("java.home"));

    private final PeerProcess process;
    private final Matcher ready;

    private GatewayProcess(PeerProcess process) {
        this.process = process;
        this.ready = READY.matcher(process.output());
        if (!ready.find()) {
            throw new AssertionError(process.output());
        }
    }

    /** With these flags of the JVM and these settings over the defaults. */
    static GatewayProcess start(List<String> flags, String... settings) {
        List<String> command = new ArrayList<>();
        command.add(JAVA_HOME.resolve("bin/java").toString());
        command.addAll(
                List.of(
                        "--enable-native-access=ALL-UNNAMED",
                        "-Dorg.bytedeco.javacpp.maxBytes=0",
                        "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
                        "-Dorg.bytedeco.javacpp.noPointerGC=true"));
        command.addAll(flags);
        command.addAll(List.of("-cp", classPath(), "io.sipcast.Main"));
        command.add("run");
        TestGateway.onFreePorts(settings)
                .forEach(setting -> command.addAll(List.of("--set", setting)));
        PeerProcess process = PeerProcess.start(PeerProcess.folder("gateway"), command);
        try {
            return new GatewayProcess(process.awaitOutput("ready: "));
        } catch (RuntimeException | AssertionError e) {
            process.close();
            throw e;
        }
    }

    /** Ours, good in any folder. */
    static String classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    int httpPort() {
        return Integer.parseInt(ready.group(1));
    }

    int rtmpPort() {
        return Integer.parseInt(ready.group(2));
    }

    int sipPort() {
        return Integer.parseInt(ready.group(3));
    }

    /** Everything that it wrote. */
    String log() {
        return process.output();
    }

    int threads() {
        return (int) status("Threads");
    }

    /** All memory, in kB. */
    long residentKilobytes() {
        return status("VmRSS");
    }

    private long status(String name) {
        try (Stream<String> lines = Files.lines(proc("status"))) {
            String line = lines.filter(l -> l.startsWith(name + ":")).findFirst().orElseThrow();
            return Long.parseLong(line.replaceAll("\\D", ""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int fileDescriptors() {
        try (Stream<Path> files = Files.list(proc("fd"))) {
            return (int) files.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path proc(String name) {
        return Path.of("/proc", Long.toString(process.pid()), name);
    }

    /** Objects that are reachable, by class; collects garbage first. */
    Map<String, Long> instances() {
        Map<String, Long> found = new HashMap<>();
        jcmd("GC.class_histogram")
                .lines()
                .map(INSTANCES::matcher)
                .filter(Matcher::matches)
                .forEach(line -> found.put(line.group(2), Long.parseLong(line.group(1))));
        return found;
    }

    /** What is left of the heap after a collection, in kB. */
    long heapKilobytes() {
        jcmd("GC.run");
        Matcher used = Pattern.compile("used (\\d+)K").matcher(jcmd("GC.heap_info"));
        if (!used.find()) {
            throw new AssertionError("no heap in the JVM's answer");
        }
        return Long.parseLong(used.group(1));
    }

    private String jcmd(String command) {
        return PeerProcess.run(
                Duration.ofSeconds(20),
                JAVA_HOME.resolve("bin/jcmd").toString(),
                Long.toString(process.pid()),
                command);
    }

    /** As {@code kill -9} does: nothing is finished. */
    void kill() {
        process.kill();
    }

    @Override
    public void close() {
        process.close();
    }
}
