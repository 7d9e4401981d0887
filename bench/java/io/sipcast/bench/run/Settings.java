package io.sipcast.bench.run;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How much is measured.
 *
 * @param calls at once, where the gateway is measured beside others
 * @param window how long each reading takes
 * @param settle how long calls go on before they are looked at
 * @param rounds in which one is measured after the other
 * @param mostCalls at which the way to the knee ends
 * @param viewers of one stream
 * @param gateway the command that runs the gateway; its {@code --set} options are added
 * @param folder for logs and media, made if it is not there
 */
public record Settings(
        int calls,
        Duration window,
        Duration settle,
        int rounds,
        int mostCalls,
        int viewers,
        List<String> gateway,
        Path folder) {
    public Settings {
        gateway = List.copyOf(gateway);
        folder = folder.toAbsolutePath();
        if (calls < 1 || rounds < 1 || window.toMillis() < 1000) {
            throw new IllegalArgumentException(
                    "At least one call, one round and one second are needed.");
        }
    }

    /** How long a gateway's calls go on before it is measured beside others. */
    Duration warmUp() {
        return window.multipliedBy(5).dividedBy(2);
    }
}
