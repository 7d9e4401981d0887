package io.sipcast.call;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sipcast.bytes.Bytes;
import io.sipcast.bytes.ProtocolException;
import io.sipcast.bytes.ProtocolException.Fault;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DtmfInfoTest {
    private static final String SEED = "Signal=5\r\nDuration=160\r\n";

    @ParameterizedTest
    @CsvSource({
        "5, 5, 0",
        "' #\r\n', #, 0",
        "d, D, 0",
        "10, *, 0",
        "11, #, 0",
        "'Signal=5\r\nDuration=160\r\n', 5, 160",
        "'signal = *\nduration= 250', *, 250",
        "'Duration=100\r\nSignal=a\r\n\r\n', A, 100",
        "'Signal=15', D, 0",
        "'Signal=1\r\nDuration=never', 1, 0",
        "'Signal=1\r\nDuration=999999', 1, 100000",
        "'Signal=1\r\nX-Volume=3\r\nnonsense\r\n=\r\nDuration=80', 1, 80",
    })
    void readsWhatIsMet(String body, char key, int millis) {
        String text = body.replace("\\r", "\r").replace("\\n", "\n");
        assertThat(DtmfInfo.parse(bytes(text))).isEqualTo(new DtmfInfo(key, millis));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  ",
                "w",
                "55",
                "16",
                "Signal=",
                "Signal=99",
                "Duration=100",
                "=",
                "\0"
            })
    void whatHasNoKeyIsMalformed(String body) {
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> DtmfInfo.parse(bytes(body)))
                .satisfies(e -> assertThat(e.fault()).isEqualTo(Fault.MALFORMED));
    }

    @Test
    void aLongBodyIsNotLookedAt() {
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> DtmfInfo.parse(bytes("1" + " ".repeat(1000))))
                .satisfies(e -> assertThat(e.fault()).isEqualTo(Fault.TOO_LARGE));
    }

    @ParameterizedTest
    @CsvSource({
        "application/dtmf, true",
        "application/dtmf-relay, true",
        "Application/DTMF-Relay; charset=utf-8, true",
        "application/dtmf+xml, false",
        "application/sdp, false",
        "'', false",
    })
    void knowsItsTypes(String type, boolean known) {
        assertThat(DtmfInfo.isType(type)).isEqualTo(known);
    }

    @Test
    void writesWhatEverybodyWrites() {
        DtmfInfo star = new DtmfInfo('*', 160);
        assertThat(star.print(DtmfInfo.DTMF)).isEqualTo(bytes("*"));
        assertThat(star.print(DtmfInfo.DTMF_RELAY))
                .isEqualTo(bytes("Signal=*\r\nDuration=160\r\n"));
    }

    @Test
    void readsWhatItWrites() {
        for (char key : "0123456789*#ABCD".toCharArray()) {
            DtmfInfo one = new DtmfInfo(key, 90);
            assertThat(DtmfInfo.parse(one.print(DtmfInfo.DTMF_RELAY))).isEqualTo(one);
            assertThat(DtmfInfo.parse(one.print(DtmfInfo.DTMF)).key()).isEqualTo(key);
        }
    }

    /** Any bytes either are a key or a ProtocolException. */
    @Test
    void noiseIsAKeyOrMalformed() {
        Random random = new Random(4733);
        int keys = 0;
        for (int i = 0; i < 50_000; i++) {
            byte[] body = SEED.getBytes(UTF_8);
            for (int changes = random.nextInt(4); changes >= 0; changes--) {
                body[random.nextInt(body.length)] = (byte) random.nextInt(256);
            }
            try {
                DtmfInfo one = DtmfInfo.parse(Bytes.copyOf(body));
                assertThat("0123456789*#ABCD").contains(String.valueOf(one.key()));
                assertThat(one.durationMillis()).isBetween(0, 100_000);
                keys++;
            } catch (ProtocolException e) {
                assertThat(e.fault()).isEqualTo(Fault.MALFORMED);
            }
        }
        assertThat(keys).isBetween(1_000, 49_000);
    }

    private static Bytes bytes(String text) {
        return Bytes.copyOf(text.getBytes(UTF_8));
    }
}
