package io.sipcast.interop;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How far behind the player is, in a real Chromium that has the machine for itself. */
@Tag("interop")
@Tag("timing")
class PlayerLatencyTest {
    @Test
    void staysNearToLiveAfterTheNetworkStood() throws Exception {
        PlayerTest.withShow("player-latency");
    }
}
