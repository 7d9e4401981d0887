package io.sipcast.ice;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CandidateTest {
    /** As they print again. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "1 1 UDP 2130706431 203.0.113.141 8998 typ host",
                "2 1 UDP 1694498815 192.0.2.3 45664 typ srflx raddr 203.0.113.141 rport 8998",
                "H76f0ae12 2 UDP 4294967295 2001:db8::1 65535 typ relay raddr :: rport 9",
                "+/a 256 UDP 0 10.0.0.1 1 typ prflx",
            })
    void printsAsItWasRead(String line) {
        assertThat(Candidate.parse(line).orElseThrow().print()).isEqualTo(line);
    }

    @Test
    void readsWhatBrowsersAdd() {
        Candidate candidate =
                Candidate.parse(
                                "842163049 1 udp 1677729535 198.51.100.9 46154 typ srflx raddr"
                                        + " 10.1.1.1 rport 46154 generation 0 network-cost 999")
                        .orElseThrow();
        assertThat(candidate.address()).hasToString("198.51.100.9:46154");
        assertThat(candidate.type()).isEqualTo(CandidateType.SERVER_REFLEXIVE);
        assertThat(candidate.related()).hasToString("10.1.1.1:46154");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1 1 UDP 1",
                "1 1 TCP 1518280447 10.0.0.1 9 typ host tcptype active",
                "1 1 UDP 2122260223 3f6a4d2e-9a4b-4c38-9f0e-000000000000.local 51234 typ host",
                "1 1 UDP 2122260223 10.0.0.1 0 typ host",
                "1 1 UDP 2122260223 10.0.0.1 65536 typ host",
                "1 1 UDP 2122260223 0.0.0.0 5000 typ host",
                "1 1 UDP 2122260223 239.1.1.1 5000 typ host",
                "1 1 UDP 2122260223 255.255.255.255 5000 typ host",
                "1 1 UDP 2122260223 ff02::1 5000 typ host",
                "1 0 UDP 2122260223 10.0.0.1 5000 typ host",
                "1 1 UDP 4294967296 10.0.0.1 5000 typ host",
                "1 1 UDP -1 10.0.0.1 5000 typ host",
                "1 1 UDP 2122260223 10.0.0.1 5000 typ relayed",
                "1 1 UDP 2122260223 10.0.0.1 5000 type host",
                "f! 1 UDP 2122260223 10.0.0.1 5000 typ host",
            })
    void skipsWhatCannotBeUsed(String line) {
        assertThat(Candidate.parse(line)).isEmpty();
    }

    /** The example of RFC 8445 §5.1.2.1's formula: type, local preference, component. */
    @Test
    void ranksByTypeThenComponent() {
        assertThat(CandidateType.HOST.priority(1)).isEqualTo(2130706431);
        assertThat(CandidateType.HOST.priority(2)).isEqualTo(2130706430);
        assertThat(CandidateType.SERVER_REFLEXIVE.priority(1)).isEqualTo(1694498815);
        assertThat(CandidateType.PEER_REFLEXIVE.priority(1)).isEqualTo(1862270975);
        assertThat(CandidateType.RELAYED.priority(1)).isEqualTo(16777215);
    }
}
