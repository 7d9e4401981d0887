package io.sipcast.net;

import io.sipcast.net.CertificateRefused.Fault;
import java.net.Socket;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.PKIXReason;
import java.security.cert.X509Certificate;
import java.time.ZoneOffset;
import java.util.Date;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Whose certificates are taken: those that a trusted authority vouches for and, where we connect,
 * that are for the one we dialled. The dialled host is the engine's peer host. Says in words why
 * one is refused. Safe for use by any thread.
 */
final class PeerTrust extends X509ExtendedTrustManager {
    private final X509ExtendedTrustManager authorities;
    private final Identity identity;

    /** Whether a certificate is for the one that was dialled, by the rules of a protocol. */
    @FunctionalInterface
    interface Identity {
        void check(X509Certificate certificate, String dialled) throws CertificateRefused;
    }

    /** Takes what these authorities vouch for, and the identity approves of. */
    PeerTrust(X509ExtendedTrustManager authorities, Identity identity) {
        this.authorities = authorities;
        this.identity = identity;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        try {
            authorities.checkServerTrusted(chain, authType, engine);
        } catch (CertificateException e) {
            throw refused(chain[0], e);
        }
        identity.check(chain[0], engine.getPeerHost());
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        try {
            authorities.checkClientTrusted(chain, authType, engine);
        } catch (CertificateException e) {
            throw refused(chain[0], e);
        }
    }

    private static CertificateRefused refused(X509Certificate certificate, CertificateException e) {
        try {
            certificate.checkValidity();
        } catch (CertificateExpiredException _) {
            return new CertificateRefused(
                    Fault.EXPIRED,
                    "its certificate expired on " + day(certificate.getNotAfter()),
                    e);
        } catch (CertificateNotYetValidException _) {
            return new CertificateRefused(
                    Fault.EXPIRED,
                    "its certificate is not valid before " + day(certificate.getNotBefore()),
                    e);
        }
        String issuer = certificate.getIssuerX500Principal().getName();
        boolean unknown = isOfUnknownAuthority(e);
        return new CertificateRefused(
                unknown ? Fault.UNTRUSTED : Fault.OTHER,
                unknown
                        ? "its certificate is from an unknown authority, " + issuer
                        : "its certificate is not acceptable, " + e.getMessage(),
                e);
    }

    private static boolean isOfUnknownAuthority(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertPathValidatorException path
                    && path.getReason() == PKIXReason.NO_TRUST_ANCHOR) {
                return true;
            }
            if (String.valueOf(cause.getMessage()).contains("unable to find valid certification")) {
                return true; // the builder of paths has no other sign of it
            }
        }
        return false;
    }

    private static String day(Date date) {
        return date.toInstant().atZone(ZoneOffset.UTC).toLocalDate().toString();
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return authorities.getAcceptedIssuers();
    }

    // Sockets of java.net are not used here.

    private static CertificateRefused misused(String why) {
        return new CertificateRefused(Fault.OTHER, why, null);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw misused("the certificate came on a socket of java.net");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw misused("the certificate came on a socket of java.net");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType)
            throws CertificateException {
        throw misused("the certificate came without its connection");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType)
            throws CertificateException {
        throw misused("the certificate came without its connection");
    }
}
