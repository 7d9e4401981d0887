package io.sipcast.config;

import java.util.List;

/**
 * A value as somebody wrote it.
 *
 * @param values none when nothing was written: then the default holds
 * @param list whether it was written as a list
 * @param origin where, for messages: {@code sipcast.yml:12}, {@code SIPCAST_RTMP_PORT}, {@code
 *     --set}
 */
record Setting(String key, List<String> values, boolean list, String origin) {
    /** From a place where everything is a text: a list has commas. */
    static Setting ofText(String key, String text, String origin) {
        String value = text.strip();
        return new Setting(key, value.isEmpty() ? List.of() : List.of(value), false, origin);
    }
}
