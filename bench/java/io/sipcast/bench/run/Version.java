package io.sipcast.bench.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Which sources were measured. */
final class Version {
    private Version() {}

    /** The commit as git describes it, with what was changed since; "unknown" without git. */
    static String ofSources() throws InterruptedException {
        try {
            Process git =
                    new ProcessBuilder("git", "describe", "--always", "--dirty")
                            .redirectErrorStream(true)
                            .start();
            String text =
                    new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return git.waitFor() == 0 ? text : "unknown";
        } catch (IOException _) {
            return "unknown";
        }
    }
}
