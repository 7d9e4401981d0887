package io.sipcast.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sipcast.live.StreamName;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StreamKeyTest {
    @ParameterizedTest
    @CsvSource({
        "live=k, live, cam, true",
        "live=k, other, cam, false",
        "live/cam=k, live, cam, true",
        "live/cam=k, live, cam2, false",
        "live/a/b=k, live, a/b, true",
        "*=k, any, cam, true",
        "*/cam=k, any, cam, true",
        "live/*=k, live, cam, true",
    })
    void namesStreams(String text, String app, String name, boolean named) {
        assertThat(StreamKey.parse(text).names(new StreamName(app, name))).isEqualTo(named);
    }

    @Test
    void aKeyIsNeverShown() {
        StreamKey key = StreamKey.parse("live/cam=Tq3x-_.~");
        assertThat(key.key().reveal()).isEqualTo("Tq3x-_.~");
        assertThat(key.toString()).doesNotContain("Tq3x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Tq3xsecret", "=Tq3xsecret", "live=Tq3x secret", "live=a%20Tq3xsecret"})
    void whatIsWrittenOtherwiseIsRefusedAndNotShown(String text) {
        var sources =
                new ConfigSources(null, List.of(), Map.of(), List.of("rtmp.play-keys=" + text));
        assertThatThrownBy(sources::load)
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("rtmp.play-keys is not app=key")
                .hasMessageNotContaining("secret");
    }

    @Test
    void theKeyAndTheCertificateBelongTogether() {
        var sources =
                new ConfigSources(null, List.of(), Map.of(), List.of("rtmp.tls.key=/tmp/x.pem"));
        assertThatThrownBy(sources::load)
                .hasMessageContaining(
                        "of no use without its certificate; set rtmp.tls.certificate");
    }

    @Test
    void urlsOfHooksAreNotShown() {
        var sources =
                new ConfigSources(
                        null, List.of(), Map.of(), List.of("rtmp.hook.publish=ftp://h/x?secret"));
        assertThatThrownBy(sources::load)
                .hasMessageContaining("rtmp.hook.publish is not an http or https URL")
                .hasMessageNotContaining("secret");
    }
}
