package io.sipcast.sdp;

import static io.sipcast.sdp.Sdp.SESSION;
import static io.sipcast.sdp.Sdp.remote;
import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.bytes.ProtocolException;
import io.sipcast.rtp.srtp.MasterKey;
import io.sipcast.rtp.srtp.SrtpSuite;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What offers and answers say about encryption, and what that comes to. */
class EncryptionTest {
    private static final Fingerprint OURS = Fingerprint.of(new byte[] {1});
    private static final Fingerprint THEIRS = Fingerprint.of(new byte[] {2});
    private static final String KEY = "inline:" + "A".repeat(40);
    private static final String GCM_KEY = "inline:" + "B".repeat(59) + "=";
    private static final String SDES = "a=crypto:1 AES_CM_128_HMAC_SHA1_80 " + KEY + "\n";
    private static final String DTLS =
            "a=fingerprint:" + THEIRS.attribute().value() + "\na=setup:%s\n";

    @Test
    void aPlainOfferSpeaksOfNothing() {
        for (Encryption quiet : List.of(Encryption.OFF, Encryption.ACCEPTED)) {
            String offer = OfferAnswer.offer(local(quiet), SESSION).print();
            assertThat(offer)
                    .contains("m=audio 10000 RTP/AVP 111")
                    .doesNotContain("crypto", "setup");
        }
    }

    @Test
    void anOfferThatMayBePlainHasTheLinesBesideIt() {
        String offer = OfferAnswer.offer(local(Encryption.OFFERED), SESSION).print();
        assertThat(offer)
                .contains("m=audio 10000 RTP/AVP 111")
                .contains("\r\na=crypto:1 AEAD_AES_256_GCM inline:")
                .contains("\r\na=crypto:2 AEAD_AES_128_GCM inline:")
                .contains("\r\na=crypto:3 AES_256_CM_HMAC_SHA1_80 inline:")
                .contains("\r\na=crypto:4 AES_CM_128_HMAC_SHA1_80 inline:")
                .contains("\r\na=crypto:5 AES_CM_128_HMAC_SHA1_32 inline:")
                .contains("\r\na=fingerprint:sha-256 4B:F5:12:2F:34:45:54:C5:3B:DE:2E:BB:8C:D2:B7")
                .contains("\r\na=setup:actpass\r\n");
        int plain = OfferAnswer.offer(local(Encryption.OFF), SESSION).print().length();
        assertThat(offer.length() - plain).as("as sipcast.yml says").isBetween(500, 620);
    }

    @Test
    void anOfferThatMustBeEncryptedSaysSo() {
        assertThat(OfferAnswer.offer(local(Encryption.REQUIRED), SESSION).print())
                .contains("m=audio 10000 RTP/SAVP 111", "a=crypto:5", "a=setup:actpass");

        var dtlsOnly = LocalSecurity.of(Encryption.REQUIRED, false, OURS, new Random(1));
        assertThat(OfferAnswer.offer(local(dtlsOnly), SESSION).print())
                .contains("m=audio 10000 UDP/TLS/RTP/SAVP 111", "a=setup:actpass")
                .doesNotContain("crypto");
    }

