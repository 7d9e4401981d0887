package io.sipcast.rtp.srtp;

/**
 * What RTP, or RTCP, is protected with, RFC 3711 §4.3.
 *
 * @param authentication not used by GCM
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares or prints keys
record SessionKeys(byte[] encryption, byte[] authentication, byte[] salt) {
    private static final int AUTHENTICATION_BYTES = 20;

    static SessionKeys ofRtp(MasterKey master) {
        return derived(master, KeyDerivation.RTP_ENCRYPTION);
    }

    static SessionKeys ofRtcp(MasterKey master) {
        return derived(master, KeyDerivation.RTCP_ENCRYPTION);
    }

    private static SessionKeys derived(MasterKey master, int firstLabel) {
        var derivation = new KeyDerivation(master);
        SrtpSuite suite = master.suite();
        return new SessionKeys(
                derivation.derive(firstLabel, suite.keyBytes()),
                derivation.derive(firstLabel + 1, AUTHENTICATION_BYTES),
                derivation.derive(firstLabel + 2, suite.saltBytes()));
    }

    @Override
    public String toString() {
        return "session keys";
    }
}
