package io.sipcast.net;

import io.sipcast.sip.route.IpAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The machine's own list of names, {@code /etc/hosts}. It is small and read at each look-up, so a
 * change of it counts at once.
 */
final class HostsFile {
    private static final IpAddress LOOPBACK = new IpAddress(false, 0, 0x7F000001L);

    private final Path file;

    HostsFile(Path file) {
        this.file = file;
    }

    static HostsFile ofSystem() {
        return new HostsFile(Path.of("/etc/hosts"));
    }

    /** None for a name that is not listed. {@code localhost} always is (RFC 6761 §6.3). */
    List<IpAddress> find(String host) {
        List<IpAddress> found = new ArrayList<>();
        for (String line : lines()) {
            String[] words = line.replaceFirst("#.*", "").strip().split("\\s+", -1);
            IpAddress address = IpAddress.parse(words[0]);
            for (int i = 1; i < words.length && address != null; i++) {
                if (words[i].equalsIgnoreCase(host) && !found.contains(address)) {
                    found.add(address);
                }
            }
        }
        return found.isEmpty() && isLocalhost(host) ? List.of(LOOPBACK) : found;
    }

    private static boolean isLocalhost(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return lower.equals("localhost") || lower.endsWith(".localhost");
    }

    /** A machine without such a file has no names of its own. */
    private List<String> lines() {
        try {
            return Files.readAllLines(file, StandardCharsets.ISO_8859_1);
        } catch (IOException _) {
            return List.of();
        }
    }
}
