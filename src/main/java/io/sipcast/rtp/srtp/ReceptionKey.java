package io.sipcast.rtp.srtp;

import io.sipcast.bytes.Bytes;

/**
 * What the peer protects its packets with.
 *
 * @param mki that each packet names the key by, RFC 3711 §3.1; empty for none
 */
public record ReceptionKey(MasterKey master, Bytes mki) {
    private static final int MOST_MKI = 128;

    public ReceptionKey {
        if (mki.size() > MOST_MKI) {
            throw new IllegalArgumentException("an MKI of " + mki.size() + " bytes");
        }
    }

    /** Packets name no key. */
    public static ReceptionKey of(MasterKey master) {
        return new ReceptionKey(master, Bytes.copyOf(new byte[0]));
    }
}
