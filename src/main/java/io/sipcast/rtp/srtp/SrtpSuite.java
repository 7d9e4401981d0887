package io.sipcast.rtp.srtp;

import java.util.Optional;

/** The ways to protect packets that we know, under their names in SDP (RFC 4568 §6.2, §10.3.2). */
public enum SrtpSuite {
    AEAD_AES_256_GCM(8, 32, 12, 16, 16),
    AEAD_AES_128_GCM(7, 16, 12, 16, 16),
    AES_256_CM_HMAC_SHA1_80(0, 32, 14, 10, 10),
    AES_256_CM_HMAC_SHA1_32(0, 32, 14, 4, 10),
    AES_192_CM_HMAC_SHA1_80(0, 24, 14, 10, 10),
    AES_192_CM_HMAC_SHA1_32(0, 24, 14, 4, 10),
    AES_CM_128_HMAC_SHA1_80(1, 16, 14, 10, 10),
    AES_CM_128_HMAC_SHA1_32(2, 16, 14, 4, 10);

    private final int dtlsProfile;
    private final int keyBytes;
    private final int saltBytes;
    private final int rtpTagBytes;
    private final int rtcpTagBytes;

    SrtpSuite(int dtlsProfile, int keyBytes, int saltBytes, int rtpTagBytes, int rtcpTagBytes) {
        this.dtlsProfile = dtlsProfile;
        this.keyBytes = keyBytes;
        this.saltBytes = saltBytes;
        this.rtpTagBytes = rtpTagBytes;
        this.rtcpTagBytes = rtcpTagBytes;
    }

    /** The suite of this name in SDP. */
    public static Optional<SrtpSuite> named(String name) {
        for (SrtpSuite suite : values()) {
            if (suite.name().equals(name)) {
                return Optional.of(suite);
            }
        }
        return Optional.empty();
    }

    /** The suite of this SRTPProtectionProfile of DTLS (RFC 5764 §4.1.2, RFC 7714 §14.2). */
    public static Optional<SrtpSuite> ofDtls(int profile) {
        for (SrtpSuite suite : values()) {
            if (suite.dtlsProfile != 0 && suite.dtlsProfile == profile) {
                return Optional.of(suite);
            }
        }
        return Optional.empty();
    }

    /** Its SRTPProtectionProfile of DTLS; 0 when it has none. */
    public int dtlsProfile() {
        return dtlsProfile;
    }

    public int keyBytes() {
        return keyBytes;
    }

    public int saltBytes() {
        return saltBytes;
    }

    int rtpTagBytes() {
        return rtpTagBytes;
    }

    int rtcpTagBytes() {
        return rtcpTagBytes;
    }

    boolean isGcm() {
        return saltBytes == 12;
    }
}
