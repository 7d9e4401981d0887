package io.sipcast.rtp.srtp;

/** Session keys of a master key, RFC 3711 §4.3, with a key derivation rate of 0. */
final class KeyDerivation {
    /** Labels: that of authentication is the next one, that of the salt the one after it. */
    static final int RTP_ENCRYPTION = 0;

    static final int RTCP_ENCRYPTION = 3;

    private final AesBlocks aes;
    private final long saltHigh;
    private final long saltLow;

    /** A salt of 96 bits is filled with zeros, RFC 7714 §11. */
    KeyDerivation(MasterKey master) {
        byte[] salt = master.salt();
        aes = new AesBlocks(master.key());
        saltHigh = Ivs.high(salt);
        saltLow = Ivs.low(salt);
    }

    byte[] derive(int label, int length) {
        byte[] out = new byte[length];
        long high = saltHigh ^ label; // byte 7 of 14 is the last of the first half
        aes.apply(high, saltLow, out, out, 0, length);
        return out;
    }
}
