package io.sipcast.bench.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A process that the bench has started. Its output goes to a file; closing ends it, and only it.
 */
final class Child implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(10);
    private static final int PATIENCE_SECONDS = 5;
    private static final int SHOWN = 2000;

    private final String name;
    private final Process process;
    private final Path log;
    private final Children all;

    Child(String name, Process process, Path log, Children all) {
        this.name = name;
        this.process = process;
        this.log = log;
        this.all = all;
    }

    long pid() {
        return process.pid();
    }

    boolean alive() {
        return process.isAlive();
    }

    /** Everything that it has written. */
    String output() {
        try {
            return new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Waits until the output has this.
     *
     * @throws BenchException it has ended, or has not written it in time
     */
    Matcher await(Pattern pattern, Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (true) {
            boolean last = !alive() || System.nanoTime() - end > 0;
            Matcher found = pattern.matcher(output());
            if (found.find()) {
                return found;
            }
            if (last) {
                throw failed("has not said \"%s\" within %s".formatted(pattern, limit));
            }
            Thread.sleep(POLL);
        }
    }

    /**
     * Waits for its end.
     *
     * @return its exit code
     * @throws BenchException it goes on for longer
     */
    int exit(Duration limit) throws InterruptedException {
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            throw failed("still runs after " + limit);
        }
        return process.exitValue();
    }

    /** With the end of what it wrote. */
    BenchException failed(String what) {
        String output = output();
        String end = output.substring(Math.max(0, output.length() - SHOWN));
        return new BenchException(name + " " + what + ". It wrote:\n" + end);
    }

    /** Asks it to end; does not wait. */
    void end() {
        process.destroy();
    }

    /** As Ctrl-C would, and by force after 5 s. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        all.remove(this);
    }
}
