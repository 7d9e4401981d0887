package io.sipcast.net;

import io.sipcast.rtp.srtp.SrtpSuite;
import io.sipcast.sdp.Fingerprint;
import java.io.IOException;
import java.util.Hashtable;
import java.util.Set;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.ClientCertificateType;
import org.bouncycastle.tls.DefaultTlsServer;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.UseSRTPData;
import org.jspecify.annotations.Nullable;

/** The passive side of DTLS-SRTP. */
final class DtlsServer extends DefaultTlsServer implements DtlsSide {
    private static final short[] SIGNED_BY = {
        ClientCertificateType.ecdsa_sign, ClientCertificateType.rsa_sign
    };

    private final DtlsIdentity identity;
    private final Set<Fingerprint> announced;
    private @Nullable SrtpSuite suite;
    private @Nullable DtlsKeys keys;
    private boolean closed;

    DtlsServer(DtlsIdentity identity, Set<Fingerprint> announced) {
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
        return TlsUtils.getSupportedCipherSuites(getCrypto(), DtlsKeys.SERVER_CIPHERS);
    }

    @Override
    protected TlsCredentialedSigner getECDSASignerCredentials() {
        return DtlsKeys.signer(identity, context);
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
    public CertificateRequest getCertificateRequest() {
        return new CertificateRequest(
                SIGNED_BY, TlsUtils.getDefaultSupportedSignatureAlgorithms(context), null);
    }

    @Override
    public void notifyClientCertificate(Certificate theirs) throws IOException {
        DtlsKeys.check(theirs, announced);
    }

    @Override
    @SuppressWarnings("rawtypes") // as the library has it
    public void processClientExtensions(Hashtable extensions) throws IOException {
        super.processClientExtensions(extensions);
        suite = DtlsKeys.choose(TlsSRTPUtils.getUseSRTPExtension(extensions));
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Hashtable getServerExtensions() throws IOException {
        Hashtable extensions = super.getServerExtensions();
        int[] chosen = {chosen().dtlsProfile()};
        TlsSRTPUtils.addUseSRTPExtension(extensions, new UseSRTPData(chosen, new byte[0]));
        return extensions;
    }

    private SrtpSuite chosen() throws TlsFatalAlert {
        if (suite == null) {
            throw new TlsFatalAlert(AlertDescription.internal_error);
        }
        return suite;
    }

    @Override
    public void notifyHandshakeComplete() throws IOException {
        super.notifyHandshakeComplete();
        keys = DtlsKeys.of(context, chosen());
    }

    @Override
    public void notifyAlertReceived(short level, short description) {
        closed |= description == AlertDescription.close_notify;
    }
}
