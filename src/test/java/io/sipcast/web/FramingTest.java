package io.sipcast.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.web.Http.Reply;
import io.vertx.core.MultiMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may frame which page. */
class FramingTest {
    @Test
    void onlyOurOwnPagesFrameThePlayerUnlessOthersAreNamed() {
        MultiMap headers = headers(Framing.by(List.of()));

        assertThat(headers.get("Content-Security-Policy")).endsWith("; frame-ancestors 'self'");
        assertThat(headers.get("X-Frame-Options")).isEqualTo("SAMEORIGIN");
        assertThat(headers.get("Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
    }

    @Test
    void theNamedOriginsMayToo() {
        MultiMap headers =
                headers(Framing.by(List.of("https://a.example.org/", "http://b.example.org:81")));

        assertThat(headers.get("Content-Security-Policy"))
                .endsWith("; frame-ancestors 'self' https://a.example.org http://b.example.org:81");
        assertThat(headers.get("X-Frame-Options")).isNull();
        assertThat(headers.get("Cross-Origin-Resource-Policy")).isEqualTo("cross-origin");
    }

    @Test
    void aStarMeansEverybody() {
        MultiMap headers = headers(Framing.by(List.of("https://a.example.org", "*")));

        assertThat(headers.get("Content-Security-Policy")).endsWith("; frame-ancestors *");
        assertThat(headers.get("X-Frame-Options")).isNull();
    }

    /** X-Frame-Options is there before: what all answers have. */
    private static MultiMap headers(Framing framing) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap().add("X-Frame-Options", "DENY");
        framing.write(headers, "default-src 'none'");
        return headers;
    }

    @ParameterizedTest
    @CsvSource({
        "/, 'none', DENY",
        "/player, 'none', DENY",
        "/player.js, 'none', DENY",
        "/embed, 'self', SAMEORIGIN",
        "/embed?stream=a, 'self', SAMEORIGIN"
    })
    void onlyTheEmbeddablePageIsFramed(String path, String ancestors, String options)
            throws Exception {
        try (TestServer server = TestServer.open(new FakeCalls())) {
            Reply page = server.http.get(path);

            assertThat(page.header("content-security-policy"))
                    .endsWith("; frame-ancestors '" + ancestors + "'");
            assertThat(page.header("x-frame-options")).isEqualTo(options);
        }
    }
}
