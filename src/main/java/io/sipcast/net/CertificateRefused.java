package io.sipcast.net;

import java.security.cert.CertificateException;
import org.jspecify.annotations.Nullable;

/** We don't take the peer's certificate. The message completes "it cannot be reached: ...". */
final class CertificateRefused extends CertificateException {
    private static final long serialVersionUID = 1L;

    /** What is wrong with it. */
    enum Fault {
        /** Nobody whom we trust vouches for it. */
        UNTRUSTED,
        /** It is not valid any more, or not yet. */
        EXPIRED,
        /** It is for another one than was dialled. */
        WRONG_NAME,
        OTHER
    }

    private final Fault fault;

    CertificateRefused(Fault fault, String why, @Nullable Throwable cause) {
        super(why, cause);
        this.fault = fault;
    }

    Fault fault() {
        return fault;
    }
}
