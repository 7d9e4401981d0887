package io.sipcast.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Settings from {@code SIPCAST_*} variables. */
final class Environment {
    static final String PREFIX = "SIPCAST_";

    /** What {@code sipcast call} takes from there: no settings of a gateway. */
    private static final Set<String> OF_CALLS =
            Set.of("SIPCAST_GATEWAY", "SIPCAST_API_KEY", "SIPCAST_PASSWORD");

    private Environment() {}

    static List<Setting> read(Map<String, String> environment, List<String> faults) {
        Map<String, String> known = new LinkedHashMap<>();
        for (Key<?> key : Keys.ALL) {
            known.put(key.variable(), key.name());
        }
        List<Setting> settings = new ArrayList<>();
        new TreeMap<>(environment)
                .forEach((variable, value) -> {
                    String key = known.get(variable);
                    if (key != null) {
                        settings.add(Setting.ofText(key, value, variable));
                    } else if (variable.startsWith(PREFIX) && !OF_CALLS.contains(variable)) {
                        faults.add(
                                "unknown environment variable %s; the nearest known one is %s"
                                        .formatted(variable, Nearest.of(variable, known.keySet())));
                    }
                });
        return settings;
    }
}
