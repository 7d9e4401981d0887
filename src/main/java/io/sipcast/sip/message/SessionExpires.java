package io.sipcast.sip.message;

import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Session-Expires, RFC 4028 §4: how long a session lasts without a refresh, and whose the refresh
 * is.
 *
 * @param refresher null where the header leaves it open
 */
public record SessionExpires(long seconds, @Nullable Refresher refresher) {
    /** A side of the request that the header stands in, or that its response answers. */
    public enum Refresher {
        UAC,
        UAS
    }

    /** Null for one that is missing, or that does not begin with a number. */
    static @Nullable SessionExpires read(@Nullable String value) {
        OptionalLong seconds = Numbers.leading(value);
        return value == null || seconds.isEmpty()
                ? null
                : new SessionExpires(seconds.getAsLong(), refresher(value));
    }

    private static @Nullable Refresher refresher(String value) {
        return Arrays.stream(value.split(";"))
                .skip(1)
                .map(parameter -> parameter.replaceAll("\\s", "").toLowerCase(Locale.ROOT))
                .map(parameter ->
                        switch (parameter) {
                            case "refresher=uac" -> Refresher.UAC;
                            case "refresher=uas" -> Refresher.UAS;
                            default -> null;
                        })
                .filter(found -> found != null)
                .findFirst()
                .orElse(null);
    }

    public String print() {
        return refresher == null
                ? Long.toString(seconds)
                : seconds + ";refresher=" + refresher.name().toLowerCase(Locale.ROOT);
    }
}
