package io.sipcast.rtmp.codec.h264;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The byte stream of ITU-T H.264 Annex B: NAL units behind start codes 00 00 01. */
public final class AnnexB {
    private AnnexB() {}

    /** The NAL units of a byte stream, without start codes and trailing zeros. */
    public static List<byte[]> split(byte[] stream) {
        List<byte[]> nals = new ArrayList<>();
        int start = nextStart(stream, 0);
        while (start >= 0) {
            int next = nextStart(stream, start);
            int end = next < 0 ? stream.length : next - 3;
            while (end > start && stream[end - 1] == 0) {
                end--;
            }
            if (end > start) {
                nals.add(Arrays.copyOfRange(stream, start, end));
            }
            start = next;
        }
        return nals;
    }

    /** A byte stream as an AVCC picture with four bytes of length. */
    public static byte[] toAvcc(byte[] stream) {
        return Avcc.join(split(stream));
    }

    /** NAL units as a byte stream, each behind a start code of four bytes. */
    public static byte[] join(List<byte[]> nals) {
        byte[] stream = new byte[nals.stream().mapToInt(nal -> 4 + nal.length).sum()];
        int at = 0;
        for (byte[] nal : nals) {
            stream[at + 3] = 1;
            System.arraycopy(nal, 0, stream, at + 4, nal.length);
            at += 4 + nal.length;
        }
        return stream;
    }

    /** Where the NAL unit behind the next start code begins, or -1. */
    private static int nextStart(byte[] stream, int from) {
        for (int i = from; i + 2 < stream.length; i++) {
            if (stream[i] == 0 && stream[i + 1] == 0 && stream[i + 2] == 1) {
                return i + 3;
            }
        }
        return -1;
    }
}
