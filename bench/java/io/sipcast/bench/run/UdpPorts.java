package io.sipcast.bench.run;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;

/** UDP ports of loopback that nobody has, one after the other: another bench may be running. */
final class UdpPorts {
    private static final int STEP = 400;

    private UdpPorts() {}

    /**
     * Finds some.
     *
     * @param from the first port that may be taken, even
     * @param to the last one that may be
     * @param count how many
     * @return the first one
     * @throws BenchException there are none
     */
    static int free(int from, int to, int count) {
        for (int first = from; first + count - 1 <= to; first += STEP) {
            if (areFree(first, count)) {
                return first;
            }
        }
        throw new BenchException(
                "%d UDP ports in a row are needed, and none are free from %d to %d"
                        .formatted(count, from, to));
    }

    private static boolean areFree(int first, int count) {
        for (int port = first; port < first + count; port++) {
            try (var _ = new DatagramSocket(port, InetAddress.getLoopbackAddress())) {
                // it is
            } catch (IOException _) {
                return false;
            }
        }
        return true;
    }
}
