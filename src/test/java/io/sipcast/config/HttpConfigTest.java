package io.sipcast.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What HTTPS and logins need. */
class HttpConfigTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http.tls.key=a.key | http.tls.key is of no use without its certificate; set"
                        + " http.tls.certificate",
                "http.tls.password=p | http.tls.password is that of a PKCS #12 file; set"
                        + " http.tls.certificate",
                "http.tls.certificate=a http.tls.key=b http.tls.password=p | http.tls.password is"
                        + " that of a PKCS #12 file, which holds the key, too; unset it or"
                        + " http.tls.key",
                "http.tls.self-signed=true http.tls.certificate=a http.tls.key=b |"
                        + " http.tls.self-signed makes one PEM file of certificate and key; unset"
                        + " http.tls.key and http.tls.password",
                "http.session-timeout=59s | http.session-timeout = \"59s\" is not a time from"
                        + " 60000 ms to 2592000000 ms, such as 500ms or 2s",
                "http.embed-origins=example.org | http.embed-origins = \"example.org\" is not a"
                        + " page's origin, such as https://www.example.org, or * for all"
            })
    void whatMakesNoSenseIsSaid(String settings, String fault) {
        assertThatThrownBy(() -> load(settings.split(" ")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(fault);
    }

    @Test
    void theLongestSessionIsAMonth() throws Exception {
        assertThat(load("http.session-timeout=720h").http().sessionTimeout())
                .isEqualTo(Duration.ofDays(30));
    }

    @Test
    void aCertificateAloneMayHoldItsKey() throws Exception {
        Config.Http.Https tls =
                load("http.tls.certificate=a.p12", "http.tls.password=p").http().tls();

        assertThat(tls.key()).isEmpty();
        assertThat(tls.port()).isEqualTo(8444);
        assertThat(tls.toString()).contains("***").doesNotContain("[p]");
    }

    private static Config load(String... overrides) throws ConfigException {
        return new ConfigSources(null, List.of(), Map.of(), List.of(overrides)).load().config();
    }
}
