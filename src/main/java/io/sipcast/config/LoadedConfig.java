package io.sipcast.config;

import java.util.List;
import java.util.Map;

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
        return Keys.ALL.stream().<String>map(this::line).toList();
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
