package io.sipcast;

import io.sipcast.config.ConfigSources;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What {@code run} is started with nearly always: settings and at most one file.
 *
 * @param config null for the usual places
 * @param settings as given with {@code --set}
 */
record RunArguments(@Nullable Path config, List<String> settings) {
    private static final String RUN = "run";
    private static final String CONFIG = "--config";
    private static final String SET = "--set";

    /** Empty where there is anything else among them, or anything that is to be explained. */
    static Optional<RunArguments> of(List<String> args) {
        if (args.isEmpty() || !args.getFirst().equals(RUN)) {
            return Optional.empty();
        }
        Path config = null;
        List<String> settings = new ArrayList<>();
        Iterator<String> left = args.subList(1, args.size()).iterator();
        while (left.hasNext()) {
            String[] option = left.next().split("=", 2);
            String value = option.length == 2 ? option[1] : left.hasNext() ? left.next() : "";
            if (!isPlain(value)) {
                return Optional.empty();
            }
            if (option[0].equals(SET)) {
                settings.add(value);
            } else if (option[0].equals(CONFIG) && config == null) {
                config = Path.of(value);
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(new RunArguments(config, List.copyOf(settings)));
    }

    /** Whether it is itself: no other option, and no file of arguments. */
    private static boolean isPlain(String value) {
        return !value.isEmpty() && !value.startsWith("-") && !value.startsWith("@");
    }

    ConfigSources sources() {
        return ConfigSources.ofProcess(config, settings);
    }
}
