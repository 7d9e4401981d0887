package io.sipcast.rtp.srtp;

import java.nio.ByteBuffer;

/**
 * One suite with its session keys, on packets that lie in an array from 0 on. What is opened is
 * left as it was in {@code in}: it may be tried again by another key.
 */
sealed interface Transform permits CounterMode, GaloisMode {
    /** What is opened by a wrong key, or was changed on the way. */
    int NOT_AUTHENTIC = -1;

    /** The E flag and the index behind SRTCP. */
    int INDEX_BYTES = 4;

    int ENCRYPTED = 0x8000_0000;

    /** Header and SSRC of the first packet: all of RTCP that stays readable. */
    int RTCP_HEADER = 8;

    static Transform of(MasterKey key) {
        return key.suite().isGcm()
                ? new GaloisMode(SessionKeys.ofRtp(key), SessionKeys.ofRtcp(key))
                : new CounterMode(key);
    }

    /** Protects; returns how long {@code out} is. */
    int sealRtp(byte[] in, int length, int header, int ssrc, long index, byte[] out);

    /** Returns how long {@code out} is, or {@link #NOT_AUTHENTIC}. */
    int openRtp(byte[] in, int length, int header, int ssrc, long index, byte[] out);

    /** Protects; returns how long {@code out} is. */
    int sealRtcp(byte[] in, int length, int ssrc, int index, byte[] out);

    /**
     * Returns how long {@code out} is, or {@link #NOT_AUTHENTIC}.
     *
     * @param trailer the index that came with it, with its E flag
     */
    int openRtcp(byte[] in, int length, int ssrc, int trailer, byte[] out);

    /** The E flag and the index of an SRTCP packet that is long enough. */
    int trailer(byte[] in, int length);

    /** What each packet is longer by than what is in it. */
    int rtpOverhead();

    int rtcpOverhead();

    /** Bytes that stand behind the MKI of a packet. */
    int rtpBehindMki();

    int rtcpBehindMki();

    static int readInt(byte[] bytes, int at) {
        return ByteBuffer.wrap(bytes, at, Integer.BYTES).getInt();
    }

    static void writeInt(byte[] bytes, int at, int value) {
        bytes[at] = (byte) (value >>> 24);
        bytes[at + 1] = (byte) (value >>> 16);
        bytes[at + 2] = (byte) (value >>> 8);
        bytes[at + 3] = (byte) value;
    }
}
