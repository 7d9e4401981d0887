package io.sipcast.config;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A configuration that can be used, and where each of its values came from. */
public final class LoadedConfig {
    private final Config config;
    private final Map<String, Setting> settings;

    LoadedConfig(Config config, Map<String, Setting> settings) {
        this.config = config;
        this.settings = Map.copyOf(settings);
    }

    public Config config() {
        return config;
    }

    /** One line for each key: name, value, origin. Secrets are stars. */
    public List<String> lines() {
        return Keys.ALL.stream().flatMap(this::lines).toList();
    }

    /** A list of objects has a line for each cell that was written. */
    private Stream<String> lines(Key<?> key) {
        Table table = InboundKeys.RULES;
        if (!key.name().equals(table.name()) || table.rows(settings).isEmpty()) {
            return Stream.of(line(key));
        }
        return table.rows(settings).stream()
                .flatMap(row -> table.columns().stream().map(column -> table.cell(row, column)))
                .filter(cell -> settings.containsKey(cell.name()))
                .map(this::line);
    }

    private String line(Key<?> key) {
        Setting setting = settings.get(key.name());
        if (setting == null || setting.values().isEmpty()) {
            return line(key, key.standard().isEmpty() ? "-" : key.standard(), "default");
        }
        String value = key.secret() ? "***" : String.join(", ", setting.values());
        return line(key, value, setting.origin());
    }

    private static String line(Key<?> key, String value, String origin) {
        return "%-26s %-22s %s".formatted(key.name(), value, origin);
    }
}
