package io.sipcast.rtmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RtmpUrlTest {
    @ParameterizedTest
    @CsvSource({
        "rtmp://h/live/s,                  h, 1935, live, s, rtmp://h/live",
        "RTMP://h:1936/live/s,             h, 1936, live, s, rtmp://h:1936/live",
        "rtmps://h/rtmp/s?a=1/2,           h, 443, rtmp, s?a=1/2, rtmps://h/rtmp",
        "rtmps://h:1935/rtmp/s,            h, 1935, rtmp, s, rtmps://h:1935/rtmp",
        "rtmp://[::1]:1940/a/b/s,          ::1, 1940, a/b, s, rtmp://[::1]:1940/a/b",
        "rtmp://[::1]/a/s,                 ::1, 1935, a, s, rtmp://[::1]/a",
        "rtmp://u:p@h/live/s,              h, 1935, live, s, rtmp://h/live",
        "rtmp://h/live?t=1/s,              h, 1935, live?t=1, s, rtmp://h/live?t=1",
        "rtmp://h/live/s/,                 h, 1935, live, s, rtmp://h/live",
        // as YouTube, Facebook, Twitch, Wowza and Akamai hand them out
        "rtmp://a.rtmp.youtube.com/live2/k-1, a.rtmp.youtube.com, 1935, live2, k-1,"
                + " rtmp://a.rtmp.youtube.com/live2",
        "rtmps://a.rtmps.youtube.com:443/live2/k, a.rtmps.youtube.com, 443, live2, k,"
                + " rtmps://a.rtmps.youtube.com/live2",
        "rtmp://b.rtmp.youtube.com/live2?backup=1/k, b.rtmp.youtube.com, 1935, live2?backup=1, k,"
                + " rtmp://b.rtmp.youtube.com/live2?backup=1",
        "rtmps://live-api-s.facebook.com:443/rtmp/FB-1-0-Ab?s_bl=1&s_psm=1&a=Ab/c,"
                + " live-api-s.facebook.com, 443, rtmp, FB-1-0-Ab?s_bl=1&s_psm=1&a=Ab/c,"
                + " rtmps://live-api-s.facebook.com/rtmp",
        "rtmp://live.twitch.tv/app/live_1?bandwidthtest=true, live.twitch.tv, 1935, app,"
                + " live_1?bandwidthtest=true, rtmp://live.twitch.tv/app",
        "rtmp://w.example/live/_definst_/k, w.example, 1935, live/_definst_, k,"
                + " rtmp://w.example/live/_definst_",
        "rtmp://p.ep1.i.akamaientrypoint.net/EntryPoint/n_1@23, p.ep1.i.akamaientrypoint.net, 1935,"
                + " EntryPoint, n_1@23, rtmp://p.ep1.i.akamaientrypoint.net/EntryPoint",
        "rtmp://h/live/x|y%20z,            h, 1935, live, x|y%20z, rtmp://h/live",
    })
    void readsAWholeUrl(
            String url, String host, int port, String app, String stream, String tcUrl) {
        RtmpUrl read = RtmpUrl.parse(url);

        assertThat(read.host()).isEqualTo(host);
        assertThat(read.port()).isEqualTo(port);
        assertThat(read.app()).isEqualTo(app);
        assertThat(read.stream()).isEqualTo(stream);
        assertThat(read.tcUrl()).isEqualTo(tcUrl);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rtmp://h/live", "rtmp://h/live/", "rtmp://h:1935/live//"})
    void joinsAnApplicationAndAName(String url) {
        RtmpUrl joined = RtmpUrl.parse(url, "s?key=1");

        assertThat(joined.app()).isEqualTo("live");
        assertThat(joined.stream()).isEqualTo("s?key=1");
        assertThat(joined).isEqualTo(RtmpUrl.parse("rtmp://h/live/s?key=1"));
    }

    @Test
    void anApplicationMayHaveAQuery() {
        RtmpUrl joined = RtmpUrl.parse("rtmp://h/live/?auth=x", "s");
        assertThat(joined.app()).isEqualTo("live?auth=x");
    }

    @Test
    void readsCredentials() {
        RtmpUrl url = RtmpUrl.parse("rtmp://us:p@ss:w@h/live/s");

        assertThat(url.user()).isEqualTo("us");
        assertThat(url.password()).isEqualTo("p@ss:w");
        assertThat(RtmpUrl.parse("rtmp://us@h/live/s").password()).isNull();
    }

    @Test
    void credentialsAreDecoded() {
        RtmpUrl url = RtmpUrl.parse("rtmp://a%40b.c:p%2Fw+%25%C3%A4@h/live/s");

        assertThat(url.user()).isEqualTo("a@b.c");
        assertThat(url.password()).isEqualTo("p/w+%\u00e4");
        assertThat(url.host()).isEqualTo("h");
        assertThat(url.tcUrl()).isEqualTo("rtmp://h/live");
    }

    @ParameterizedTest
    @CsvSource({
        "rtmpt, 'rtmpt:// (RTMP in HTTP) is not supported; use rtmp:// or rtmps://'",
        "RTMPTS, 'rtmpts:// (RTMP in HTTP) is not supported; use rtmp:// or rtmps://'",
        "rtmpe, 'rtmpe:// (encryption of Flash) is not supported; use rtmps://'",
        "rtmpte, 'rtmpte:// (encryption of Flash) is not supported; use rtmps://'",
        "rtmfp, 'rtmfp:// (Flash over UDP) is not supported; use rtmp:// or rtmps://'",
        "https, 'https:// is no RTMP URL; use the server''s rtmp:// or rtmps:// one'",
        "srt, 'an RTMP URL begins with rtmp:// or rtmps://'",
    })
    void otherSchemesAreRefusedWithWhatToUse(String scheme, String words) {
        assertThatThrownBy(() -> RtmpUrl.parse(scheme + "://h/live/s"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(words);
    }

    @Test
    void printsNoSecret() {
        assertThat(RtmpUrl.parse("rtmp://us:pw@h:19/live?tok=T/key123"))
                .hasToString("rtmp://h:19/live/...");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "http://h/live/secret",
                "rtmp:/h/live/secret",
                "rtmp:///live/secret",
                "rtmp://h",
                "rtmp://h/",
                "rtmp://h/secret",
                "rtmp://h:0/live/secret",
                "rtmp://h:65536/live/secret",
                "rtmp://h:x/live/secret",
                "rtmp://[::1/live/secret",
                "rtmp://[]/live/secret",
                "rtmp://h/live/secret\r\n",
                "rtmp://h/li ve/secret",
                "rtmp://u:secret%0d%0a@h/live/s",
                "rtmp://u:secret%4@h/live/s",
            })
    void refusesWithASentenceThatRepeatsNoSecret(String url) {
        assertThatThrownBy(() -> RtmpUrl.parse(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("secret");
    }

    @Test
    void refusesNamesThatAreNone() {
        for (String name : new String[] {"", "a\nb", "x".repeat(5000)}) {
            assertThatThrownBy(() -> RtmpUrl.parse("rtmp://h/live", name))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> RtmpUrl.parse("rtmp://h", "s"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
