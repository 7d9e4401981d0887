package io.sipcast.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PercentEncodingTest {
    @Test
    void readsAndWritesTheSame() {
        assertThat(PercentEncoding.encode("a b@c/\u00e4&=+~", "@"))
                .isEqualTo("a%20b@c%2F%C3%A4%26%3D%2B~");
        assertThat(PercentEncoding.decode("a%20b@c%2f%C3%A4%26%3D%2B~+"))
                .isEqualTo("a b@c/\u00e4&=+~+");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "a%4", "%zz", "%-1"})
    void refusesWhatIsCutShort(String text) {
        assertThatThrownBy(() -> PercentEncoding.decode(text))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
