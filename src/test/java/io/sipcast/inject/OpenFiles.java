package io.sipcast.inject;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this process has open. */
public final class OpenFiles {
    private OpenFiles() {}

    /** How often this process has the file open. */
    public static int of(Path file) {
        int count = 0;
        try (var descriptors = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path descriptor : descriptors) {
                try {
                    count += Files.readSymbolicLink(descriptor).equals(file.toRealPath()) ? 1 : 0;
                } catch (IOException _) {
                    // closed meanwhile
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return count;
    }
}
