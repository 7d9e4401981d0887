package io.sipcast.rtp.payload;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * In which mode each frame of AMR or AMR-WB is encoded for a peer: what it asks for in its own
 * payloads (codec mode requests, RFC 4867 §4.3.1), within what its SDP allows (§8.1: mode-set,
 * mode-change-period, mode-change-neighbor).
 */
public final class AmrModes {
    private static final int NARROW_MODES = 8;
    private static final int WIDE_MODES = 9;

    /** 12.2 kbit/s, as GSM and landlines sound. */
    private static final int USUAL_NARROW = 7;

    /** 12.65 kbit/s, as networks with HD voice use it. */
    private static final int USUAL_WIDE = 2;

    /** Those that may be used, rising; never empty. */
    private final int[] allowed;

    private final int usual;
    private final int period;
    private final boolean neighbours;
    private int at;
    private int frames;

    /** For a format as the SDP of the peer has it. */
    public AmrModes(boolean wide, FormatParameters parameters) {
        allowed = allowed(parameters.value("mode-set"), wide ? WIDE_MODES : NARROW_MODES);
        usual = wide ? USUAL_WIDE : USUAL_NARROW;
        period = "2".equals(parameters.value("mode-change-period")) ? 2 : 1;
        neighbours = parameters.isOn("mode-change-neighbor");
        at = upTo(usual);
    }

    private static int[] allowed(@Nullable String set, int modes) {
        int[] named =
                Arrays.stream(set == null ? new String[0] : set.split(","))
                        .map(String::strip)
                        .filter(text -> text.length() == 1 && Character.isDigit(text.charAt(0)))
                        .mapToInt(text -> text.charAt(0) - '0')
                        .filter(mode -> mode < modes)
                        .sorted()
                        .distinct()
                        .toArray();
        return named.length > 0 ? named : IntStream.range(0, modes).toArray();
    }

    /** The one that takes the fewest bits. */
    public int least() {
        return allowed[0];
    }

    /**
     * The mode of the next frame.
     *
     * @param request of the peer: a mode that it would rather not have exceeded; anything else,
     *     {@link AmrPayload#NO_REQUEST} above all, leaves it to us
     */
    public int next(int request) {
        boolean mayChange = frames % period == 0;
        frames = (frames + 1) % period;
        if (mayChange) {
            int wanted = upTo(request <= allowed[allowed.length - 1] ? request : usual);
            at = neighbours ? at + Integer.signum(wanted - at) : wanted;
        }
        return allowed[at];
    }

    /** Where the highest of those is that are not above this; the least where all are. */
    private int upTo(int mode) {
        int found = 0;
        while (found + 1 < allowed.length && allowed[found + 1] <= mode) {
            found++;
        }
        return found;
    }
}
