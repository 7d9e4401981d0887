package io.sipcast.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DtmfTest {
    @Test
    void takesEveryKeyAndPauses() throws CallRefused {
        assertThat(Dtmf.of("0123456789*#ABCDabcdwW,", null).keys())
                .isEqualTo("0123456789*#ABCDABCDWW,");
    }

    @ParameterizedTest
    @CsvSource({
        ", RFC2833",
        "RFC2833, RFC2833",
        "rfc2833, RFC2833",
        "INFO, INFO",
        "INFO_RELAY, INFO_RELAY"
    })
    void withoutATypeItChoosesItself(@Nullable String type, DtmfType expected) throws CallRefused {
        assertThat(Dtmf.of("1", type).type()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"'', , dtmf", "1e2, , dtmf", "'1 2', , dtmf", "1, inband, type", "1-2, INFO, dtmf"})
    void namesTheFieldAtFaultAndNotThePin(String keys, @Nullable String type, String field) {
        assertThatExceptionOfType(CallRefused.class)
                .isThrownBy(() -> Dtmf.of(keys, type))
                .satisfies(e -> {
                    assertThat(e.reason()).isEqualTo(CallRefused.Reason.BAD_FIELD);
                    assertThat(e.field()).isEqualTo(field);
                    assertThat(e.getMessage()).startsWith(field).doesNotContain("1e2");
                });
    }

    @Test
    void isBoundedAndKeepsItsKeysToItself() throws CallRefused {
        assertThat(Dtmf.of("47110815", "INFO")).hasToString("8 keys by INFO");
        assertThatExceptionOfType(CallRefused.class)
                .isThrownBy(() -> Dtmf.of("1".repeat(Dtmf.LONGEST + 1), null));
    }
}
