package io.sipcast.bench.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** All processes that the bench has started: none of them outlives it, Ctrl-C or not. */
final class Children implements AutoCloseable {
    private final Path folder;
    private final Set<Child> running = ConcurrentHashMap.newKeySet();
    private final AtomicInteger count = new AtomicInteger();
    private final Thread hook = new Thread(this::endAll, "end of children");
    private volatile boolean over;

    /** With their logs in this folder. */
    Children(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
        Runtime.getRuntime().addShutdownHook(hook);
    }

    Child start(String name, List<String> command) {
        return start(name, command, Map.of());
    }

    /**
     * Starts one.
     *
     * @param environment what is set beside our own
     * @throws BenchException there is no such program
     */
    Child start(String name, List<String> command, Map<String, String> environment) {
        Path log = folder.resolve("%s-%d.log".formatted(name, count.incrementAndGet()));
        var builder =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectInput(Path.of("/dev/null").toFile())
                        .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        try {
            synchronized (this) { // or it would start after all have been ended
                if (over) {
                    throw new BenchException("interrupted");
                }
                var child = new Child(name, builder.start(), log, this);
                running.add(child);
                return child;
            }
        } catch (IOException e) {
            throw new BenchException(name + " cannot be started: " + e.getMessage());
        }
    }

    /** Runs one to its end, and returns what it wrote. */
    String run(String name, List<String> command) throws InterruptedException {
        try (Child child = start(name, command)) {
            int code = child.exit(java.time.Duration.ofSeconds(20));
            if (code != 0) {
                throw child.failed("ended with " + code);
            }
            return child.output();
        }
    }

    /** Those that still run. */
    List<Long> processes() {
        return running.stream().filter(Child::alive).map(Child::pid).toList();
    }

    void remove(Child child) {
        running.remove(child);
    }

    private void endAll() {
        List<Child> last;
        synchronized (this) {
            over = true;
            last = new ArrayList<>(running);
        }
        last.forEach(Child::end);
        last.forEach(Child::close);
    }

    @Override
    public void close() {
        endAll();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // it is running
        }
    }
}
