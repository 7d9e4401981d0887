package io.sipcast.rtp.payload;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a payload format as most write them in SDP: {@code name=value;name=value}.
 *
 * @param values by names in lower case
 */
public record FormatParameters(Map<String, String> values) {
    public FormatParameters {
        values = Map.copyOf(values);
    }

    /** Reads them; what is no parameter is passed over. */
    public static FormatParameters of(String text) {
        Map<String, String> values = new HashMap<>();
        for (String part : text.split(";", -1)) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                String name = part.substring(0, equals).strip().toLowerCase(Locale.ROOT);
                values.putIfAbsent(name, part.substring(equals + 1).strip());
            }
        }
        return new FormatParameters(values);
    }

    public @Nullable String value(String name) {
        return values.get(name);
    }

    /** Whether a switch is there and not 0. */
    public boolean isOn(String name) {
        String value = values.get(name);
        return value != null && !value.equals("0");
    }
}
