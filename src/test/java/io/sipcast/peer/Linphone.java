package io.sipcast.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** linphone as a callee that answers at once with beeps, and with {@code m=video 0}. */
public final class Linphone implements AutoCloseable {
    private final PeerProcess process;
    private final int port;

    private Linphone(PeerProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    public static Linphone start() {
        Path folder = PeerProcess.folder("linphone");
        int port = FreePorts.next();
        try { // where it keeps its database, without which it does not answer
            Files.createDirectories(folder.resolve(".local/share/linphone"));
            Files.createDirectories(folder.resolve(".config/linphone"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        PeerProcess process =
                PeerProcess.start(
                        folder,
                        "env",
                        "HOME=" + folder,
                        "lp-auto-answer",
                        "--listening-uri",
                        "sip:127.0.0.1:" + port,
                        "--media-file",
                        TestMedia.beepsWav().toString());
        FreePorts.awaitTaken(port);
        return new Linphone(process, port);
    }

    /** Where it is called. */
    public String uri() {
        return "sip:linphone@127.0.0.1:" + port;
    }

    public String output() {
        return process.output();
    }

    @Override
    public void close() {
        process.close();
    }
}
