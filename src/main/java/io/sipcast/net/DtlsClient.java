package io.sipcast.net;

import io.sipcast.rtp.srtp.SrtpSuite;
import io.sipcast.sdp.Fingerprint;
import java.io.IOException;
import java.util.Hashtable;
import java.util.Set;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.DefaultTlsClient;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.TlsServerCertificate;
import org.bouncycastle.tls.TlsUtils;
import org.jspecify.annotations.Nullable;

/** The active side of DTLS-SRTP. */
final class DtlsClient extends DefaultTlsClient implements DtlsSide {
    private final DtlsIdentity identity;
    private final Set<Fingerprint> announced;
    private @Nullable SrtpSuite suite;
    private @Nullable DtlsKeys keys;
    private boolean closed;

    DtlsClient(DtlsIdentity identity, Set<Fingerprint> announced) {
        super(identity.crypto());
        this.identity = identity;
        this.announced = announced;
    }

    @Override
    public @Nullable DtlsKeys keys() {
        return keys;
    }

    @Override
    public boolean closed() {
        return closed;
    }

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
        return ProtocolVersion.DTLSv12.only();
    }

    @Override
    protected int[] getSupportedCipherSuites() {
        return TlsUtils.getSupportedCipherSuites(getCrypto(), DtlsKeys.CLIENT_CIPHERS);
    }

    @Override
    public int getHandshakeTimeoutMillis() {
        return TIMEOUT_MILLIS;
    }

    @Override
    public int getHandshakeResendTimeMillis() {
        return REPEAT_MILLIS;
    }

    @Override
    @SuppressWarnings("rawtypes") // as the library has it
    public Hashtable getClientExtensions() throws IOException {
        Hashtable extensions = super.getClientExtensions();
        TlsSRTPUtils.addUseSRTPExtension(extensions, DtlsKeys.offer());
        return extensions;
    }

    @Override
    @SuppressWarnings("rawtypes")
    public void processServerExtensions(Hashtable extensions) throws IOException {
        super.processServerExtensions(extensions);
        suite = DtlsKeys.choose(TlsSRTPUtils.getUseSRTPExtension(extensions));
    }

    @Override
    public TlsAuthentication getAuthentication() {
        return new TlsAuthentication() {
            @Override
            public void notifyServerCertificate(TlsServerCertificate theirs) throws IOException {
                DtlsKeys.check(theirs.getCertificate(), announced);
            }

            @Override
            public TlsCredentials getClientCredentials(CertificateRequest request) {
                return DtlsKeys.signer(identity, context);
            }
        };
    }

    @Override
    public void notifyHandshakeComplete() throws IOException {
        super.notifyHandshakeComplete();
        if (suite == null) {
            throw new TlsFatalAlert(AlertDescription.internal_error);
        }
        keys = DtlsKeys.of(context, suite);
    }

    @Override
    public void notifyAlertReceived(short level, short description) {
        closed |= description == AlertDescription.close_notify;
    }
}
