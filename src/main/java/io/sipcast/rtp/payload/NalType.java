package io.sipcast.rtp.payload;

/** The {@code nal_unit_type} values of H.264 table 7-1, and those that RFC 6184 §5.2 adds. */
final class NalType {
    static final int SLICE = 1;
    static final int PARTITION_A = 2;
    static final int IDR = 5;
    static final int SEI = 6;
    static final int SPS = 7;
    static final int PPS = 8;
    static final int DELIMITER = 9;

    static final int PREFIX = 14;
    static final int LAST_SINGLE = 23;
    static final int STAP_A = 24;
    static final int STAP_B = 25;
    static final int MTAP_16 = 26;
    static final int MTAP_24 = 27;
    static final int FU_A = 28;
    static final int FU_B = 29;

    private static final int MASK = 0x1F;

    private NalType() {}

    static int of(byte header) {
        return header & MASK;
    }

    /** Whether it holds a part of a picture. */
    static boolean isSlice(int type) {
        return type >= SLICE && type <= IDR;
    }

    /**
     * Whether a picture may start with this NAL unit: what comes before slices, or a slice whose
     * {@code first_mb_in_slice} is 0, which as ue(v) is a first bit of 1 (H.264 §7.3.3).
     */
    static boolean startsPicture(int type, byte afterHeader) {
        return switch (type) {
            case SLICE, PARTITION_A, IDR -> afterHeader < 0;
            case SEI, SPS, PPS, DELIMITER, PREFIX -> true;
            default -> false;
        };
    }
}
