package io.sipcast.sip;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.bytes.Bytes;
import io.sipcast.sip.auth.DigestAlgorithm;
import io.sipcast.sip.auth.DigestChallenge;
import io.sipcast.sip.auth.Guard;
import io.sipcast.sip.auth.Login;
import io.sipcast.sip.message.HeaderName;
import io.sipcast.sip.message.Method;
import io.sipcast.sip.message.SipRequest;
import io.sipcast.sip.message.SipResponse;
import io.sipcast.sip.message.Uri;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who is let in, and what those hear who are not. */
class EntranceTest {
    private static final Bytes ANSWER = World.bytes("v=0 ours");
    private static final TestReception GUARDED =
            new TestReception(
                    new Guard("sipcast", new Login("trunk", "secret"), Guard.USUAL), null);

    private final World world = new World(1);
    private final Caller caller = new Caller(world);

    @AfterEach
    void nothingIsLeft() {
        world.arrivals.forEach(arrival -> world.hangUp(arrival.call()));
        world.runToTheEnd();

        UserAgent.Counters counters = world.agent.counters();
        assertThat(counters.calls() + counters.transactions() + counters.timers()).isZero();
    }

    @Test
    void nobodyIsInUntilItIsOpen() {
        refused(caller.invite("studio"), 404, "no rule lets it in");
    }

    @Test
    void anotherUserIsNotFound() {
        world.agent.open(TestReception.OPEN);
        refused(caller.invite("nobody"), 404, "no rule lets it in");
        refused(caller.invite("studio").withUri(Uri.parse("sip:192.0.2.1")), 404, "no rule");
    }

    @Test
    void theLastHopIsGoodEnough() {
        open(TestReception.OPEN);
        caller.send(caller.invite("studio").with(HeaderName.MAX_FORWARDS, "0"));
        caller.send(caller.ack());

        assertThat(caller.statuses()).containsExactly(200);
    }

    @Test
    void whatItCannotDoIsRefused() {
        world.agent.open(TestReception.OPEN);
        SipResponse extension =
                refused(
                        caller.invite("studio").with(HeaderName.REQUIRE, "100rel, replaces"),
                        420,
                        "it requires [100rel, replaces]");
        assertThat(extension.unsupported()).containsExactly("100rel", "replaces");

        SipResponse body =
                refused(
                        caller.invite("studio").withBody("text/plain", World.bytes("hello")),
                        415,
                        "its body is not plain SDP");
        assertThat(body.headers().first(HeaderName.ACCEPT)).isEqualTo("application/sdp");

        refused(caller.invite("studio").with(HeaderName.CONTENT_ENCODING, "gzip"), 415, "its body");
        refused(
                caller.invite("studio").withUri(Uri.parse("mailto:studio@example.com")),
                416,
                "the URI is of no kind");
        assertThat(world.arrivals).isEmpty();
    }

    @Test
    void aTagOfAnUnknownDialogIsNoNewCall() {
        world.agent.open(TestReception.OPEN);
        SipRequest invite =
                caller.invite("studio").with(HeaderName.TO, "<sip:studio@example.com>;tag=gone");
        caller.send(invite);
        caller.send(caller.ack(invite));

        assertThat(caller.statuses()).containsExactly(481);
    }

    @Test
    void oneAddressMayNotLeaveTooManyUnacknowledged() {
        open(TestReception.OPEN);
        for (int i = 0; i < 51; i++) {
            caller.send(fresh(caller.invite("studio"), i));
        }
        assertThat(world.arrivals).hasSize(50);
        SipResponse refusal = caller.last(503);
        assertThat(refusal.headers().first(HeaderName.RETRY_AFTER)).isEqualTo("5");
        assertThat(world.turnedAway.getLast().why())
                .isEqualTo("50 calls from there are not acknowledged yet");

        SipResponse first = caller.responses.getFirst();
        SipRequest bye =
                caller.inDialog(Method.BYE)
                        .with(HeaderName.CALL_ID, first.callId())
                        .with(HeaderName.TO, first.to().print());
        caller.send(bye, fresh(caller.invite("studio"), 51));
        assertThat(world.arrivals).hasSize(51);
    }

    private static SipRequest fresh(SipRequest invite, int number) {
        return invite.with(HeaderName.CALL_ID, "call" + number + "@203.0.113.9");
    }

    @Test
    void aPasswordIsAskedForByEitherDigest() {
        open(GUARDED);
        SipRequest invite = caller.invite("studio");
        caller.send(invite);
        caller.send(caller.ack(invite));

        List<String> challenges = caller.last(401).headers().all(HeaderName.WWW_AUTHENTICATE);
        String nonce = DigestChallenge.parse(challenges.getFirst()).nonce();
        assertThat(challenges)
                .containsExactly(
                        "Digest realm=\"sipcast\", nonce=\"%s\", algorithm=MD5, qop=\"auth\""
                                .formatted(nonce),
                        "Digest realm=\"sipcast\", nonce=\"%s\", algorithm=SHA-256, qop=\"auth\""
                                .formatted(nonce));
        assertThat(world.arrivals).isEmpty();
        assertThat(world.turnedAway).isEmpty(); // that is how it begins
    }

