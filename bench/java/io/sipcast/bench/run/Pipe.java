package io.sipcast.bench.run;

import io.sipcast.bench.peers.LoadCallee;
import java.util.List;

/** A way to turn calls into streams, which can be started again and again. */
interface Pipe {
    /** For people. */
    String name();

    /** What it turns. */
    Form form();

    /**
     * Starts it; returns when all streams are there.
     *
     * @throws BenchException they are not
     */
    Running start(int calls) throws InterruptedException;

    /** So many calls, which go on until this is closed. */
    interface Running extends AutoCloseable {
        /** Those whose cost counts. */
        List<Long> processes();

        /** All streams that can be looked at. */
        List<Flow> flows();

        int calls();

        /**
         * Where nothing was published while it was looked at: publishes a sample now, so that it
         * can be judged. Otherwise all flows.
         */
        default List<Flow> sample() throws InterruptedException {
            return flows();
        }

        /** Who sends. */
        LoadCallee callee();

        @Override
        void close();
    }
}
