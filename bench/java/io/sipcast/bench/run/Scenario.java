package io.sipcast.bench.run;

import io.sipcast.bench.run.report.Outcome;
import java.io.IOException;
import java.util.List;

/** Something that is measured, with everything started and ended by itself. */
interface Scenario {
    /** By which it is asked for, and what its figures' ids begin with. */
    List<String> names();

    /** For people: what is done. */
    String title();

    /** The same for one of the names. */
    default String title(String name) {
        return title();
    }

    /**
     * Measures it.
     *
     * @throws BenchException it cannot be measured here
     */
    List<Outcome> run(Rig rig) throws InterruptedException, IOException;
}
