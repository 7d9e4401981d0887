package io.sipcast.sip.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressTest {
    @ParameterizedTest
    @CsvSource({
        "0.0.0.0, 0.0.0.0",
        "255.255.255.255, 255.255.255.255",
        "192.0.2.17, 192.0.2.17",
        "::, ::",
        "::1, ::1",
        "[::1], ::1",
        "1::, 1::",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "2001:DB8::1, 2001:db8::1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "fe80::1:2:3:4, fe80::1:2:3:4",
        "64:ff9b::192.0.2.1, 64:ff9b::c000:201",
        "::ffff:192.0.2.1, 192.0.2.1",
    })
    void readsAndPrints(String text, String printed) {
        IpAddress address = parsed(text);

        assertThat(address).hasToString(printed);
        assertThat(IpAddress.parse(printed)).isEqualTo(address);
        assertThat(IpAddress.of(address.toBytes())).isEqualTo(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "example.com",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.256",
                "1.2.3.",
                ".1.2.3",
                "1..2.3",
                "0001.2.3.4",
                "[1.2.3.4]",
                ":",
                ":::",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1::2::3",
                "::1:2:3:4:5:6:7:8",
                "g::1",
                "12345::1",
                "1.2.3.4::1",
                "::1%eth0",
                "[::1",
            })
    void takesNothingElse(String text) {
        assertThat(IpAddress.parse(text)).isNull();
    }

    @Test
    void isBracketedInAUri() {
        assertThat(parsed("::1").uriHost()).isEqualTo("[::1]");
        assertThat(parsed("10.0.0.1").uriHost()).isEqualTo("10.0.0.1");
    }

    private static IpAddress parsed(String text) {
        return Objects.requireNonNull(IpAddress.parse(text), text);
    }
}
