package io.sipcast.bench.run;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Gives the gateway a core of its own: the first, while the bench and all that it starts have the
 * others, until this is closed.
 */
final class Affinity implements AutoCloseable {
    private static final String TASKSET = "taskset";

    private final Children children;
    private final int cores;

    private Affinity(Children children, int cores) {
        this.children = children;
        this.cores = cores;
    }

    /**
     * From now on.
     *
     * @throws BenchException there is but one core, or no taskset
     */
    static Affinity ofOneCore(Children children, int cores) throws InterruptedException {
        if (cores < 2) {
            throw new BenchException("a second core is needed for the load");
        }
        Programs.require(TASKSET);
        var affinity = new Affinity(children, cores);
        affinity.move(1);
        return affinity;
    }

    /** What makes a command run on the gateway's core; taskset becomes it, under the same id. */
    List<String> prefix() {
        return List.of(TASKSET, "-c", "0");
    }

    private void move(int first) throws InterruptedException {
        String list =
                IntStream.range(first, cores)
                        .mapToObj(Integer::toString)
                        .collect(Collectors.joining(","));
        String me = Long.toString(ProcessHandle.current().pid());
        children.run(TASKSET, List.of(TASKSET, "-a", "-c", "-p", list, me));
    }

    @Override
    public void close() {
        try {
            move(0);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
