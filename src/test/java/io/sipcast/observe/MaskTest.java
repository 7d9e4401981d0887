package io.sipcast.observe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is shown of things that hold secrets; masking what is masked changes nothing. */
class MaskTest {
    @ParameterizedTest
    @CsvSource({
        "rtmp://10.0.0.1/live, rtmp://10.0.0.1/live",
        "rtmp://joe:pw@nginx/live, rtmp://joe:***@nginx/live",
        "rtmp://joe:p@w@nginx/live, rtmp://joe:***@nginx/live",
        "rtmp://nginx:1935/live/a?key=pw&b=c, rtmp://nginx:1935/live/a?***",
        "rtmp://[::1]/live/a, rtmp://[::1]/live/a",
        "rtmp://[2001:db8::1]/live/a, rtmp://[2001:db8::1]/live/***",
        "rtmps://a.example.com:443/live2/pw, rtmps://a.example.com:443/live2/***",
        "rtmps://a.example.com/live2/pw?k=pw, rtmps://a.example.com/live2/***?***",
        "not a url, not a url"
    })
    void anRtmpUrlWithoutItsSecrets(String url, String shown) {
        assertThat(Mask.url(url)).isEqualTo(shown);
        assertThat(Mask.url(shown)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({
        "rtmp://localhost/live, cam, cam",
        "rtmp://192.168.1.5:1935/live, cam?key=pw, cam?***",
        "rtmp://[fd00::1]/live, cam, cam",
        "rtmp://u:p@nginx/live, cam, cam",
        "rtmp://8.8.8.8/live, cam, ***",
        "rtmps://a.rtmp.youtube.com/live2, abcd-efgh, ***"
    })
    void aStreamNameIsAKeyOnAPublicServer(String url, String name, String shown) {
        assertThat(Mask.streamName(url, name)).isEqualTo(shown);
    }

    @Test
    void aSipMessageWithoutItsCredentials() {
        String message =
                """
                INVITE sip:bob:pw@h SIP/2.0
                Proxy-Authorization: Digest username="a",
                 response="pw"
                authorization : Basic pw
                CSeq: 1 INVITE
                """;

        String shown = Mask.sipMessage(message.replace("\n", "\r\n"));

        assertThat(shown)
                .doesNotContain("pw")
                .contains("Proxy-Authorization: ***\r\nauthorization : ***\r\nCSeq: 1 INVITE\r\n");
    }
}