    @Test
    void theAnswersTagSaysWhichKeyWasTaken() {
        LocalMedia local = local(Encryption.REQUIRED);
        Keying.Sdes found =
                (Keying.Sdes)
                        keying(
                                accept(
                                        local,
                                        audio("RTP/SAVP")
                                                + "a=crypto:4 AES_CM_128_HMAC_SHA1_80 "
                                                + KEY
                                                + "|2^31|1:4\n"));
        assertThat(found.send()).isEqualTo(key(local, SrtpSuite.AES_CM_128_HMAC_SHA1_80));
        assertThat(found.receive().master())
                .isEqualTo(new MasterKey(SrtpSuite.AES_CM_128_HMAC_SHA1_80, new byte[30]));
        assertThat(found.receive().mki().toArray()).containsExactly(0, 0, 0, 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a=crypto:9 AES_CM_128_HMAC_SHA1_80 KEY",
                "a=crypto:3 AES_CM_128_HMAC_SHA1_80 KEY",
                "a=crypto:4 AES_CM_128_HMAC_SHA1_80 inline:short",
                "a=crypto:4 AES_CM_128_HMAC_SHA1_80 KEY UNENCRYPTED_SRTP",
                "a=crypto:4 AES_CM_128_HMAC_SHA1_80 KEY;KEY",
                "a=crypto:4 AES_CM_128_HMAC_SHA1_80",
                "a=crypto:x AES_CM_128_HMAC_SHA1_80 KEY",
                "a=crypto:4 ROT_13 KEY",
                "a=fingerprint:md5 00:11",
                "a=fingerprint:sha-256 0",
                "a=ptime:20",
            })
    void anAnswerWithoutAKeyThatFitsIsNoAgreement(String line) {
        String media = audio("RTP/SAVP") + line.replace("KEY", KEY) + "\n";
        assertThat(accept(local(Encryption.REQUIRED), media))
                .isInstanceOf(Negotiation.NotEncrypted.class);
    }

    @Test
    void aPlainAnswerIsFineOnlyWhereItMayBePlain() {
        assertThat(accept(local(Encryption.REQUIRED), audio("RTP/AVP")))
                .isEqualTo(
                        new Negotiation.NotEncrypted("its answer has no key that fits our offer"));
        assertThat(keying(accept(local(Encryption.OFFERED), audio("RTP/AVP"))))
                .isEqualTo(Keying.PLAIN);
    }

