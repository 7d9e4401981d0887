package io.sipcast.rtp.srtp;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES in counter mode, RFC 3711 §4.1.1. The counters are encrypted by AES itself, one after the
 * other in one call: a Cipher for CTR would be set up anew, with garbage, for each packet.
 */
final class AesBlocks {
    static final int BLOCK = 16;
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final Cipher aes;
    private byte[] counters = new byte[0];
    private byte[] stream = new byte[0];

    AesBlocks(byte[] key) {
        try {
            aes = Cipher.getInstance("AES/ECB/NoPadding");
            aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has AES", e);
        }
    }

    /**
     * Encrypts or decrypts.
     *
     * @param high the first half of the IV
     * @param low the other half, whose last 16 bits count blocks
     * @param in from {@code offset} on
     * @param out at the same place
     */
    void apply(long high, long low, byte[] in, byte[] out, int offset, int length) {
        keyStream(high, low, length);
        int words = length & -Long.BYTES;
        for (int i = 0; i < words; i += Long.BYTES) {
            long word = (long) LONGS.get(in, offset + i) ^ (long) LONGS.get(stream, i);
            LONGS.set(out, offset + i, word);
        }
        for (int i = words; i < length; i++) {
            out[offset + i] = (byte) (in[offset + i] ^ stream[i]);
        }
    }

    private void keyStream(long high, long low, int length) {
        int size = (length + BLOCK - 1) / BLOCK * BLOCK;
        if (counters.length < size) {
            counters = new byte[size];
            stream = new byte[size];
        }
        for (int i = 0; i < size; i += BLOCK) {
            LONGS.set(counters, i, high);
            LONGS.set(counters, i + Long.BYTES, low + i / BLOCK);
        }
        try {
            aes.update(counters, 0, size, stream, 0);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("whole blocks fit", e);
        }
    }
}
