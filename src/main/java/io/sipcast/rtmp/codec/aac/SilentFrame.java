package io.sipcast.rtmp.codec.aac;

/**
 * A frame of AAC in which nothing is heard: no scale factor band is coded in any of its elements
 * (ISO/IEC 14496-3 §4.4.2, raw_data_block), so it fits every sampling rate and frame length.
 *
 * <pre>
 * raw_data_block: element... | END 3
 * SCE, LFE:       id 3 | tag 4 | channel 22
 * CPE:            id 3 | tag 4 | common_window 1 = 0 | channel 22 | channel 22
 * channel:        global_gain 8 | reserved 1 | window_sequence 2 | window_shape 1 | max_sfb 6 = 0 |
 *                 predictor 1 | pulse 1 | tns 1 | gain_control 1
 * </pre>
 */
public final class SilentFrame {
    private static final int SINGLE = 0;
    private static final int PAIR = 1;
    private static final int LOW_FREQUENCIES = 3;
    private static final int END = 7;

    private static final int ID_BITS = 3;
    private static final int TAG_BITS = 4;
    private static final int CHANNEL_BITS = 22;

    /** The elements of each channel configuration, §1.6.3.5, table 1.19. */
    private static final int[][] ELEMENTS = {
        {},
        {SINGLE},
        {PAIR},
        {SINGLE, PAIR},
        {SINGLE, PAIR, SINGLE},
        {SINGLE, PAIR, PAIR},
        {SINGLE, PAIR, PAIR, LOW_FREQUENCIES},
        {SINGLE, PAIR, PAIR, PAIR, LOW_FREQUENCIES},
    };

    private final byte[] bytes;
    private int bits;

    private SilentFrame(int room) {
        bytes = new byte[room];
    }

    /**
     * The raw frame.
     *
     * @param config what the track's frames are decoded with
     */
    public static byte[] of(AudioSpecificConfig config) {
        int[] elements = ELEMENTS[config.channels()];
        int length = ID_BITS;
        for (int element : elements) {
            length += size(element);
        }
        var frame = new SilentFrame((length + Byte.SIZE - 1) / Byte.SIZE);
        int[] tags = new int[LOW_FREQUENCIES + 1];
        for (int element : elements) {
            frame.put(element, ID_BITS);
            frame.put(tags[element]++, TAG_BITS);
            frame.bits += size(element) - ID_BITS - TAG_BITS; // nought as they are
        }
        frame.put(END, ID_BITS);
        return frame.bytes;
    }

    private static int size(int element) {
        int header = ID_BITS + TAG_BITS;
        return element == PAIR ? header + 1 + 2 * CHANNEL_BITS : header + CHANNEL_BITS;
    }

    private void put(int value, int count) {
        for (int bit = count - 1; bit >= 0; bit--) {
            bytes[bits >> 3] |= (byte) ((value >> bit & 1) << (7 - (bits & 7)));
            bits++;
        }
    }
}
