package io.sipcast.rtmp.codec.h264;

import io.sipcast.bytes.ProtocolException;
import io.sipcast.bytes.ProtocolException.Fault;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Pictures as MP4 and FLV hold them: each NAL unit behind its length, ISO/IEC 14496-15 §5.3.2. */
public final class Avcc {
    private Avcc() {}

    /** NAL units as one picture with four bytes of length each. */
    public static byte[] join(List<byte[]> nals) {
        byte[] picture = new byte[nals.stream().mapToInt(nal -> 4 + nal.length).sum()];
        int at = 0;
        for (byte[] nal : nals) {
            at = put(nal, 0, nal.length, picture, at);
        }
        return picture;
    }

    /** Writes one NAL unit with its length; returns the place after it. */
    public static int put(byte[] nal, int from, int to, byte[] picture, int at) {
        int size = to - from;
        picture[at] = (byte) (size >>> 24);
        picture[at + 1] = (byte) (size >>> 16);
        picture[at + 2] = (byte) (size >>> 8);
        picture[at + 3] = (byte) size;
        System.arraycopy(nal, from, picture, at + 4, size);
        return at + 4 + size;
    }

    /**
     * The NAL units of a picture.
     *
     * @param lengthSize bytes of each length, as the configuration record says
     * @throws ProtocolException when a length does not fit
     */
    public static List<byte[]> split(byte[] picture, int lengthSize) {
        List<byte[]> nals = new ArrayList<>();
        int at = 0;
        while (at < picture.length) {
            int start = at + lengthSize;
            long size = start > picture.length ? -1 : length(picture, at, lengthSize);
            if (size < 0 || size > picture.length - start) {
                throw new ProtocolException(
                        Fault.TRUNCATED, "NAL unit of " + size + " bytes at " + at);
            }
            at = start + (int) size;
            nals.add(Arrays.copyOfRange(picture, start, at));
        }
        return nals;
    }

    /** A picture with four bytes of length as a byte stream. */
    public static byte[] toAnnexB(byte[] picture) {
        return AnnexB.join(split(picture, 4));
    }

    private static long length(byte[] picture, int at, int lengthSize) {
        long length = 0;
        for (int i = 0; i < lengthSize; i++) {
            length = length << 8 | (picture[at + i] & 0xFF);
        }
        return length;
    }
}
