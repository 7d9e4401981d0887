package io.sipcast.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RtmpUrlTest {
    @ParameterizedTest
    @CsvSource({
        "rtmp://host/live, s, false, host, 1935, live, s",
        "rtmp://host/live/, s, false, host, 1935, live, s",
        "RTMP://Host:1936/live/inst, s, false, host, 1936, live/inst, s",
        "rtmp://host/auth?key=k, s?a=b, false, host, 1935, auth?key=k, s?a=b",
        "rtmps://host/live2, a-b/c, true, host, 443, live2, a-b/c",
        "rtmp://[::1]:1/app, s, false, ::1, 1, app, s",
        "rtmp://host/live/s,, false, host, 1935, live, s",
        "rtmp://host/live/inst/s?key=k,, false, host, 1935, live/inst, s?key=k"
    })
    void readsWhatEncodersTake(
            String url,
            String stream,
            boolean secure,
            String host,
            int port,
            String app,
            String name) {
        assertThat(RtmpUrl.parse(url, stream))
                .isEqualTo(new RtmpUrl(secure, host, port, app, name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://host/live",
                "host/live",
                "rtmp:/host/live",
                "rtmp:///live",
                "rtmp://host",
                "rtmp://host/",
                "rtmp://host/?key",
                "rtmp://host:0/live",
                "rtmp://host:65536/live",
                "rtmp://host:x/live",
                "rtmp://user:secret@host/live",
                "rtmp://host/li ve",
                "rtmp://host/live\r\nx",
                "rtmp://host/live#secret",
                ""
            })
    void saysInWordsWhatIsWrong(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RtmpUrl.parse(url, "stream"))
                .withMessageNotContaining("secret")
                .withMessageMatching("(is|has|must|needs) .*");
    }

    @Test
    void aStreamNeedsAName() {
        assertThatIllegalArgumentException().isThrownBy(() -> RtmpUrl.parse("rtmp://h/a", ""));
        assertThatIllegalArgumentException().isThrownBy(() -> RtmpUrl.parse("rtmp://h/a", null));
        assertThatIllegalArgumentException().isThrownBy(() -> RtmpUrl.parse("rtmp://h/a", "a\nb"));
    }

    @Test
    void printsNoSecret() {
        RtmpUrl url = RtmpUrl.parse("rtmp://host:1936/auth?key=secret1", "secret2?token=secret3");

        assertThat(url).hasToString("rtmp://host:1936/auth?***/***");
        assertThat(url.tcUrl()).isEqualTo("rtmp://host:1936/auth?key=secret1");
    }

    @Test
    void noiseIsReadOrRefused() {
        Random random = new Random(1);
        String alphabet = "rtmps://host:1935/[]?#@.a%\u0000";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder(random.nextBoolean() ? "rtmp://" : "");
            for (int n = random.nextInt(30); n > 0; n--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            try {
                RtmpUrl.parse(text.toString(), random.nextBoolean() ? "s" : null);
            } catch (IllegalArgumentException e) {
                assertThat(e).hasMessageMatching("(is|has|must|needs) .*");
            }
        }
    }
}