    @ParameterizedTest
    @CsvSource({"active, false", "passive, true"})
    void theAnswererOfDtlsChoosesWhoBegins(String theirs, boolean weBegin) {
        String media = audio("RTP/SAVP") + DTLS.formatted(theirs);
        assertThat(keying(accept(local(Encryption.REQUIRED), media)))
                .isEqualTo(new Keying.Dtls(Set.of(THEIRS), weBegin, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"RTP/SAVP", "RTP/SAVPF", "RTP/AVP", "RTP/AVPF"})
    void theFirstSuiteThatWeKnowIsAnswered(String protocol) {
        LocalMedia local = local(Encryption.ACCEPTED);
        String media =
                audio(protocol)
                        + "a=crypto:1 F8_128_HMAC_SHA1_80 "
                        + KEY
                        + "\na=crypto:2 AEAD_AES_256_GCM "
                        + GCM_KEY
                        + " KDR=0 WSH=64\na=crypto:3 AES_CM_128_HMAC_SHA1_80 "
                        + KEY
                        + "\n";
        Answered.Accepted answer = (Answered.Accepted) answer(local, media);
        String ours = encoded(key(local, SrtpSuite.AEAD_AES_256_GCM));
        assertThat(answer.answer().print())
                .contains("m=audio 10000 " + protocol + " 0")
                .contains("\r\na=crypto:2 AEAD_AES_256_GCM inline:" + ours + "\r\n")
                .doesNotContain("a=crypto:1", "a=crypto:3");
        assertThat(keying(answer.agreed())).isInstanceOf(Keying.Sdes.class);
    }

    @ParameterizedTest
    @CsvSource({
        "actpass, active, true",
        "active, passive, false",
        "passive, active, true",
    })
    void weAnswerTheHandshakesPart(String theirs, String ours, boolean weBegin) {
        String media = audio("UDP/TLS/RTP/SAVPF") + SDES + DTLS.formatted(theirs);
        Answered.Accepted answer = (Answered.Accepted) answer(local(Encryption.ACCEPTED), media);
        assertThat(answer.answer().print())
                .contains("m=audio 10000 UDP/TLS/RTP/SAVPF 0")
                .contains("a=fingerprint:sha-256 4B:F5:12", "\r\na=setup:" + ours + "\r\n")
                .doesNotContain("crypto");
        assertThat(keying(answer.agreed()))
                .isEqualTo(new Keying.Dtls(Set.of(THEIRS), weBegin, null));
    }

    @Test
    void aHandshakeThatIsPutOffIsNone() {
        String media = audio("UDP/TLS/RTP/SAVP") + DTLS.formatted("holdconn");
        assertThat(answer(local(Encryption.ACCEPTED), media)).isInstanceOf(Answered.Refused.class);
    }

    @Test
    void fingerprintAndPartMayStandInTheSession() {
        SessionDescription offer =
                Sdp.parse(Sdp.HEAD + DTLS.formatted("actpass") + audio("UDP/TLS/RTP/SAVP"));
        Answered answered = OfferAnswer.answer(offer, local(Encryption.ACCEPTED), null, SESSION);
        assertThat(keying(((Answered.Accepted) answered).agreed())).isInstanceOf(Keying.Dtls.class);
    }

    /** RFC 8842 §5.5: a new offer is no reason for a new handshake. */
    @Test
    void thePartInAHandshakeStays() {
        LocalMedia local = local(Encryption.REQUIRED);
        var found =
                (Negotiation.Agreed) accept(local, audio("RTP/SAVP") + DTLS.formatted("active"));
        String again = audio("RTP/SAVP") + DTLS.formatted("actpass");
        Answered.Accepted answer = (Answered.Accepted) answer(local.after(found), again);
        assertThat(answer.answer().print()).contains("a=setup:passive");
        assertThat(keying(answer.agreed())).isEqualTo(keying(found));
    }

    @Test
    void ourKeysStayForTheCall() {
        LocalMedia local = local(Encryption.REQUIRED);
        SessionDescription first = OfferAnswer.offer(local, SESSION);
        assertThat(OfferAnswer.offerAgain(local, first)).isEqualTo(first);
    }

    /** A re-INVITE without an offer makes us offer: that is no way out of the encryption. */
    @ParameterizedTest
    @CsvSource({
        "RTP/SAVPF, true, crypto, fingerprint",
        "RTP/AVP, true, crypto, fingerprint",
        "UDP/TLS/RTP/SAVPF, false, fingerprint, crypto",
    })
    void whatThePeerHadEncryptedIsOfferedEncryptedAgain(
            String protocol, boolean sdes, String means, String other) {
        LocalMedia local = local(Encryption.ACCEPTED);
        String offer = audio(protocol) + (sdes ? SDES : DTLS.formatted("actpass"));
        Answered.Accepted answer = (Answered.Accepted) answer(local, offer);

        String again =
                OfferAnswer.offerAgain(local.after(answer.agreed()), answer.answer()).print();

        assertThat(again)
                .contains("m=audio 10000 " + protocol + " 111", "a=" + means)
                .doesNotContain("a=" + other);
        assertThat(again.contains("a=setup:actpass")).isNotEqualTo(sdes);
    }

    @Test
    void whatCannotBeAgreedOnIsSaid() {
        assertThat(answer(local(Encryption.OFF), audio("RTP/SAVP") + SDES))
                .isEqualTo(
                        new Answered.Refused(
                                "the offer is encrypted (RTP/SAVP) and rtp.encryption is off",
                                true));
        assertThat(answer(local(Encryption.REQUIRED), audio("RTP/AVP")))
                .isEqualTo(
                        new Answered.Refused(
                                "the offer is not encrypted and rtp.encryption is required", true));
        assertThat(answer(local(Encryption.ACCEPTED), audio("RTP/SAVP")))
                .isEqualTo(
                        new Answered.Refused(
                                "the offer (RTP/SAVP) has no key exchange that we know", true));
        var sdesOnly = LocalSecurity.of(Encryption.ACCEPTED, true, null, new Random(1));
        assertThat(answer(local(sdesOnly), audio("UDP/TLS/RTP/SAVP") + DTLS.formatted("actpass")))
                .isInstanceOf(Answered.Refused.class);
    }

    @Test
    void offLeavesAPlainOfferWithKeysPlain() {
        Answered.Accepted answer =
                (Answered.Accepted) answer(local(Encryption.OFF), audio("RTP/AVP") + SDES);
        assertThat(answer.answer().print()).doesNotContain("crypto");
        assertThat(keying(answer.agreed())).isEqualTo(Keying.PLAIN);
    }

    @Test
    void keysDoNotPrintThemselves() {
        LocalMedia local = local(Encryption.ACCEPTED);
        Answered.Accepted answer = (Answered.Accepted) answer(local, audio("RTP/SAVP") + SDES);
        String printed = answer.agreed() + " " + local;
        assertThat(printed)
                .contains("a key for AES_CM_128_HMAC_SHA1_80")
                .doesNotContain("AAAAAAAAAA", "0000000000")
                .doesNotContain(encoded(key(local, SrtpSuite.AES_CM_128_HMAC_SHA1_80)));
    }

    @Test
    void aFingerprintFitsItsCertificateOnly() {
        assertThat(THEIRS.fits(new byte[] {2})).isTrue();
        assertThat(THEIRS.fits(new byte[] {3})).isFalse();
        Fingerprint sha1 =
                Fingerprint.parse(
                                "SHA-1 bf:8b:45:30:d8:d2:46:dd:74:ac:53:a1:34:71:bb:a1:79:41:df:f7")
                        .orElseThrow();
        assertThat(sha1.fits(new byte[] {1})).isTrue();
    }

    private static String encoded(MasterKey key) {
        return Base64.getEncoder().encodeToString(key.toBytes());
    }

    /** Whatever stands in the lines: an answer, a refusal or a fault of the peer's. */
    @Test
    void damagedLinesAreNeverMoreThanRefused() {
        Random random = new Random(17);
        String media =
                audio("RTP/SAVP")
                        + SDES.strip()
                        + "|2^20|1:4 KDR=0\n"
                        + DTLS.formatted("actpass")
                        + "a=tls-id:abc\n";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder damaged = new StringBuilder(Sdp.HEAD + media);
            for (int k = 0; k <= random.nextInt(4); k++) {
                int at = random.nextInt(damaged.length());
                switch (random.nextInt(3)) {
                    case 0 -> damaged.setCharAt(at, (char) random.nextInt(128));
                    case 1 -> damaged.deleteCharAt(at);
                    default -> damaged.insert(at, damaged.charAt(random.nextInt(at + 1)));
                }
            }
            try {
                SessionDescription parsed = Sdp.parse(damaged.toString());
                LocalMedia local = local(Encryption.REQUIRED);
                var _ = OfferAnswer.answer(parsed, local, null, SESSION);
                var _ =
                        OfferAnswer.accept(
                                Capabilities.DEFAULT, OfferAnswer.offer(local, SESSION), parsed);
            } catch (ProtocolException _) {
                // the description itself is broken
            }
        }
    }

    private static MasterKey key(LocalMedia local, SrtpSuite suite) {
        LocalMedia.Port port = Objects.requireNonNull(local.audio());
        return Objects.requireNonNull(port.security().keys().get(suite));
    }

    private static Negotiation accept(LocalMedia local, String media) {
        return OfferAnswer.accept(
                Capabilities.DEFAULT, OfferAnswer.offer(local, SESSION), remote(media));
    }

    private static Answered answer(LocalMedia local, String media) {
        return OfferAnswer.answer(remote(media), local, null, SESSION);
    }

    private static Keying keying(Negotiation found) {
        return Objects.requireNonNull(((Negotiation.Agreed) found).audio()).keying();
    }

    private static String audio(String protocol) {
        return "m=audio 6000 " + protocol + " 0\n";
    }

    private static LocalMedia local(Encryption encryption) {
        return local(LocalSecurity.of(encryption, true, OURS, new Random(5)));
    }

    private static LocalMedia local(LocalSecurity security) {
        return Sdp.local(new LocalMedia.Port(10_000, 10_001, RtcpMux.OFF, security), null);
    }
}
