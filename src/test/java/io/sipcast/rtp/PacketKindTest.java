package io.sipcast.rtp;

import static io.sipcast.rtp.TestPackets.unhex;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PacketKindTest {
    @ParameterizedTest
    @CsvSource({
        "RTP, 8000",
        "RTP, 80bf", // 63 with the marker
        "RTCP, 80c0",
        "RTCP, 81c8", // sender report
        "RTCP, 81ce", // payload-specific feedback
        "RTCP, 80df",
        "RTP, 80e0", // 96 with the marker
        "OTHER, 0001", // STUN
        "DTLS, 16fe", // a handshake
        "DTLS, 14fe",
        "OTHER, 13fe",
        "OTHER, 40c8", // version 1
        "OTHER, 80",
        "OTHER, ''",
    })
    void isToldByTheFirstTwoBytes(PacketKind kind, String hex) {
        assertThat(PacketKind.of(ByteBuffer.wrap(unhex(hex)))).isEqualTo(kind);
    }
}
