package io.sipcast.call;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.sipcast.bytes.Bytes;
import io.sipcast.bytes.ProtocolException;
import io.sipcast.bytes.ProtocolException.Fault;
import io.sipcast.rtp.payload.TelephoneEvent;
import java.util.Locale;

/**
 * A key in the body of a SIP INFO. No RFC has it; what is written is what everybody writes, and
 * read is what is met:
 *
 * <pre>
 * application/dtmf          application/dtmf-relay
 *   5                         Signal=5
 *                             Duration=160
 * </pre>
 *
 * <p>Some write {@code Signal=} under either type, put spaces about the equals sign, leave the
 * duration out, or number the keys as RFC 4733 does: 10 for the star, 11 for the hash.
 *
 * @param key {@code 0-9*#A-D}
 * @param durationMillis how long it is held; 0 when that is not said
 */
record DtmfInfo(char key, int durationMillis) {
    static final String DTMF = "application/dtmf";
    static final String DTMF_RELAY = "application/dtmf-relay";

    private static final int LONGEST_BODY = 256;
    private static final int LONGEST_MILLIS = 100_000;

    /** Whether a body of this type is about a key. */
    static boolean isType(String contentType) {
        String type = bare(contentType);
        return type.equals(DTMF) || type.equals(DTMF_RELAY);
    }

    private static String bare(String contentType) {
        int parameters = contentType.indexOf(';');
        String type = parameters < 0 ? contentType : contentType.substring(0, parameters);
        return type.strip().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads a body.
     *
     * @throws ProtocolException MALFORMED when there is no key in it, TOO_LARGE
     */
    static DtmfInfo parse(Bytes body) {
        if (body.size() > LONGEST_BODY) {
            throw new ProtocolException(Fault.TOO_LARGE, "DTMF in " + body.size() + " bytes");
        }
        String text = new String(body.toArray(), UTF_8).strip();
        return text.indexOf('=') < 0 ? new DtmfInfo(key(text), 0) : relay(text);
    }

    private static DtmfInfo relay(String text) {
        char key = 0;
        int millis = 0;
        for (String line : text.lines().toList()) {
            int equals = line.indexOf('=');
            String name = equals < 0 ? "" : line.substring(0, equals).strip();
            String value = line.substring(equals + 1).strip();
            if (name.equalsIgnoreCase("Signal")) {
                key = key(value);
            } else if (name.equalsIgnoreCase("Duration")) {
                millis = millis(value);
            }
        }
        if (key == 0) {
            throw new ProtocolException(Fault.MALFORMED, "DTMF without a signal");
        }
        return new DtmfInfo(key, millis);
    }

    private static char key(String text) {
        if (text.length() == 1 && TelephoneEvent.isKey(text.charAt(0))) {
            return Character.toUpperCase(text.charAt(0));
        }
        if (text.matches("1[0-5]")) {
            return TelephoneEvent.keyOf(Integer.parseInt(text));
        }
        throw new ProtocolException(Fault.MALFORMED, "no DTMF key");
    }

    /** How long it lasts matters little: what is not understood is not said. */
    private static int millis(String text) {
        return text.matches("[0-9]{1,6}") ? Math.min(Integer.parseInt(text), LONGEST_MILLIS) : 0;
    }

    /** The body for this type. */
    Bytes print(String contentType) {
        String text =
                contentType.equals(DTMF)
                        ? String.valueOf(key)
                        : "Signal=" + key + "\r\nDuration=" + durationMillis + "\r\n";
        return Bytes.copyOf(text.getBytes(US_ASCII));
    }
}
