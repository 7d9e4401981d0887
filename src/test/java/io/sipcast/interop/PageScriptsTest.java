package io.sipcast.interop;

import io.sipcast.peer.PeerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the pages reckon, without a browser: the tests of {@code src/test/web}, run by Node.js. */
@Tag("interop")
class PageScriptsTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** Node.js takes a file that ends with .js for a module only where a package says so. */
    @Test
    void reckonRight(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("package.json"), "{\"type\": \"module\"}");
        copy(Path.of("src", "main", "resources", "web"), folder.resolve("web"));
        copy(Path.of("src", "test", "web"), folder.resolve("test"));

        String _ =
                PeerProcess.run(LIMIT, "node", "--test", folder.resolve("test").toString() + "/");
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.filter(one -> one.toString().endsWith(".js")).toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }
}
