package io.sipcast.rtmp.codec.h265;

/** The types of NAL unit, ITU-T H.265 table 7-1. Numbers, because the packet path asks for them. */
public final class H265NalType {
    /** Intra random access points, BLA, IDR and CRA, are from here on. */
    public static final int FIRST_IRAP = 16;

    public static final int IDR_W_RADL = 19;
    public static final int IDR_N_LP = 20;
    public static final int LAST_IRAP = 23;
    public static final int LAST_SLICE = 31;
    public static final int VPS = 32;
    public static final int SPS = 33;
    public static final int PPS = 34;
    public static final int DELIMITER = 35;
    public static final int END_OF_SEQUENCE = 36;
    public static final int END_OF_STREAM = 37;
    public static final int FILLER = 38;

    /** Bytes before the payload of a NAL unit. */
    static final int HEADER_SIZE = 2;

    private H265NalType() {}

    /** The type in the first byte of a NAL unit. */
    public static int of(byte header) {
        return (header >> 1) & 0x3F;
    }

    /** Whether it is a VPS, SPS or PPS. */
    public static boolean isParameterSet(int type) {
        return type >= VPS && type <= PPS;
    }

    /** Whether it is a slice of a picture at which decoding can start. */
    public static boolean isRandomAccess(int type) {
        return type >= FIRST_IRAP && type <= LAST_IRAP;
    }

    /** Whether nothing after it needs anything before it. */
    public static boolean isIdr(int type) {
        return type == IDR_W_RADL || type == IDR_N_LP;
    }
}
