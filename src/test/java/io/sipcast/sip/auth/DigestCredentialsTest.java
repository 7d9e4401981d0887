package io.sipcast.sip.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sipcast.bytes.Bytes;
import io.sipcast.bytes.ProtocolException;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;

class DigestCredentialsTest {
    private static final Bytes BODY = Bytes.copyOf("v=0\r\n".getBytes(UTF_8));

    /** What goes in and the response that must come out. */
    record Vector(
            String source,
            String realm,
            String password,
            String nonce,
            String cnonce,
            DigestAlgorithm algorithm,
            Qop qop,
            String response) {
        DigestCredentials credentials() {
            DigestChallenge challenge =
                    new DigestChallenge(realm, nonce, "opaque", false, algorithm, Set.of(qop));
            return DigestCredentials.of(
                    new Login("Mufasa", password),
                    challenge,
                    "GET",
                    "/dir/index.html",
                    BODY,
                    cnonce,
                    1);
        }

        @Override
        public String toString() {
            return source;
        }
    }

    static final List<Vector> VECTORS =
            List.of(
                    rfc2617("RFC 2617 §3.5", Qop.AUTH, "6629fae49393a05397450978507c4ef1"),
                    rfc2617("the same without qop", Qop.NONE, "670fd8c2df070c60b045671b8b24ff02"),
                    rfc7616(
                            "RFC 7616 §3.9.1 MD5",
                            DigestAlgorithm.MD5,
                            "8ca523f5e9506fed4657c9700eebdbec"),
                    rfc7616(
                            "RFC 7616 §3.9.1 SHA-256",
                            DigestAlgorithm.SHA_256,
                            "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"));

    private static Vector rfc2617(String source, Qop qop, String response) {
        return new Vector(
                source,
                "testrealm@host.com",
                "Circle Of Life",
                "dcd98b7102dd2f0e8b11d0f600bfb0c093",
                "0a4f113b",
                DigestAlgorithm.MD5,
                qop,
                response);
    }

    private static Vector rfc7616(String source, DigestAlgorithm algorithm, String response) {
        return new Vector(
                source,
                "http-auth@example.org",
                "Circle of Life",
                "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v",
                "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ",
                algorithm,
                Qop.AUTH,
                response);
    }

    @ParameterizedTest
    @FieldSource("VECTORS")
    void computesTheResponse(Vector vector) {
        assertThat(vector.credentials().response()).isEqualTo(vector.response());
    }

    @ParameterizedTest
    @FieldSource("VECTORS")
    void printsAndParses(Vector vector) {
        DigestCredentials read = DigestCredentials.parse(vector.credentials().print());

        assertThat(read).isEqualTo(vector.credentials());
        assertThat(read.provenBy(vector.password(), "GET", BODY)).isTrue();
        assertThat(read.provenBy("guess", "GET", BODY)).isFalse();
        assertThat(read.provenBy(vector.password(), "PUT", BODY)).isFalse();
        assertThat(read.toString()).doesNotContain(vector.response());
    }

    /** The session key and the body's hash, checked against a computation apart. */
    @Test
    void computesSessionsAndBodies() {
        DigestChallenge challenge =
                new DigestChallenge(
                        "r", "n", null, false, DigestAlgorithm.MD5_SESS, Set.of(Qop.AUTH_INT));
        DigestCredentials read =
                DigestCredentials.of(
                        new Login("u", "p"), challenge, "INVITE", "sip:a@b", BODY, "c", 0x1F);

        String key = md5(md5("u:r:p") + ":n:c");
        String request = md5("INVITE:sip:a@b:" + md5("v=0\r\n"));
        assertThat(read.response()).isEqualTo(md5(key + ":n:0000001f:c:auth-int:" + request));
        assertThat(read.provenBy("p", "INVITE", Bytes.copyOf(new byte[1]))).isFalse();
    }

    private static String md5(String text) {
        return DigestAlgorithm.MD5.hash(text);
    }

    @ParameterizedTest
    @EnumSource(DigestAlgorithm.class)
    void everyAlgorithmProvesItself(DigestAlgorithm algorithm) {
        for (Qop qop : Qop.values()) {
            DigestChallenge challenge =
                    new DigestChallenge("r \"x\\", "n", "o", true, algorithm, Set.of(qop));
            DigestCredentials made =
                    DigestCredentials.of(
                            new Login("ü\"", "p"), challenge, "BYE", "sip:x", BODY, "c", 9);

            assertThat(DigestChallenge.parse(challenge.print())).isEqualTo(challenge);
            assertThat(DigestCredentials.parse(made.print())).isEqualTo(made);
            assertThat(made.provenBy("p", "BYE", BODY)).isTrue();
        }
    }

    @Test
    void readsWhatServersWrite() {
        DigestChallenge read =
                DigestChallenge.parse(
                        "digest Realm = \"a, b\" ,, nonce=abc/def==,stale=TRUE, qop=\"token , AUTH\""
                                + ",domain=\"sip:x\",algorithm=md5");

        assertThat(read.realm()).isEqualTo("a, b");
        assertThat(read.nonce()).isEqualTo("abc/def==");
        assertThat(read.stale()).isTrue();
        assertThat(read.qop()).containsExactly(Qop.AUTH);
    }

    static final List<String> WRONG =
            List.of(
                    "",
                    "Basic realm=\"x\"",
                    "Digest",
                    "Digest realm=\"x\"",
                    "Digest nonce=\"x\"",
                    "Digest realm=\"x\", nonce=\"y\", algorithm=AKAv1-MD5",
                    "Digest realm=\"x\", nonce=\"y\", qop=\"token\"",
                    "Digest realm=\"x\", realm=\"z\", nonce=\"y\"",
                    "Digest realm=\"x, nonce=y",
                    "Digest realm=\"x\" nonce=\"y\"",
                    "Digest realm");

    @ParameterizedTest
    @FieldSource("WRONG")
    void refusesWhatItCannotAnswer(String text) {
        assertThatThrownBy(() -> DigestChallenge.parse(text)).isInstanceOf(ProtocolException.class);
    }

    @Test
    void damagedHeadersParseOrAreRefused() {
        String challenge = "Digest realm=\"a\\\"b\", nonce=n, qop=\"auth,auth-int\", stale=true";
        String credentials = VECTORS.getFirst().credentials().print();
        Random random = new Random(7616);
        for (int i = 0; i < 10_000; i++) {
            parses(damaged(challenge, random), true);
            parses(damaged(credentials, random), false);
        }
    }

    private static void parses(String text, boolean challenge) {
        try {
            if (challenge) {
                DigestChallenge read = DigestChallenge.parse(text);
                assertThat(DigestChallenge.parse(read.print())).isEqualTo(read);
            } else {
                DigestCredentials read = DigestCredentials.parse(text);
                assertThat(DigestCredentials.parse(read.print())).isEqualTo(read);
            }
        } catch (ProtocolException e) {
            assertThat(e).hasMessageNotContaining("\n");
        }
    }

    private static String damaged(String good, Random random) {
        StringBuilder text = new StringBuilder(good);
        for (int n = random.nextInt(3); n >= 0; n--) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(3)) {
                case 0 -> text.setCharAt(at, (char) (' ' + random.nextInt(95)));
                case 1 -> text.deleteCharAt(at);
                default -> text.insert(at, "\",= \\".charAt(random.nextInt(5)));
            }
        }
        return text.toString();
    }
}
