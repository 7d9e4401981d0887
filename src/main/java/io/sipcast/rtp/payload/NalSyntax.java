package io.sipcast.rtp.payload;

/** What the codecs that are made of NAL units differ in, as far as a depacketizer sees it. */
public enum NalSyntax {
    /** ITU-T H.264 §7.3.1: a header of one byte. */
    H264 {
        @Override
        int type(byte header) {
            return NalType.of(header);
        }

        @Override
        boolean isSlice(int type) {
            return NalType.isSlice(type);
        }

        @Override
        boolean isKey(int type) {
            return type == NalType.IDR;
        }

        @Override
        boolean isSequenceSet(int type) {
            return type == NalType.SPS;
        }

        @Override
        boolean startsPicture(int type, byte afterHeader) {
            return NalType.startsPicture(type, afterHeader);
        }
    },

    /** ITU-T H.265 §7.3.1.2: a header of two bytes. */
    H265 {
        @Override
        int type(byte header) {
            return H265NalType.of(header);
        }

        @Override
        boolean isSlice(int type) {
            return type <= H265NalType.LAST_SLICE;
        }

        @Override
        boolean isKey(int type) {
            return type >= H265NalType.FIRST_IRAP && type <= H265NalType.LAST_IRAP;
        }

        @Override
        boolean isSequenceSet(int type) {
            return type == H265NalType.SPS;
        }

        // A slice says so by its first bit, §7.3.6.1; of the rest what §7.4.2.4.4 lists.
        @Override
        boolean startsPicture(int type, byte afterHeader) {
            return isSlice(type)
                    ? afterHeader < 0
                    : type <= H265NalType.DELIMITER
                            || type == H265NalType.PREFIX_SEI
                            || (type >= 41 && type <= 44);
        }
    };

    /** The {@code nal_unit_type} in the first byte of a NAL unit. */
    abstract int type(byte header);

    /** Whether it holds a part of a picture. */
    abstract boolean isSlice(int type);

    /** Whether it holds a part of a picture that needs no other. */
    abstract boolean isKey(int type);

    abstract boolean isSequenceSet(int type);

    /**
     * Whether a picture may start with this NAL unit: what comes before slices, or its first slice.
     */
    abstract boolean startsPicture(int type, byte afterHeader);
}
