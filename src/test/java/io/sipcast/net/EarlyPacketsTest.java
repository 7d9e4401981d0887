package io.sipcast.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EarlyPacketsTest {
    private static final InetSocketAddress FROM =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 4000);
    private static final long MILLI = 1_000_000;

    private final EarlyPackets early = new EarlyPackets();

    @Test
    void forgetsWhatIsOldAndWhatWasTaken() {
        keep(1, 0);
        keep(2, 60 * MILLI);
        keep(3, 110 * MILLI);
        assertThat(drain(120 * MILLI)).containsExactly(2, 3);
        assertThat(drain(120 * MILLI)).isEmpty();
    }

    @Test
    void keepsNotMoreThanAKeyFrame() {
        for (int i = 0; i < 1000; i++) {
            keep(i, 0);
        }
        List<Integer> kept = drain(1);
        assertThat(kept).hasSize(128).startsWith(872).endsWith(999);
    }

    @Test
    void forgetsWhatWasForNobody() {
        keep(1, 0);
        early.forget();
        keep(2, 1);
        assertThat(drain(2)).containsExactly(2);
    }

    /** There may be no keys yet: what is kept again waits for the next time. */
    @Test
    void whatIsKeptAgainWhileItIsGivenOutWaits() {
        keep(1, 0);
        keep(2, 0);
        early.drain(1, (packet, from, atNanos) -> early.keep(packet, from, atNanos));
        assertThat(drain(2)).containsExactly(1, 2);
    }

    private void keep(int content, long atNanos) {
        early.keep(ByteBuffer.allocate(4).putInt(content).flip(), FROM, atNanos);
    }

    private List<Integer> drain(long nowNanos) {
        List<Integer> drained = new ArrayList<>();
        early.drain(
                nowNanos,
                (packet, from, atNanos) -> {
                    assertThat(from).isEqualTo(FROM);
                    assertThat(atNanos).isLessThanOrEqualTo(nowNanos);
                    drained.add(packet.getInt());
                });
        return drained;
    }
}
