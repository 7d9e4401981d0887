package io.sipcast.rtp.srtp;

/** AES in counter mode with HMAC-SHA1, RFC 3711 §4.1.1 and §4.2.1, RFC 6188. */
final class CounterMode implements Transform {
    private static final byte[] NOTHING = new byte[0];

    private final Keys rtp;
    private final Keys rtcp;
    private final byte[] rollOver = new byte[Integer.BYTES];

    private static final class Keys {
        final AesBlocks aes;
        final HmacSha1 hmac;
        final long saltHigh;
        final long saltLow;
        final int tagBytes;

        Keys(SessionKeys keys, int tagBytes) {
            aes = new AesBlocks(keys.encryption());
            hmac = new HmacSha1(keys.authentication());
            saltHigh = Ivs.high(keys.salt());
            saltLow = Ivs.low(keys.salt());
            this.tagBytes = tagBytes;
        }

        void apply(byte[] in, byte[] out, int from, int length, int ssrc, long index) {
            long high = saltHigh ^ (ssrc & 0xFFFF_FFFFL);
            aes.apply(high, saltLow ^ index << 16, in, out, from, length - from);
        }

        void sign(byte[] packet, int length, byte[] more, int moreLength) {
            byte[] tag = hmac.of(packet, length, more, moreLength);
            System.arraycopy(tag, 0, packet, length, tagBytes);
        }

        /** Takes as long wherever the difference is. */
        boolean verify(byte[] packet, int length, byte[] more, int moreLength) {
            byte[] tag = hmac.of(packet, length, more, moreLength);
            int different = 0;
            for (int i = 0; i < tagBytes; i++) {
                different |= tag[i] ^ packet[length + i];
            }
            return different == 0;
        }
    }

    CounterMode(MasterKey master) {
        SrtpSuite suite = master.suite();
        rtp = new Keys(SessionKeys.ofRtp(master), suite.rtpTagBytes());
        rtcp = new Keys(SessionKeys.ofRtcp(master), suite.rtcpTagBytes());
    }

    @Override
    public int sealRtp(byte[] in, int length, int header, int ssrc, long index, byte[] out) {
        System.arraycopy(in, 0, out, 0, header);
        rtp.apply(in, out, header, length, ssrc, index);
        Transform.writeInt(rollOver, 0, (int) (index >>> 16));
        rtp.sign(out, length, rollOver, rollOver.length);
        return length + rtp.tagBytes;
    }

    @Override
    public int openRtp(byte[] in, int length, int header, int ssrc, long index, byte[] out) {
        int plain = length - rtp.tagBytes;
        Transform.writeInt(rollOver, 0, (int) (index >>> 16));
        if (plain < header || !rtp.verify(in, plain, rollOver, rollOver.length)) {
            return NOT_AUTHENTIC;
        }
        System.arraycopy(in, 0, out, 0, header);
        rtp.apply(in, out, header, plain, ssrc, index);
        return plain;
    }

    @Override
    public int sealRtcp(byte[] in, int length, int ssrc, int index, byte[] out) {
        System.arraycopy(in, 0, out, 0, RTCP_HEADER);
        rtcp.apply(in, out, RTCP_HEADER, length, ssrc, index);
        Transform.writeInt(out, length, index | ENCRYPTED);
        rtcp.sign(out, length + INDEX_BYTES, NOTHING, 0);
        return length + rtcpOverhead();
    }

    @Override
    public int openRtcp(byte[] in, int length, int ssrc, int trailer, byte[] out) {
        int plain = length - rtcpOverhead();
        if (!rtcp.verify(in, plain + INDEX_BYTES, NOTHING, 0)) {
            return NOT_AUTHENTIC;
        }
        if ((trailer & ENCRYPTED) == 0) {
            System.arraycopy(in, 0, out, 0, plain);
            return plain;
        }
        System.arraycopy(in, 0, out, 0, RTCP_HEADER);
        rtcp.apply(in, out, RTCP_HEADER, plain, ssrc, trailer & ~ENCRYPTED);
        return plain;
    }

    @Override
    public int trailer(byte[] in, int length) {
        return Transform.readInt(in, length - rtcpOverhead());
    }

    @Override
    public int rtpOverhead() {
        return rtp.tagBytes;
    }

    @Override
    public int rtcpOverhead() {
        return INDEX_BYTES + rtcp.tagBytes;
    }

    @Override
    public int rtpBehindMki() {
        return rtp.tagBytes;
    }

    @Override
    public int rtcpBehindMki() {
        return rtcp.tagBytes;
    }
}
