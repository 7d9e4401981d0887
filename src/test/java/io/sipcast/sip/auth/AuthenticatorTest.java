package io.sipcast.sip.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.bytes.Bytes;
import io.sipcast.sip.auth.Authenticator.Answer;
import io.sipcast.sip.message.Headers;
import io.sipcast.sip.message.Method;
import io.sipcast.sip.message.SipRequest;
import io.sipcast.sip.message.SipResponse;
import io.sipcast.sip.message.SipUri;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AuthenticatorTest {
    private static final String PASSWORD = "letmein";
    private static final SipRequest REGISTER = request(Method.REGISTER, "sip:trunk");
    private static final SipRequest INVITE = request(Method.INVITE, "sip:bob@trunk");
    private static final SipRequest BYE = request(Method.BYE, "sip:bob@callee");

    private final Authenticator authenticator =
            new Authenticator(new Login("alice", PASSWORD), new Random(8760));

    private static SipRequest request(Method method, String uri) {
        return SipRequest.of(method, SipUri.parse(uri), Headers.NONE);
    }

    private static SipResponse challenge(int status, String... challenges) {
        String name = status == 401 ? "WWW-Authenticate" : "Proxy-Authenticate";
        Headers.Builder headers = Headers.builder();
        for (String challenge : challenges) {
            headers.add(name, "Digest " + challenge);
        }
        return new SipResponse(status, "No", headers.build(), Bytes.copyOf(new byte[0]));
    }

    private static String realm(String realm, String nonce) {
        return "realm=\"" + realm + "\", nonce=\"" + nonce + "\", qop=\"auth\"";
    }

    private SipRequest retried(SipRequest rejected, SipResponse challenge, Reach reach) {
        return ((Answer.Retry) authenticator.answer(rejected, challenge, reach)).request();
    }

    private String refused(SipRequest rejected, SipResponse challenge, Reach reach) {
        return ((Answer.GiveUp) authenticator.answer(rejected, challenge, reach)).reason();
    }

    private static List<DigestCredentials> credentials(SipRequest request, String header) {
        return request.headers().all(header).stream().map(DigestCredentials::parse).toList();
    }

    private static DigestCredentials server(SipRequest request) {
        return credentials(request, "Authorization").getFirst();
    }

    private static DigestCredentials proxy(SipRequest request) {
        return credentials(request, "Proxy-Authorization").getFirst();
    }

    @Test
    void answersTheServer() {
        SipRequest retry = retried(REGISTER, challenge(401, realm("trunk", "n1")), Reach.INITIAL);

        DigestCredentials made = server(retry);
        assertThat(made.user()).isEqualTo("alice");
        assertThat(made.uri()).isEqualTo("sip:trunk");
        assertThat(made.nonceCount()).isEqualTo(1);
        assertThat(made.provenBy(PASSWORD, "REGISTER", retry.body())).isTrue();
    }

    @Test
    void countsTheUsesOfANonceAndNeverRepeatsACnonce() {
        SipRequest first = retried(REGISTER, challenge(401, realm("trunk", "n")), Reach.INITIAL);
        SipRequest second = authenticator.authorize(REGISTER, Reach.INITIAL);
        SipRequest third = authenticator.authorize(second, Reach.INITIAL);

        assertThat(server(second).nonceCount()).isEqualTo(2);
        assertThat(server(third).nonceCount()).isEqualTo(3);
        assertThat(credentials(third, "Authorization")).hasSize(1);
        assertThat(server(second).cnonce()).isNotEqualTo(server(first).cnonce());
        assertThat(server(third).provenBy(PASSWORD, "REGISTER", third.body())).isTrue();
    }

    @Test
    void keepsTheCnonceOfASession() {
        String session = realm("trunk", "n") + ", algorithm=MD5-sess";
        SipRequest first = retried(REGISTER, challenge(401, session), Reach.INITIAL);
        SipRequest second = authenticator.authorize(REGISTER, Reach.INITIAL);

        assertThat(server(second).cnonce()).isEqualTo(server(first).cnonce());
        assertThat(server(second).provenBy(PASSWORD, "REGISTER", second.body())).isTrue();
    }

    @Test
    void givesUpWhenThePasswordIsWrong() {
        SipRequest retry = retried(REGISTER, challenge(401, realm("trunk", "n1")), Reach.INITIAL);

        assertThat(refused(retry, challenge(401, realm("trunk", "n2")), Reach.INITIAL))
                .contains("password");
    }

    @Test
    void triesAgainWithAFreshNonceForAStaleOne() {
        SipRequest retry = retried(REGISTER, challenge(401, realm("trunk", "n1")), Reach.INITIAL);
        SipResponse stale = challenge(401, realm("trunk", "n2") + ", stale=true");
        SipRequest again = retried(retry, stale, Reach.INITIAL);

        assertThat(server(again).nonce()).isEqualTo("n2");
        assertThat(server(again).nonceCount()).isEqualTo(1);
        assertThat(credentials(again, "Authorization")).hasSize(1);
    }

    @Test
    void doesNotPlayStaleForever() {
        SipRequest retry = retried(REGISTER, challenge(401, realm("trunk", "0")), Reach.INITIAL);
        int tries = 0;
        while (authenticator.answer(
                        retry,
                        challenge(401, realm("trunk", "n" + tries) + ", stale=true"),
                        Reach.INITIAL)
                instanceof Answer.Retry(SipRequest next)) {
            retry = next;
            tries++;
            assertThat(tries).isLessThan(10);
        }
    }

    @Test
    void takesANonceThatRanOutForJustThat() {
        retried(REGISTER, challenge(401, realm("trunk", "n1")), Reach.INITIAL);
        SipRequest refresh = authenticator.authorize(REGISTER, Reach.INITIAL);

        SipRequest again = retried(refresh, challenge(401, realm("trunk", "n2")), Reach.INITIAL);
        assertThat(server(again).nonce()).isEqualTo("n2");
        assertThat(refused(again, challenge(401, realm("trunk", "n3")), Reach.INITIAL))
                .contains("password");
    }

    @Test
    void choosesTheStrongestItHas() {
        SipRequest retry =
                retried(
                        INVITE,
                        challenge(
                                407,
                                realm("t", "n1") + ", algorithm=MD5",
                                realm("t", "n2") + ", algorithm=SHA-256",
                                realm("t", "n3") + ", algorithm=SHA-1024",
                                "realm=\"broken"),
                        Reach.INITIAL);

        assertThat(proxy(retry).algorithm()).isEqualTo(DigestAlgorithm.SHA_256);
        assertThat(proxy(retry).nonce()).isEqualTo("n2");
    }

    @Test
    void answersProxyAndServerOfOneRequest() {
        SipRequest first = retried(INVITE, challenge(407, realm("proxy", "p")), Reach.INITIAL);
        SipRequest second = retried(first, challenge(401, realm("pbx", "s")), Reach.INITIAL);

        assertThat(proxy(second).realm()).isEqualTo("proxy");
        assertThat(proxy(second).nonceCount()).isEqualTo(2);
        assertThat(server(second).realm()).isEqualTo("pbx");
        assertThat(refused(second, challenge(401, realm("pbx", "s2")), Reach.INITIAL))
                .contains("password");
    }

    @Test
    void answersNoRealmThatTheServerDidNotTeach() {
        retried(REGISTER, challenge(401, realm("trunk", "n1")), Reach.INITIAL);

        assertThat(refused(INVITE, challenge(401, realm("callee", "x")), Reach.INITIAL))
                .contains("realm");
        assertThat(refused(BYE, challenge(401, realm("callee", "x")), Reach.TO_SERVER))
                .contains("realm");
    }

    @Test
    void answersInACallOnlyWhereTheServerIs() {
        retried(INVITE, challenge(407, realm("trunk", "p")), Reach.INITIAL);
        retried(INVITE, challenge(401, realm("trunk", "s")), Reach.INITIAL);
        SipResponse server = challenge(401, realm("trunk", "x"));
        SipResponse proxy = challenge(407, realm("trunk", "x"));

        assertThat(refused(BYE, server, Reach.ELSEWHERE)).contains("past");
        assertThat(refused(BYE, proxy, Reach.ELSEWHERE)).contains("past");
        assertThat(refused(BYE, server, Reach.THROUGH_SERVER)).contains("past");
        assertThat(proxy(retried(BYE, proxy, Reach.THROUGH_SERVER)).nonce()).isEqualTo("x");
        assertThat(server(retried(BYE, server, Reach.TO_SERVER)).nonce()).isEqualTo("x");
    }

    @Test
    void learnsNoRealmInACall() {
        assertThat(refused(BYE, challenge(407, realm("trunk", "x")), Reach.THROUGH_SERVER))
                .contains("in the call only");
    }

    @Test
    void sendsAheadOnlyWhatMayBeSeen() {
        retried(INVITE, challenge(407, realm("trunk", "p")), Reach.INITIAL);
        retried(INVITE, challenge(401, realm("trunk", "s")), Reach.INITIAL);

        SipRequest through = authenticator.authorize(BYE, Reach.THROUGH_SERVER);
        assertThat(credentials(through, "Proxy-Authorization")).hasSize(1);
        assertThat(credentials(through, "Authorization")).isEmpty();
        SipRequest past = authenticator.authorize(through, Reach.ELSEWHERE);
        assertThat(past.headers().list()).isEmpty();
    }

    @Test
    void saysSoWhenItHasNoSuchAuthentication() {
        assertThat(refused(REGISTER, challenge(401), Reach.INITIAL)).contains("don't have");
        assertThat(
                        refused(
                                REGISTER,
                                challenge(401, realm("t", "n") + ", algorithm=AKAv1-MD5"),
                                Reach.INITIAL))
                .contains("don't have");
    }

    @Test
    void tellsNobodyThePassword() {
        SipRequest retry = retried(REGISTER, challenge(401, realm("trunk", "n1")), Reach.INITIAL);

        assertThat(authenticator.toString()).contains("alice").doesNotContain(PASSWORD);
        assertThat(retry.toString()).doesNotContain(server(retry).response());
        assertThat(retry.headers().toString()).doesNotContain(server(retry).response());
        assertThat(new String(retry.print(), UTF_8)).doesNotContain(PASSWORD);
    }
}
