package io.sipcast.rtmp.codec.h264;

/** The types of NAL unit, ITU-T H.264 table 7-1. Numbers, because the packet path asks for them. */
public final class NalType {
    public static final int SLICE = 1;
    public static final int PARTITION_A = 2;
    public static final int PARTITION_B = 3;
    public static final int PARTITION_C = 4;
    public static final int IDR = 5;
    public static final int SEI = 6;
    public static final int SPS = 7;
    public static final int PPS = 8;
    public static final int DELIMITER = 9;
    public static final int END_OF_SEQUENCE = 10;
    public static final int END_OF_STREAM = 11;
    public static final int FILLER = 12;

    private NalType() {}

    /** The type in the first byte of a NAL unit. */
    public static int of(byte header) {
        return header & 0x1F;
    }

    /** Whether a unit of this type carries a part of a picture. */
    public static boolean isPicture(int type) {
        return type >= SLICE && type <= IDR;
    }
}
