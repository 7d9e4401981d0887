package io.sipcast.sip.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.sip.message.SessionExpires.Refresher;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SessionExpiresTest {
    @ParameterizedTest
    @CsvSource({
        "1800, 1800,",
        "90;refresher=uac, 90, UAC",
        "4000 ; Refresher = UAS, 4000, UAS",
        "90;x=y;refresher=uas;z, 90, UAS",
        "90;refresher=nobody, 90,",
        "90;refresher, 90,",
        "99999999999999999999, 4294967295,"
    })
    void isRead(String text, long seconds, Refresher refresher) {
        assertThat(SessionExpires.read(text)).isEqualTo(new SessionExpires(seconds, refresher));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", ";refresher=uac", "-1"})
    void isIgnoredWhenItIsNoNumber(String text) {
        assertThat(SessionExpires.read(text)).isNull();
        assertThat(SessionExpires.read(null)).isNull();
    }

    @Test
    void isPrintedAsItIsRead() {
        assertThat(new SessionExpires(1800, null).print()).isEqualTo("1800");
        assertThat(new SessionExpires(90, Refresher.UAS).print()).isEqualTo("90;refresher=uas");
    }

    @Test
    void standsInItsCompactForm() {
        SipResponse ok =
                new SipResponse(
                        200,
                        "OK",
                        Headers.builder().add("x", "90;refresher=uac").add("min-se", "120").build(),
                        SipPrinter.NO_BODY);

        assertThat(ok.sessionExpires()).isEqualTo(new SessionExpires(90, Refresher.UAC));
        assertThat(ok.minSe()).isEqualTo(OptionalLong.of(120));
    }
}