    @Test
    void aDigestThatIsNotOfferedIsNotTaken() {
        Login login = new Login("trunk", "secret");
        Guard strict = new Guard("sipcast", login, List.of(DigestAlgorithm.SHA_256));
        open(new TestReception(strict, null));
        String nonce = challenged();
        assertThat(caller.last(401).headers().all(HeaderName.WWW_AUTHENTICATE)).hasSize(1);
        SipRequest weak = credentials(nonce, "MD5", "trunk", "secret", "00000001");
        caller.send(weak);
        caller.send(caller.ack(weak));
        caller.send(credentials(nonce, "SHA-256", "trunk", "secret", "00000001"));
        caller.send(caller.ack());

        assertThat(caller.statuses()).containsExactly(401, 401, 200);
    }

    @Test
    void theRightPasswordLetsIn() {
        open(GUARDED);
        for (String algorithm : List.of("SHA-256", "MD5")) {
            caller.send(credentials(challenged(), algorithm, "trunk", "secret", "00000001"));
            caller.send(caller.ack());
        }

        assertThat(world.arrivals).hasSize(2);
        assertThat(caller.statuses()).containsExactly(401, 200, 401, 200);
    }

    @Test
    void aClientWithoutQopCanUseANonceOnce() {
        open(GUARDED);
        String nonce = challenged();
        caller.send(credentials(nonce, "MD5", "trunk", "secret", ""));
        caller.send(caller.ack());
        SipRequest again = fresh(credentials(nonce, "MD5", "trunk", "secret", ""), 2);
        caller.send(again);
        caller.send(caller.ack(again));

        assertThat(caller.statuses()).containsExactly(401, 200, 401);
        assertThat(challenge().stale()).isTrue();
    }

    @Test
    void aWrongUserAndAWrongPasswordLookAlike() {
        open(GUARDED);
        String why = "the user or the password is wrong";
        refused(credentials(challenged(), "MD5", "trunk", "guessed", "00000001"), 403, why);
        refused(credentials(challenged(), "MD5", "nobody", "secret", "00000001"), 403, why);

        assertThat(world.turnedAway.toString()).doesNotContain("secret").doesNotContain("guessed");
    }

    @Test
    void credentialsCannotBeUsedTwice() {
        open(GUARDED);
        String nonce = challenged();
        SipRequest good = credentials(nonce, "SHA-256", "trunk", "secret", "00000001");
        caller.send(good);
        caller.send(caller.ack());
        SipRequest replayed = fresh(good, 2).with(HeaderName.VIA, caller.via());
        caller.send(replayed);
        caller.send(caller.ack(replayed));
        assertThat(caller.statuses()).containsExactly(401, 200, 401);
        assertThat(challenge().stale()).isTrue();
        assertThat(challenge().nonce()).isNotEqualTo(nonce);

        caller.send(fresh(credentials(nonce, "SHA-256", "trunk", "secret", "00000002"), 3));
        assertThat(caller.statuses()).endsWith(200);
        assertThat(world.arrivals).hasSize(2);
    }

    @Test
    void anOldNonceIsStale() {
        open(GUARDED);
        String nonce = challenged();
        world.run(Duration.ofMinutes(5));
        SipRequest late = credentials(nonce, "SHA-256", "trunk", "secret", "00000001");
        caller.send(late);
        caller.send(caller.ack(late));
        assertThat(caller.statuses()).containsExactly(401, 401);
        assertThat(challenge().stale()).isTrue();

        caller.send(credentials(challenge().nonce(), "SHA-256", "trunk", "secret", "00000001"));
        caller.send(caller.ack());
        assertThat(caller.statuses()).endsWith(200);
    }

    @Test
    void aNonceOfOurOwnMakingIsNeeded() {
        open(GUARDED);
        String nonce = challenged();
        String forged = (nonce.startsWith("0") ? "1" : "0") + nonce.substring(1);
        for (String other : List.of(forged, "0123", nonce.toUpperCase(Locale.ROOT))) {
            SipRequest invite = credentials(other, "MD5", "trunk", "secret", "00000001");
            caller.send(invite);
            caller.send(caller.ack(invite));
            assertThat(challenge().stale()).isTrue();
        }
        assertThat(caller.statuses()).containsOnly(401);
        assertThat(world.arrivals).isEmpty();
    }

    @Test
    void guessesFromOneAddressAreLimited() {
        open(GUARDED);
        for (int i = 0; i < 20; i++) {
            refused(
                    credentials(challenged(), "MD5", "trunk", "guess" + i, "00000001"),
                    403,
                    "the user or the password is wrong");
        }
        refused(caller.invite("studio"), 403, "too many wrong passwords came from there");
        world.run(Duration.ofMinutes(1));

        caller.send(credentials(challenged(), "MD5", "trunk", "secret", "00000001"));
        assertThat(caller.statuses()).endsWith(200);
    }

