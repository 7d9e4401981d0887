package io.sipcast.peer;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.stream.IntStream;

/**
 * Ports for peers that cannot be told "any free one". Test runs that go on side by side have a lane
 * each, or two could find the same port free.
 */
public final class FreePorts {
    /** Below the kernel's ephemeral range, so that no outgoing connection sits there. */
    private static final int LOWEST = 20_000;

    private static final int LANE = 3_000;
    private static final int FIRST = LOWEST + (Integer.getInteger("test.lane", 1) - 1) % 4 * LANE;
    private static final int LAST = FIRST + LANE;
    private static int next = FIRST + (int) (ProcessHandle.current().pid() % 100) * 20;

    private FreePorts() {}

    /** A port that is free now for UDP and TCP on loopback, even, and the next one too. */
    public static int next() {
        return pairs(1);
    }

    /** The first of so many pairs that follow each other, whoever else asks meanwhile. */
    static synchronized int pairs(int count) {
        for (int i = 0; i < 4000; i++) {
            int first = next + 2 * count > LAST ? FIRST : next;
            next = first + 2 * count;
            if (IntStream.range(first, next).allMatch(FreePorts::free)) {
                return first;
            }
        }
        throw new IllegalStateException("no free port");
    }

    /** Waits until somebody listens there. */
    static void awaitTaken(int port) {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> !free(port));
    }

    private static boolean free(int port) {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (var _ = new DatagramSocket(port, loopback);
                var _ = new ServerSocket(port, 1, loopback)) {
            return true;
        } catch (IOException _) {
            return false;
        } catch (UncheckedIOException _) {
            return false;
        }
    }
}
