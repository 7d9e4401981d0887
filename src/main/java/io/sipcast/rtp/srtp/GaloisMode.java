package io.sipcast.rtp.srtp;

import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AES-GCM, RFC 7714. */
final class GaloisMode implements Transform {
    private static final int TAG = 16;
    private static final int IV = 12;

    private final Keys rtp;
    private final Keys rtcp;
    private final byte[] trailerBytes = new byte[INDEX_BYTES];

    private static final class Keys {
        private final SecretKeySpec key;
        private final byte[] salt;
        private final byte[] iv = new byte[IV];
        private final Cipher cipher;

        Keys(SessionKeys keys) {
            key = new SecretKeySpec(keys.encryption(), "AES");
            salt = keys.salt();
            try {
                cipher = Cipher.getInstance("AES/GCM/NoPadding");
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every Java has AES-GCM", e);
            }
        }

        /** 16 bits of 0, SSRC, 48 bits of index: RFC 7714 §8.1, and §9.1, where 17 bits are 0. */
        Cipher begin(int mode, int ssrc, long index) {
            iv[0] = salt[0];
            iv[1] = salt[1];
            for (int i = 0; i < 4; i++) {
                iv[2 + i] = (byte) (salt[2 + i] ^ (ssrc >>> (24 - 8 * i)));
            }
            for (int i = 0; i < 6; i++) {
                iv[6 + i] = (byte) (salt[6 + i] ^ (index >>> (40 - 8 * i)));
            }
            try {
                cipher.init(mode, key, new GCMParameterSpec(8 * TAG, iv));
            } catch (InvalidKeyException | InvalidAlgorithmParameterException e) {
                throw new IllegalStateException("an IV was used twice", e);
            }
            return cipher;
        }
    }

    GaloisMode(SessionKeys rtpKeys, SessionKeys rtcpKeys) {
        rtp = new Keys(rtpKeys);
        rtcp = new Keys(rtcpKeys);
    }

    @Override
    public int sealRtp(byte[] in, int length, int header, int ssrc, long index, byte[] out) {
        Cipher cipher = rtp.begin(Cipher.ENCRYPT_MODE, ssrc, index);
        cipher.updateAAD(in, 0, header);
        return finish(cipher, in, header, length, out);
    }

    @Override
    public int openRtp(byte[] in, int length, int header, int ssrc, long index, byte[] out) {
        if (length < header + TAG) {
            return NOT_AUTHENTIC;
        }
        Cipher cipher = rtp.begin(Cipher.DECRYPT_MODE, ssrc, index);
        cipher.updateAAD(in, 0, header);
        return finish(cipher, in, header, length, out);
    }

    @Override
    public int sealRtcp(byte[] in, int length, int ssrc, int index, byte[] out) {
        Transform.writeInt(trailerBytes, 0, index | ENCRYPTED);
        Cipher cipher = rtcp.begin(Cipher.ENCRYPT_MODE, ssrc, index);
        cipher.updateAAD(in, 0, RTCP_HEADER);
        cipher.updateAAD(trailerBytes);
        int sealed = finish(cipher, in, RTCP_HEADER, length, out);
        System.arraycopy(trailerBytes, 0, out, sealed, INDEX_BYTES);
        return sealed + INDEX_BYTES;
    }

    @Override
    public int openRtcp(byte[] in, int length, int ssrc, int trailer, byte[] out) {
        Transform.writeInt(trailerBytes, 0, trailer);
        int tagged = length - INDEX_BYTES;
        int open = (trailer & ENCRYPTED) == 0 ? tagged - TAG : RTCP_HEADER;
        Cipher cipher = rtcp.begin(Cipher.DECRYPT_MODE, ssrc, trailer & ~ENCRYPTED);
        cipher.updateAAD(in, 0, open);
        cipher.updateAAD(trailerBytes);
        return finish(cipher, in, open, tagged, out);
    }

    /** The header is not encrypted. */
    private static int finish(Cipher cipher, byte[] in, int header, int length, byte[] out) {
        try {
            int size = cipher.doFinal(in, header, length - header, out, header);
            System.arraycopy(in, 0, out, 0, header);
            return header + size;
        } catch (AEADBadTagException _) {
            return NOT_AUTHENTIC;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the arrays are long enough", e);
        }
    }

    @Override
    public int trailer(byte[] in, int length) {
        return Transform.readInt(in, length - INDEX_BYTES);
    }

    @Override
    public int rtpOverhead() {
        return TAG;
    }

    @Override
    public int rtcpOverhead() {
        return TAG + INDEX_BYTES;
    }

    @Override
    public int rtpBehindMki() {
        return 0;
    }

    @Override
    public int rtcpBehindMki() {
        return 0;
    }
}
