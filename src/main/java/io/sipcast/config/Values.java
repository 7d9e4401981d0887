package io.sipcast.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Turns what was written into what is meant; gathers what can't be. */
final class Values {
    private final Map<String, Setting> settings;
    private final List<String> faults;

    Values(Map<String, Setting> settings, List<String> faults) {
        this.settings = settings;
        this.faults = faults;
    }

    <T> T one(Key<T> key) {
        return optional(key).orElseGet(() -> key.kind().read().apply(key.standard()));
    }

    /** Empty when nothing was written, or nothing of use, which is a fault. */
    <T> Optional<T> optional(Key<T> key) {
        Setting setting = settings.get(key.name());
        if (setting == null || setting.values().isEmpty()) {
            return Optional.empty();
        }
        if (setting.list()) {
            faults.add(
                    "%s: %s is a list; expected %s"
                            .formatted(setting.origin(), key.name(), key.kind().expects()));
            return Optional.empty();
        }
        return Optional.ofNullable(read(key, setting, setting.values().getFirst()));
    }

    <T> List<T> list(Key<T> key) {
        Setting written = settings.get(key.name());
        Setting setting =
                written == null || written.values().isEmpty()
                        ? Setting.ofText(key.name(), key.standard(), "default")
                        : written;
        List<T> values = new ArrayList<>();
        for (String text : split(setting)) {
            T value = read(key, setting, text);
            if (value != null) {
                values.add(value);
            }
        }
        return List.copyOf(values);
    }

    boolean has(Key<?> key) {
        Setting setting = settings.get(key.name());
        return setting != null && !setting.values().isEmpty();
    }

    Set<Integer> rows(Table table) {
        return table.rows(settings);
    }

    /** What is wrong with a key for another reason than the way it is written. */
    void fault(Key<?> key, String what) {
        Setting setting = settings.get(key.name());
        String row = key.name().substring(0, key.name().lastIndexOf('.'));
        Setting near = setting == null ? settings.get(row) : setting;
        faults.add((near == null ? "" : near.origin() + ": ") + key.name() + ": " + what);
    }

    private static List<String> split(Setting setting) {
        if (setting.list()) {
            return setting.values();
        }
        return setting.values().stream().flatMap(Values::split).toList();
    }

    private static Stream<String> split(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .filter(Predicate.not(String::isEmpty));
    }

    private <T> @Nullable T read(Key<T> key, Setting setting, String text) {
        try {
            return key.kind().read().apply(text);
        } catch (IllegalArgumentException | ArithmeticException _) {
            faults.add(
                    "%s: %s%s is not %s"
                            .formatted(
                                    setting.origin(),
                                    key.name(),
                                    key.secret() ? "" : " = \"" + text + "\"",
                                    key.kind().expects()));
            return null;
        }
    }
}
