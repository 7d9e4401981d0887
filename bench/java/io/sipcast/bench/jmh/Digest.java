package io.sipcast.bench.jmh;

import io.sipcast.bytes.Bytes;
import io.sipcast.sip.auth.Authenticator;
import io.sipcast.sip.auth.DigestAlgorithm;
import io.sipcast.sip.auth.DigestCredentials;
import io.sipcast.sip.auth.Login;
import io.sipcast.sip.auth.Reach;
import io.sipcast.sip.message.Headers;
import io.sipcast.sip.message.Method;
import io.sipcast.sip.message.SipRequest;
import io.sipcast.sip.message.SipResponse;
import io.sipcast.sip.message.SipUri;
import java.util.Random;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** Digest authentication, RFC 7616. */
public class Digest extends Measured {
    private static final String PASSWORD = "c0rrect-h0rse";
    private static final SipRequest INVITE =
            SipRequest.of(
                    Method.INVITE, SipUri.parse("sip:+4930123456@trunk.example.com"), Headers.NONE);

    @Param({"MD5", "SHA_256"})
    DigestAlgorithm algorithm = DigestAlgorithm.MD5;

    private Authenticator authenticator;
    private SipResponse challenge;
    private String credentials;

    /** Answers a first challenge. */
    @Setup
    public void challenge() {
        authenticator = new Authenticator(new Login("alice", PASSWORD), new Random(1));
        challenge = challenge("dcd98b7102dd2f0e8b11d0f600bfb0c093");
        credentials = answer().headers().all("Authorization").getFirst();
    }

    private SipResponse challenge(String nonce) {
        Headers headers =
                Headers.builder()
                        .add(
                                "WWW-Authenticate",
                                "Digest realm=\"trunk.example.com\", nonce=\"%s\", qop=\"auth\", algorithm=%s"
                                        .formatted(nonce, algorithm.token()))
                        .build();
        return new SipResponse(401, "Unauthorized", headers, Bytes.EMPTY);
    }

    /** Our side: a challenge is read and answered. */
    @Benchmark
    public SipRequest answer() {
        return switch (authenticator.answer(INVITE, challenge, Reach.INITIAL)) {
            case Authenticator.Answer.Retry(var request) -> request;
            case Authenticator.Answer.GiveUp(var reason) -> throw new IllegalStateException(reason);
        };
    }

    /** The other side: credentials are read and checked. */
    @Benchmark
    public boolean check() {
        return DigestCredentials.parse(credentials).provenBy(PASSWORD, "INVITE", Bytes.EMPTY);
    }
}
