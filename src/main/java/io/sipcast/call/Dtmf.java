package io.sipcast.call;

import io.sipcast.rtp.payload.TelephoneEvent;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Keys to be pressed one after the other. They may be somebody's PIN: no message shows them.
 *
 * @param keys {@code 0-9}, {@code *}, {@code #}, {@code A-D}, and {@code W} or a comma for half a
 *     second of nothing
 */
public record Dtmf(String keys, DtmfType type) {
    /** Keys and pauses, at most. */
    public static final int LONGEST = 256;

    /**
     * Reads what a request brings.
     *
     * @param type null for {@link DtmfType#RFC2833}
     * @throws CallRefused BAD_FIELD naming dtmf or type
     */
    public static Dtmf of(String keys, @Nullable String type) throws CallRefused {
        if (keys.isEmpty() || keys.length() > LONGEST) {
            throw CallRefused.badField("dtmf", "dtmf must have 1 to " + LONGEST + " keys");
        }
        if (!keys.chars()
                .allMatch(one -> isPause((char) one) || TelephoneEvent.isKey((char) one))) {
            throw CallRefused.badField(
                    "dtmf",
                    "dtmf may only have the keys 0-9, *, # and A-D, and w or a comma for a pause"
                            + " of half a second");
        }
        return new Dtmf(keys.toUpperCase(Locale.ROOT), typeOf(type));
    }

    private static DtmfType typeOf(@Nullable String type) throws CallRefused {
        if (type == null) {
            return DtmfType.RFC2833;
        }
        for (DtmfType one : DtmfType.values()) {
            if (one.name().equalsIgnoreCase(type)) {
                return one;
            }
        }
        throw CallRefused.badField(
                "type", "type must be one of " + Arrays.toString(DtmfType.values()));
    }

    static boolean isPause(char key) {
        return key == 'w' || key == 'W' || key == ',';
    }

    /** Leaves the keys out. */
    @Override
    public String toString() {
        return keys.length() + " keys by " + type;
    }
}
