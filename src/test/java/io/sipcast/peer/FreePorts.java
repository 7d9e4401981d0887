package io.sipcast.peer;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;
import java.util.stream.Stream;

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

    private static final String LISTENS = "0A"; // of the kernel's states of TCP

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

    /**
     * Waits until somebody listens there. Only looks: to try to bind it would be in the way of who
     * is about to.
     */
    static void awaitTaken(int port) {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> taken(port));
    }

    /** Waits until nobody has it any more. */
    static void awaitFree(int port) {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> !taken(port));
    }

    /** Whether a socket of UDP, or one of TCP that listens, has this port on any address. */
    private static boolean taken(int port) {
        String address = ":%04X".formatted(port);
        return Stream.of("tcp", "tcp6", "udp", "udp6")
                .flatMap(FreePorts::local)
                .anyMatch(local -> local.endsWith(address));
    }

    /** The addresses of {@code /proc/net}, in hexadecimal: of UDP all, of TCP what listens. */
    private static Stream<String> local(String protocol) {
        try {
            return Files.readAllLines(Path.of("/proc/net", protocol)).stream()
                    .skip(1) // the titles of the columns
                    .map(line -> line.strip().split("\\s+", -1))
                    .filter(columns -> protocol.startsWith("udp") || columns[3].equals(LISTENS))
                    .map(columns -> columns[1]);
        } catch (NoSuchFileException _) { // a system without IPv6
            return Stream.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
