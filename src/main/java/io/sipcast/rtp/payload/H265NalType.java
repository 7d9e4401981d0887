package io.sipcast.rtp.payload;

/** The {@code nal_unit_type} values of H.265 table 7-1, and those that RFC 7798 §4.4 adds. */
final class H265NalType {
    static final int LAST_SLICE = 31;
    static final int FIRST_IRAP = 16;
    static final int LAST_IRAP = 23;
    static final int VPS = 32;
    static final int SPS = 33;
    static final int PPS = 34;
    static final int DELIMITER = 35;
    static final int PREFIX_SEI = 39;

    static final int LAST_SINGLE = 47;
    static final int AGGREGATE = 48;
    static final int FRAGMENT = 49;
    static final int PACI = 50;

    private H265NalType() {}

    /** The first byte of the header is F and the type, and one bit of the layer. */
    static int of(byte header) {
        return (header >> 1) & 0x3F;
    }

    /** {@code nuh_layer_id}: above 0 belongs to an extension that nobody negotiated. */
    static int layer(byte first, byte second) {
        return (first & 1) << 5 | (second & 0xFF) >> 3;
    }
}
