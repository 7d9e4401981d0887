package io.sipcast.peer;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("interop") // as all that looks at peers: it takes Linux
class FreePortsTest {
    @Test
    void seesWhoListensAndWhenHeIsGone() throws Exception {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        int port = FreePorts.next();
        FreePorts.awaitFree(port);
        try (var _ = new DatagramSocket(port, loopback)) {
            assertThatCode(() -> FreePorts.awaitTaken(port)).doesNotThrowAnyException();
        }
        FreePorts.awaitFree(port);
        try (var _ = new ServerSocket(port, 1, loopback)) {
            assertThatCode(() -> FreePorts.awaitTaken(port)).doesNotThrowAnyException();
        }
        assertThatCode(() -> FreePorts.awaitFree(port)).doesNotThrowAnyException();
    }
}
