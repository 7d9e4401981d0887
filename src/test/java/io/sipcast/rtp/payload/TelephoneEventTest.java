package io.sipcast.rtp.payload;

import static io.sipcast.rtp.TestPackets.unhex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.sipcast.bytes.ProtocolException;
import io.sipcast.bytes.ProtocolException.Fault;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TelephoneEventTest {
    @ParameterizedTest
    @CsvSource({
        "010a00a0, 1, false, 10, 160, 1",
        "0a8a0320, 10, true, 10, 800, *",
        "0b3fffff, 11, false, 63, 65535, #",
        "0f800000, 15, true, 0, 0, D",
        "ff000001, 255, false, 0, 1, ' '",
    })
    void readsAndWritesTheSameBytes(
            String hex, int event, boolean end, int volume, int duration, char key) {
        TelephoneEvent value = new TelephoneEvent(event, end, volume, duration);
        assertThat(TelephoneEvent.read(ByteBuffer.wrap(unhex(hex)))).isEqualTo(value);
        ByteBuffer out = ByteBuffer.allocate(TelephoneEvent.SIZE);
        value.write(out);
        assertThat(out.array()).isEqualTo(unhex(hex));
        assertThat(value.key()).isEqualTo(key);
    }

    @Test
    void theReservedBitIsIgnored() {
        assertThat(TelephoneEvent.read(ByteBuffer.wrap(unhex("014a00a0"))))
                .isEqualTo(new TelephoneEvent(1, false, 10, 160));
    }

    @Test
    void aShortOneIsTruncated() {
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> TelephoneEvent.read(ByteBuffer.wrap(unhex("010a00"))))
                .satisfies(e -> assertThat(e.fault()).isEqualTo(Fault.TRUNCATED));
    }

    @Test
    void knowsTheKeys() {
        assertThat(TelephoneEvent.ofKey('0')).isZero();
        assertThat(TelephoneEvent.ofKey('#')).isEqualTo(11);
        assertThat(TelephoneEvent.ofKey('d')).isEqualTo(15);
        assertThat(TelephoneEvent.isKey('a')).isTrue();
        assertThat(TelephoneEvent.isKey('w')).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> TelephoneEvent.ofKey('w'));
    }
}