    @Test
    void hidesFromStrangers() {
        world.agent.open(new TestReception(null, World.SERVER.ip()));
        caller.send(caller.invite("studio"));
        caller.send(caller.invite("studio").with(HeaderName.TO, "<sip:a@b>;tag=x"));
        world.sendRaw(
                "OPTIONS sip:a@b SIP/2.0\r\nVia: SIP/2.0/UDP x;branch=z9hG4bKy\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:a@b>\r\nCall-ID: c\r\nCSeq: 1 OPTIONS\r\nMax-Forwards: many\r\n\r\n"
                        .getBytes(StandardCharsets.US_ASCII),
                Caller.AT);
        world.run(Duration.ofSeconds(1));

        assertThat(world.sent).isEmpty();
        assertThat(world.arrivals).isEmpty();
        assertThat(world.agent.counters().ignored()).isEqualTo(2);
        assertThat(world.agent.counters().transactions()).isZero();
    }

    @Test
    void doesNotHideFromThoseItKnows() {
        world.agent.open(new TestReception(null, Caller.AT.ip()));
        refused(caller.invite("nobody"), 404, "no rule lets it in");
    }

    @Test
    void doesNotHideFromTheOneItCalls() {
        world.agent.open(new TestReception(null, World.ip("192.0.2.99")));
        Callee callee = new Callee(world, Plan.answering());
        CallHandle call = world.call("sip:bob@example.com");
        world.run(Duration.ofSeconds(2));
        callee.leg().reInvite(World.bytes("v=0 hold")); // in the dialog
        world.run(Duration.ofMillis(50));
        assertThat(world.eventsOf(call)).last().isInstanceOf(CallEvent.Offered.class);
        world.reject(call, 488);

        world.send(caller.invite("studio"), World.SERVER); // outside of it
        world.run(Duration.ofMillis(50));
        assertThat(world.arrivals).hasSize(1);
        world.reject(world.arrivals.getFirst().call(), 486);
        world.hangUp(call);
        world.run(Duration.ofSeconds(70));
        assertThat(world.agent.counters().calls()).isZero();

        int before = world.sent.size();
        world.send(caller.invite("studio"), World.SERVER); // a stranger again
        world.run(Duration.ofMillis(50));
        assertThat(world.sent).hasSize(before);
    }

    @Test
    void doesNotHideFromTheRegistrar() {
        world.agent.open(new TestReception(null, World.ip("192.0.2.99")));
        new Callee(world, Plan.answering());
        RegistrationHandle handle = world.register(60);
        world.run(Duration.ofSeconds(1));
        world.send(caller.invite("studio"), World.SERVER);
        world.run(Duration.ofMillis(50));

        assertThat(world.arrivals).hasSize(1);
        world.release(handle);
    }

    private void open(Reception reception) {
        world.agent.open(reception);
        world.arrived = arrival -> world.answer(arrival.call(), ANSWER);
    }

    private SipResponse refused(SipRequest invite, int status, String why) {
        caller.send(invite);
        caller.send(caller.ack(invite));
        assertThat(caller.responses).last().matches(response -> response.status() == status);
        Output.TurnedAway away = world.turnedAway.getLast();
        assertThat(away.status()).isEqualTo(status);
        assertThat(away.source()).isEqualTo(Caller.AT);
        assertThat(away.why()).startsWith(why);
        return caller.responses.getLast();
    }

    /** The nonce that an INVITE without credentials is answered with. */
    private String challenged() {
        SipRequest invite = caller.invite("studio");
        caller.send(invite);
        caller.send(caller.ack(invite));
        return challenge().nonce();
    }

    private DigestChallenge challenge() {
        SipResponse response = caller.last(401);
        return DigestChallenge.parse(
                response.headers().all(HeaderName.WWW_AUTHENTICATE).getFirst());
    }

    /** RFC 7616 §3.4.1, worked out apart from the engine's own code; without qop when nc is "". */
    private SipRequest credentials(
            String nonce, String algorithm, String user, String password, String nc) {
        SipRequest invite = caller.invite("studio");
        String uri = invite.uri().print();
        String key = hash(algorithm, user + ":sipcast:" + password);
        String signed = hash(algorithm, "INVITE:" + uri);
        String counted = nc.isEmpty() ? "" : nc + ":c:auth:";
        String response = hash(algorithm, key + ":" + nonce + ":" + counted + signed);
        String qop = nc.isEmpty() ? "" : ", qop=auth, cnonce=\"c\", nc=" + nc;
        return invite.with(
                HeaderName.AUTHORIZATION,
                "Digest username=\"%s\", realm=\"sipcast\", nonce=\"%s\", uri=\"%s\", response=\"%s\", algorithm=%s%s"
                        .formatted(user, nonce, uri, response, algorithm, qop));
    }

    private static String hash(String algorithm, String text) {
        try {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
