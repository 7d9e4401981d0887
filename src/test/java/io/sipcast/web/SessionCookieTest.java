package io.sipcast.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which tokens stand in Cookie fields, whatever else does. */
class SessionCookieTest {
    private static final SessionCookie COOKIE = new SessionCookie("sipcast-8081", false);
    private static final String A = "A".repeat(43);
    private static final String B = "b-_9".repeat(10) + "b-_";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sipcast-8081=%A                          | %A",
                "x=1; sipcast-8081=%A; y=2                | %A",
                "x=1;sipcast-8081=%A                      | %A",
                "  sipcast-8081=%A  ;                     | %A",
                "sipcast-8081=%A; sipcast-8081=%B         | %A %B",
                "sipcast-80811=%A                         | ",
                "xsipcast-8081=%A                         | ",
                "__Host-sipcast-8081=%A                   | ",
                "SIPCAST-8081=%A                          | ",
                "sipcast-8081 =%A                         | ",
                "sipcast-8081=\"%A\"                      | ",
                "sipcast-8081=%A%A                        | ",
                "sipcast-8081=                            | ",
                "sipcast-8081                             | ",
                "''                                       | ",
                ";;;=;==                                  | "
            })
    void findsThoseOfItsName(String field, String tokens) {
        String expected = tokens == null ? "" : filled(tokens);

        assertThat(String.join(" ", COOKIE.tokens(List.of(filled(field))))).isEqualTo(expected);
    }

    private static String filled(String text) {
        return text.replace("%A", A).replace("%B", B);
    }

    @Test
    void theFieldsOfHttp2AreReadAsOne() {
        assertThat(COOKIE.tokens(List.of("x=1", "sipcast-8081=" + A, "y=2"))).containsExactly(A);
        assertThat(COOKIE.tokens(List.of())).isEmpty();
    }

    @Test
    void onlySomeAreLookedAt() {
        assertThat(COOKIE.tokens(List.of(("sipcast-8081=" + A + ";").repeat(1000)))).hasSize(8);
    }

    @Test
    void whatItPrintsItReads() {
        var secure = new SessionCookie("__Host-sipcast-8444", true);

        assertThat(secure.print(A))
                .isEqualTo(
                        "__Host-sipcast-8444=" + A + "; Path=/; HttpOnly; SameSite=Strict; Secure");
        assertThat(secure.printGone())
                .isEqualTo(
                        "__Host-sipcast-8444=; Path=/; HttpOnly; SameSite=Strict; Secure;"
                                + " Max-Age=0");
        assertThat(secure.tokens(List.of(secure.print(A)))).containsExactly(A);
    }

    /** Any bytes: what comes out are tokens, and one that was put in is found. */
    @Test
    void noiseDoesNoHarm() {
        var random = new Random(6265);
        String alphabet = "sipcast-8081=;, \"\\\t\0é%A=;;";
        for (int round = 0; round < 20_000; round++) {
            List<String> fields = new ArrayList<>();
            for (int field = random.nextInt(3); field >= 0; field--) {
                var noise = new StringBuilder();
                for (int length = random.nextInt(60); length > 0; length--) {
                    noise.append(
                            random.nextInt(9) == 0
                                    ? "sipcast-8081="
                                    : alphabet.charAt(random.nextInt(alphabet.length())));
                }
                fields.add(noise.toString());
            }
            assertThat(COOKIE.tokens(fields)).allMatch(token -> token.length() == 43);
            fields.add(random.nextInt(fields.size() + 1), "a=b; sipcast-8081=" + B);
            assertThat(COOKIE.tokens(fields)).contains(B);
        }
    }
}
