package io.sipcast.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PushConfigTest {
    @ParameterizedTest
    @CsvSource({"'', rtmp_", "none, ''", "tv-, tv-"})
    void thePrefixOfPublishedNamesIsAWordOrNone(String written, String meant) throws Exception {
        assertThat(load("push.name-prefix=" + written).push().namePrefix()).isEqualTo(meant);
    }

    @Test
    void withoutOneItIsTheReferences() throws Exception {
        assertThat(load().push().namePrefix()).isEqualTo("rtmp_");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/b", "a?b", "a b"})
    void aPrefixThatWouldChangeTheUrlIsRefused(String written) {
        assertThatThrownBy(() -> load("push.name-prefix=" + written))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(
                        "push.name-prefix = \"%s\" is not text without".formatted(written));
    }

    private static Config load(String... overrides) throws ConfigException {
        return new ConfigSources(null, List.of(), Map.of(), List.of(overrides)).load().config();
    }
}
