package io.sipcast.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.web.Http.Reply;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The description of the interface as it is served, for everybody. */
class DocumentationTest {
    private TestServer server;
    private Http http;

    @BeforeEach
    void start() throws Exception {
        server = TestServer.with(TestServer.settings("the-key", List.of(), List.of(), List.of()));
        http = server.http;
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "/api, text/html; charset=utf-8",
        "/api.js, text/javascript; charset=utf-8",
        "/api.css, text/css; charset=utf-8",
        "/swagger-ui/swagger-ui-bundle.js, text/javascript; charset=utf-8",
        "/swagger-ui/swagger-ui.css, text/css; charset=utf-8",
        "/swagger-ui/LICENSE, text/plain; charset=utf-8",
        "/swagger-ui/NOTICE, text/plain; charset=utf-8",
        "/swagger-ui/swagger-ui-bundle.js.LICENSE.txt, text/plain; charset=utf-8",
        "/api/v1/openapi.yaml, application/yaml",
        "/api/v1/openapi.json, application/json"
    })
    void isServedCompressedAndOnce(String path, String type) throws Exception {
        Reply plain = http.get(path);
        Reply small = http.get(path, "Accept-Encoding: gzip");
        Reply same = http.get(path, "If-None-Match: " + plain.header("etag"));

        assertThat(plain.status()).isEqualTo(200);
        assertThat(plain.header("content-type")).isEqualTo(type);
        assertThat(plain.header("content-security-policy"))
                .contains("default-src 'none'", "script-src 'self';", "style-src 'self';")
                .doesNotContain("unsafe");
        assertThat(small.header("content-encoding")).isEqualTo("gzip");
        try (var in = new GZIPInputStream(new ByteArrayInputStream(small.bytes().toArray()))) {
            assertThat(in.readAllBytes()).isEqualTo(plain.bytes().toArray());
        }
        assertThat(same.status()).isEqualTo(304);
        assertThat(http.exchange("POST", path, "").status()).isEqualTo(405);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/swagger-ui/",
                "/swagger-ui/index.html",
                "/swagger-ui/oauth2-redirect.html",
                "/swagger-ui/swagger-initializer.js",
                "/swagger-ui/swagger-ui.js"
            })
    void nothingElseOfTheLibraryIsServed(String path) {
        assertThat(http.get(path).status()).isEqualTo(404);
    }

    @Test
    void bothFormsOfTheDocumentSayTheSame() {
        JsonNode yaml = new YAMLMapper().readTree(http.get("/api/v1/openapi.yaml").body());
        JsonNode json = new JsonMapper().readTree(http.get("/api/v1/openapi.json").body());

        assertThat(json).isEqualTo(yaml);
        assertThat(json.get("openapi").asString()).isEqualTo("3.1.0");
    }
}
