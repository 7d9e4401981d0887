package io.sipcast.net;

import java.security.cert.CertificateException;

/** We don't take the peer's certificate. The message completes "it cannot be reached: ...". */
final class CertificateRefused extends CertificateException {
    private static final long serialVersionUID = 1L;

    CertificateRefused(String why, Throwable cause) {
        super(why, cause);
    }

    CertificateRefused(String why) {
        super(why);
    }
}
