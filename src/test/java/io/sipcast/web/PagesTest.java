package io.sipcast.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.web.Http.Reply;
import java.io.ByteArrayInputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages as they are served; how they behave is for a browser to say. */
class PagesTest {
    private TestServer server;
    private Http http;

    @BeforeEach
    void start() throws Exception {
        server = TestServer.open(new FakeCalls());
        http = server.http;
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "/, text/html; charset=utf-8",
        "/player, text/html; charset=utf-8",
        "/player?stream=a, text/html; charset=utf-8",
        "/call?id=a, text/html; charset=utf-8",
        "/player.css, text/css; charset=utf-8",
        "/player/session.js, text/javascript; charset=utf-8",
        "/style.css, text/css; charset=utf-8",
        "/console.js, text/javascript; charset=utf-8",
        "/mpegts/mpegts.js, text/javascript; charset=utf-8",
        "/mpegts/LICENSE, text/plain; charset=utf-8",
        "/icon.svg, image/svg+xml"
    })
    void isServedWithItsTypeAndNothingFromElsewhere(String path, String type) {
        Reply reply = http.get(path);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("content-type")).isEqualTo(type);
        assertThat(reply.bytes().size()).isPositive();
        assertThat(reply.header("content-security-policy"))
                .contains("default-src 'none'", "script-src 'self';", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(reply.header("x-content-type-options")).isEqualTo("nosniff");
        assertThat(reply.header("referrer-policy")).isEqualTo("no-referrer");
    }

    @Test
    void isNotSentTwiceAndCompressedOnRequest() throws Exception {
        Reply plain = http.get("/console.js");
        String tag = plain.header("etag");
        Reply same = http.get("/console.js", "If-None-Match: " + tag);
        Reply small = http.get("/console.js", "Accept-Encoding: gzip, br");
        Reply head = http.exchange("HEAD", "/console.js", "");

        assertThat(same.status()).isEqualTo(304);
        assertThat(same.bytes().size()).isZero();
        assertThat(small.header("content-encoding")).isEqualTo("gzip");
        assertThat(gunzip(small)).isEqualTo(plain.body());
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("content-length")).isEqualTo(plain.header("content-length"));
        assertThat(http.exchange("POST", "/", "").status()).isEqualTo(405);
    }

    @ParameterizedTest
    @MethodSource("paths")
    void everyFileIsThere(String path) {
        assertThat(http.exchange("HEAD", path, "").status()).isEqualTo(200);
    }

    static Set<String> paths() {
        return Pages.FILES.keySet();
    }

    @Test
    void aSlashAtTheEndDoesNotMatterAndWhatIsNoFileIsNotThere() {
        assertThat(http.get("/player/").body()).isEqualTo(http.get("/player").body());
        assertThat(http.get("/nothing.js").status()).isEqualTo(404);
        assertThat(http.exchange("POST", "/nothing.js", "").status()).isEqualTo(404);
        assertThat(http.exchange("DELETE", "/player", "").header("allow")).isEqualTo("GET, HEAD");
    }

    private static String gunzip(Reply reply) throws Exception {
        try (var in = new GZIPInputStream(new ByteArrayInputStream(reply.bytes().toArray()))) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    @Test
    void suggestsTheRtmpServerUnderTheNameThatLedHere() {
        Reply name = http.get("/settings.json");
        Reply address = http.get("/settings.json", "Host: [::1]:8081");

        assertThat(name.body()).isEqualTo("{\"rtmpUrl\":\"rtmp://localhost:1935/live\"}");
        assertThat(address.body()).isEqualTo("{\"rtmpUrl\":\"rtmp://[::1]:1935/live\"}");
    }

    /** The policy would stop them, and the user would see half a page. */
    @ParameterizedTest
    @ValueSource(strings = {"/", "/call", "/player", "/embed"})
    void hasNoInlineScriptOrStyleAndAsksNobodyElse(String path) {
        String html = http.get(path).body();

        assertThat(html).doesNotContain("style=", "<style", " onclick", "javascript:", "http:");
        assertThat(found(html, "<script[^>]*>([^<]*)")).containsOnly("");
        for (String link : found(html, "(?:src|href)=\"([^\"]*)\"")) {
            assertThat(http.get(link).status()).as(link).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/call", "/player", "/embed"})
    void hasAWordForEverything(String path) {
        String html = http.get(path).body();
        String texts = http.get("/texts.js").body();

        for (String key : found(html, "data-text=\"([^\"]*)\"")) {
            assertThat(texts).containsPattern("\n  " + key + ": '");
        }
        for (String field : found(html, "data-field=\"([^\"]*)\"")) {
            assertThat(texts).contains("\n  " + field + ": { label: '");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/console.js",
                "/calls.js",
                "/call-form.js",
                "/targets-form.js",
                "/call-words.js",
                "/call.js",
                "/call-summary.js",
                "/call-facts.js",
                "/call-targets.js",
                "/call-controls.js",
                "/connection.js",
                "/parts.js",
                "/report.js",
                "/player.js",
                "/wrong.js",
                "/embed.js",
                "/server.js",
                "/player/figures.js",
                "/player/messages.js",
                "/player/screen.js",
                "/player/share.js",
                "/player/sound.js",
                "/player/stage.js",
                "/player/windows.js"
            })
    void saysNothingThatIsNotAmongTheTexts(String script) {
        String source = http.get(script).body();
        String texts = http.get("/texts.js").body();

        for (String key : found(source, "(?:say\\('|texts\\.)(\\w+)")) {
            if (!key.equals("js")) {
                assertThat(texts).as(key).containsPattern("\n  " + key + ": ");
            }
        }
    }

    /** What a console loads at first is little, and has no player in it. */
    @Test
    void isSmall() {
        Set<String> loaded = new LinkedHashSet<>(List.of("/"));
        Deque<String> next = new ArrayDeque<>(loaded);
        int bytes = 0;
        while (!next.isEmpty()) {
            Reply reply = http.get(next.remove(), "Accept-Encoding: gzip");
            bytes += reply.bytes().size();
            boolean picture = "image/svg+xml".equals(reply.header("content-type"));
            String text = picture ? "" : unpacked(reply);
            for (String link :
                    found(text, "(?:from '\\.|href=\"|src=\")(/[a-z-]+\\.[a-z]+)[\"']")) {
                if (loaded.add(link)) {
                    next.add(link);
                }
            }
        }
        assertThat(loaded).contains("/console.js", "/events.js", "/console.css", "/texts.js");
        assertThat(loaded).noneMatch(each -> each.contains("mpegts"));
        assertThat(bytes).isLessThan(100_000);
    }

    private static String unpacked(Reply reply) {
        try {
            return gunzip(reply);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** The engine comes when something plays; what is seen before is small. */
    @ParameterizedTest
    @ValueSource(strings = {"/player", "/embed"})
    void isSmallWithoutTheEngine(String path) {
        String html = http.get(path).body();
        List<String> parts = new ArrayList<>(List.of(path));
        parts.addAll(found(html, "(?:src|href)=\"(/[^\"]+\\.\\w+)\""));

        assertThat(html).doesNotContain("mpegts");
        assertThat(parts).hasSizeGreaterThan(5);
        int bytes =
                parts.stream()
                        .mapToInt(part -> http.get(part, "Accept-Encoding: gzip").bytes().size())
                        .sum();
        assertThat(bytes).isLessThan(60_000);
    }

    /** The console has all that /call/startup takes; its targets are rows of their own. */
    @Test
    void hasEveryFieldOfTheAccount() {
        String html = http.get("/").body();

        for (String field :
                List.of(
                        "callId",
                        "callee",
                        "toStream",
                        "dtmf",
                        "earlyMedia",
                        "record",
                        "slate",
                        "video",
                        "hasAudio",
                        "hasVideo",
                        "sipLogin",
                        "sipAuthenticationName",
                        "sipPassword",
                        "sipDomain",
                        "sipOutboundProxy",
                        "sipPort",
                        "appKey",
                        "sipRegisterRequired",
                        "visibleName",
                        "inviteParameters")) {
            assertThat(html).containsPattern("(data-field|name)=\"" + field + "\"");
        }
        assertThat(html).contains("data-field=\"sipPassword\" data-type=\"password\"");
    }

    private static List<String> found(String text, String regex) {
        return Pattern.compile(regex)
                .matcher(text)
                .results()
                .map((MatchResult result) -> result.group(1))
                .toList();
    }
}
