package io.sipcast.rtmp.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.rtmp.RtmpUrl;
import io.sipcast.rtmp.login.Login.Step;
import io.sipcast.rtmp.login.Login.Verdict;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The exact sentences of servers, and the exact queries that they expect. */
class LoginTest {
    private static final RtmpUrl URL = RtmpUrl.parse("rtmp://alice:wonder@host/app/key");
    private static final String REJECT = "[ AccessManager.Reject ] : ";
    private static final RandomGenerator NONCE =
            () -> 0x0bad_cafe_0bad_cafeL; // nextInt is its upper half

    @ParameterizedTest
    @CsvSource({"adobe", "llnw"})
    void aFirstDemandIsAnsweredWithTheName(String scheme) {
        Login next = again(Login.NONE, "[ code=403 need auth; authmod=" + scheme + " ] : ", URL);

        assertThat(next).isEqualTo(new Login(Step.NAME, "authmod=" + scheme + "&user=alice"));
        assertThat(next.appendTo("app")).isEqualTo("app?authmod=" + scheme + "&user=alice");
        assertThat(next.appendTo("app?t=1")).isEqualTo("app?t=1&authmod=" + scheme + "&user=alice");
    }

    @Test
    void adobesChallengeWithOpaque() {
        Login next =
                again(
                        named("adobe"),
                        "[ authmod=adobe ] : ?reason=needauth&user=alice&salt=SALT&challenge=CHAL"
                                + "&opaque=OPAQ",
                        URL);
        assertThat(next.step()).isEqualTo(Step.ANSWER);
        assertThat(next.query())
                .isEqualTo(
                        "authmod=adobe&user=alice&challenge=0badcafe"
                                + "&response=2CJBJwvi1QKOBOAWBtCI9A==&opaque=OPAQ");
    }

    /** Wowza's kind: no opaque, and base64 with its padding in the values. */
    @Test
    void adobesChallengeWithoutOpaque() {
        Login next =
                again(
                        named("adobe"),
                        "[ authmod=adobe ] : ?reason=needauth&user=alice&salt=SALT&challenge=CHAL",
                        URL);
        assertThat(next.query())
                .isEqualTo(
                        "authmod=adobe&user=alice&challenge=0badcafe"
                                + "&response=OPNXbwjGvWfP0GQQ5Br9Ww==");
    }

    @ParameterizedTest
    @CsvSource({
        "app, de7f8ce8f5743c4f756b2b8fcd1dac91",
        "app?t=1, de7f8ce8f5743c4f756b2b8fcd1dac91",
        "app/inst, b9d17d1ed9f4f3bb4aa3a01c24f2d887",
    })
    void limelightsNonce(String app, String response) {
        Login next =
                again(
                        named("llnw"),
                        "[ authmod=llnw ] : ?reason=needauth&user=alice&nonce=NONCE",
                        RtmpUrl.parse("rtmp://alice:wonder@host/" + app, "key"));
        assertThat(next.query())
                .isEqualTo(
                        "authmod=llnw&user=alice&nonce=NONCE&cnonce=0badcafe&nc=00000001&response="
                                + response);
    }

    @ParameterizedTest
    @CsvSource({
        "?reason=authfailed&opaque=vgoAAA, the user or the password of the URL is wrong",
        "?reason=authfail, the user or the password of the URL is wrong",
        "?reason=nosuchuser, it does not know the user of the URL",
        "?reason=needauth&user=alice&salt=S&challenge=C, the user or the password of the URL is"
                + " wrong",
        "?reason=expired, it does not let us log in: expired",
    })
    void aWrongLoginIsFinal(String reason, String words) {
        var answered = new Login(Step.ANSWER, "authmod=adobe&user=alice&response=x");
        assertThat(answered.refused(REJECT + "[ authmod=adobe ] : " + reason, URL, NONCE))
                .isEqualTo(new Verdict.Vain(words));
    }

    @Test
    void aNameThatIsAskedForTwiceIsFinal() {
        Verdict verdict =
                named("adobe")
                        .refused(REJECT + "[ code=403 need auth; authmod=adobe ]", URL, NONCE);
        assertThat(verdict).isInstanceOf(Verdict.Vain.class);
    }

    @ParameterizedTest
    @CsvSource({"rtmp://host/app/key", "rtmp://alice@host/app/key", "rtmp://:pw@host/app/key"})
    void withoutCredentialsItIsSaidThatTheServerWantsSome(String url) {
        String words = "it wants a login; put user:password@ before the host in the URL";
        assertThat(
                        Login.NONE.refused(
                                REJECT + "[ code=403 need auth; authmod=adobe ]",
                                RtmpUrl.parse(url),
                                NONCE))
                .isEqualTo(new Verdict.Vain(words));
    }

    @Test
    void anUnknownSchemeIsNamed() {
        assertThat(Login.NONE.refused("code=403 need auth; authmod=kerberos", URL, NONCE))
                .isEqualTo(
                        new Verdict.Vain(
                                "it wants a login by authmod=kerberos, which is not supported"));
    }

    @ParameterizedTest
    @CsvSource({
        "No such app.",
        "''",
        "[ AccessManager.Reject ] : [ code=400 need auth ]",
        "authmod=adobe",
        "a reason=needauth of nobody",
    })
    void otherRefusalsAreNotAboutALogin(String description) {
        assertThat(Login.NONE.refused(description, URL, NONCE)).isEqualTo(new Verdict.Other());
    }

    @Test
    void aNameCannotEndItsField() {
        Login next =
                again(
                        Login.NONE,
                        "[ code=403 need auth; authmod=adobe ]",
                        RtmpUrl.parse("rtmp://a%26b%3d%C3%A4@x.y%20z:pw@host/app/key"));
        assertThat(next.query()).isEqualTo("authmod=adobe&user=a%26b%3D%C3%A4@x.y%20z");
    }

    @Test
    void nothingSecretIsPrinted() {
        var answered = new Login(Step.ANSWER, "authmod=adobe&user=alice&response=x");
        assertThat(answered).hasToString("login ANSWER");
        assertThat(Credentials.of(URL)).hasToString("alice:***");
    }

    private static Login named(String scheme) {
        return new Login(Step.NAME, "authmod=" + scheme + "&user=alice");
    }

    private static Login again(Login before, String rest, RtmpUrl url) {
        Verdict verdict = before.refused(REJECT + rest, url, NONCE);
        if (verdict instanceof Verdict.Again(Login login)) {
            return login;
        }
        throw new AssertionError(String.valueOf(verdict));
    }
}
