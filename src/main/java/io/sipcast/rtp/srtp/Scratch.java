package io.sipcast.rtp.srtp;

import java.nio.ByteBuffer;

/** An array that one packet after the other lies in. */
final class Scratch {
    private byte[] bytes = new byte[1500];
    private ByteBuffer buffer = ByteBuffer.wrap(bytes);

    /** The array, made longer where it has to be. */
    byte[] sized(int length) {
        if (bytes.length < length) {
            bytes = new byte[length];
            buffer = ByteBuffer.wrap(bytes);
        }
        return bytes;
    }

    /** The array with the packet in it; leaves the packet's position where it is. */
    byte[] copy(ByteBuffer packet) {
        byte[] array = sized(packet.remaining());
        packet.get(packet.position(), array, 0, packet.remaining());
        return array;
    }

    /** What lies in the array. */
    ByteBuffer buffer(int length) {
        return buffer.clear().limit(length);
    }
}
