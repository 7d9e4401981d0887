package io.sipcast.rtp;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The elements of a header extension, RFC 8285 §4.2 (one-byte) and §4.3 (two-byte). A list cut
 * short ends there: the packet is still good.
 */
final class HeaderExtension {
    /** Profile and length, RFC 3550 §5.3.1. */
    static final int HEADER_SIZE = 4;

    private static final int ONE_BYTE_PROFILE = 0xBEDE;
    private static final int TWO_BYTE_PROFILE = 0x1000;
    private static final int STOP = 15;

    private HeaderExtension() {}

    static @Nullable ByteBuffer find(byte[] bytes, int from, int to, int id) {
        int profile = ((bytes[from] & 0xFF) << 8) | (bytes[from + 1] & 0xFF);
        if (profile == ONE_BYTE_PROFILE) {
            return findOneByte(bytes, from + HEADER_SIZE, to, id);
        }
        // the low four bits are "appbits"
        return (profile & 0xFFF0) == TWO_BYTE_PROFILE
                ? findTwoByte(bytes, from + HEADER_SIZE, to, id)
                : null;
    }

    private static @Nullable ByteBuffer findOneByte(byte[] bytes, int from, int to, int id) {
        int at = from;
        while (at < to) {
            int head = bytes[at++] & 0xFF;
            if (head == 0) {
                continue; // padding
            }
            int length = (head & 0x0F) + 1;
            if (head >> 4 == STOP || at + length > to) {
                return null;
            }
            if (head >> 4 == id) {
                return ByteBuffer.wrap(bytes, at, length).slice();
            }
            at += length;
        }
        return null;
    }

    private static @Nullable ByteBuffer findTwoByte(byte[] bytes, int from, int to, int id) {
        int at = from;
        while (at + 1 < to) {
            int found = bytes[at++] & 0xFF;
            if (found == 0) {
                continue; // padding
            }
            int length = bytes[at++] & 0xFF;
            if (at + length > to) {
                return null;
            }
            if (found == id) {
                return ByteBuffer.wrap(bytes, at, length).slice();
            }
            at += length;
        }
        return null;
    }
}
