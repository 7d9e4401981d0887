package io.sipcast.rtmp.codec.h264;

import io.sipcast.bytes.BitReader;
import io.sipcast.bytes.ProtocolException;

/**
 * The recovery point of an SEI message, ITU-T H.264 §D.1.8: where decoding may begin without an IDR
 * picture.
 */
public final class RecoveryPoint {
    private static final int PAYLOAD_TYPE = 6;
    private static final int FF = 0xFF;

    /** Messages are small; those that are not are user data. */
    private static final int ENOUGH = 256;

    private static final int NOT_THERE = -1;

    private RecoveryPoint() {}

    /**
     * Whether the SEI in {@code bytes} from {@code from}, its NAL header included, to {@code to}
     * has a recovery point at which nothing is left to recover from: {@code recovery_frame_cnt} is
     * 0. Gradual refresh counts on, and until then shows rubbish.
     */
    public static boolean isImmediate(byte[] bytes, int from, int to) {
        int end = Math.min(to, from + ENOUGH);
        byte[] raw = EmulationPrevention.remove(bytes, from + 1, end);
        try {
            return framesIn(raw) == 0;
        } catch (ProtocolException _) {
            return false;
        }
    }

    /** Messages one after the other, §7.3.2.3.1: recovery_frame_cnt of the first of our type. */
    private static int framesIn(byte[] raw) {
        int at = 0;
        while (at + 2 < raw.length) { // rbsp_trailing_bits are the last byte
            int typeEnd = endOfNumber(raw, at);
            int sizeEnd = endOfNumber(raw, typeEnd);
            int size = number(raw, typeEnd, sizeEnd);
            if (number(raw, at, typeEnd) == PAYLOAD_TYPE && sizeEnd < raw.length) {
                return new BitReader(raw, sizeEnd, Math.min(size, raw.length - sizeEnd)).ue();
            }
            at = sizeEnd + size;
        }
        return NOT_THERE;
    }

    /** A number goes on after each FF. */
    private static int endOfNumber(byte[] raw, int from) {
        int at = from;
        while (at < raw.length && (raw[at] & FF) == FF) {
            at++;
        }
        return Math.min(at + 1, raw.length);
    }

    private static int number(byte[] raw, int from, int to) {
        return to == from ? 0 : FF * (to - from - 1) + (raw[to - 1] & FF);
    }
}
