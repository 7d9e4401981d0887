package io.sipcast.peer;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A process that a test started. Its output goes to a file; closing ends it, and only it. */
public final class PeerProcess implements AutoCloseable {
    private static final Path ROOT = Path.of("target", "peers");
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final Process process;
    private final Path log;

    private PeerProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** A new folder for what one peer writes. */
    public static Path folder(String name) {
        try {
            String run = ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet();
            Path folder = ROOT.resolve(name + "-" + run).toAbsolutePath();
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static PeerProcess start(Path folder, String... command) {
        return start(folder, Arrays.asList(command));
    }

    /** Starts the command in a folder of its own, where its output becomes {@code out.log}. */
    public static PeerProcess start(Path folder, List<String> command) {
        try {
            Path log = folder.resolve("out.log");
            Process process =
                    new ProcessBuilder(command)
                            .directory(folder.toFile())
                            .redirectErrorStream(true)
                            .redirectInput(
                                    ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                            .redirectOutput(log.toFile())
                            .start();
            return new PeerProcess(process, log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a command to its end, which must be good. */
    public static String run(Duration limit, String... command) {
        Path folder = folder(Path.of(command[0]).getFileName().toString());
        try (PeerProcess peer = start(folder, command)) {
            int code = peer.exit(limit);
            if (code != 0) {
                throw new AssertionError(
                        String.join(" ", command) + " ended with " + code + ":\n" + peer.output());
            }
            return peer.output();
        }
    }

    /** Waits until the output has this text. */
    public PeerProcess awaitOutput(String text) {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> output().contains(text) || !process.isAlive());
        if (!output().contains(text)) {
            throw new AssertionError("ended without \"" + text + "\":\n" + output());
        }
        return this;
    }

    public String output() {
        try {
            return new String(Files.readAllBytes(log), java.nio.charset.StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public boolean alive() {
        return process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    /** The exit code, once it has ended within the limit. */
    public int exit(Duration limit) {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("still running after " + limit + ":\n" + output());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Kills it at once, as {@code kill -9} does, and waits until it is gone. */
    public void kill() {
        try {
            process.destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Asks it to end, as Ctrl-C would, and kills it after 3 s, with all that it started. */
    @Override
    public void close() {
        List<ProcessHandle> children = process.descendants().toList();
        try {
            process.destroy();
            if (!process.waitFor(3, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
                children.forEach(ProcessHandle::destroyForcibly);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            children.forEach(ProcessHandle::destroyForcibly);
            Thread.currentThread().interrupt();
        }
    }
}
