package io.sipcast.media;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The difference of two channels beside a timeline of their middle. What is made up has none, and
 * where it begins or ends there is no step: it dies away within 1 ms and comes back within 5.
 */
final class SideLine {
    private static final int GONE_MILLIS = 1;
    private static final int BACK_MILLIS = 5;

    private short last;

    /** How much of the way back is behind, in samples; all of it while there is a side. */
    private int back;

    /** The side of received samples; may be changed in place. */
    short @Nullable [] follow(short @Nullable [] side, int count, int sampleRateHz) {
        if (side == null) {
            return none(count, sampleRateHz);
        }
        int whole = BACK_MILLIS * sampleRateHz / 1000;
        for (int i = 0; i < count && back < whole; i++, back++) {
            side[i] = (short) (side[i] * (back + 1) / (whole + 1));
        }
        last = side[count - 1];
        return side;
    }

    /**
     * The side of samples that have none of their own.
     *
     * @return null where it is nought throughout
     */
    short @Nullable [] none(int count, int sampleRateHz) {
        back = 0;
        if (last == 0) {
            return null;
        }
        short[] fading = new short[count];
        int gone = Math.min(GONE_MILLIS * sampleRateHz / 1000, count);
        for (int i = 0; i < gone; i++) {
            fading[i] = (short) (last * (gone - i) / (gone + 1));
        }
        last = 0;
        return fading;
    }

    /** The part of a side that begins with this sample. */
    static short @Nullable [] tail(short @Nullable [] side, int from) {
        return side == null || from == 0 ? side : Arrays.copyOfRange(side, from, side.length);
    }
}
