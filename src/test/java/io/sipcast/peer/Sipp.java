package io.sipcast.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** sipp as a callee for one call; its exit code says whether every step went as written. */
public final class Sipp implements AutoCloseable {
    private final PeerProcess process;
    private final Path folder;
    private final int port;

    private Sipp(PeerProcess process, Path folder, int port) {
        this.process = process;
        this.folder = folder;
        this.port = port;
    }

    /** Waits for one call on a free port of loopback, over UDP ("u1") or TCP ("t1"). */
    public static Sipp start(SippScenario scenario, String transport) {
        Path folder = PeerProcess.folder("sipp");
        int port = FreePorts.next();
        int media = FreePorts.pairs(2); // video's is the second
        try {
            Files.writeString(folder.resolve("callee.xml"), scenario.xml("callee"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> command =
                List.of(
                        "sipp",
                        "-sf",
                        "callee.xml",
                        "-i",
                        "127.0.0.1",
                        "-p",
                        "" + port,
                        "-mi",
                        "127.0.0.1",
                        "-mp",
                        "" + media,
                        "-t",
                        transport,
                        "-m",
                        "1",
                        "-nostdin",
                        "-timeout",
                        "90s",
                        "-trace_msg",
                        "-message_file",
                        "messages.log",
                        "-trace_err",
                        "-error_file",
                        "errors.log");
        PeerProcess process = PeerProcess.start(folder, command);
        FreePorts.awaitTaken(port); // it prints nothing into a file until it ends
        return new Sipp(process, folder, port);
    }

    public static Sipp start(SippScenario scenario) {
        return start(scenario, "u1");
    }

    /** Where it is called. */
    public String uri() {
        return "sip:sipp@127.0.0.1:" + port;
    }

    public int port() {
        return port;
    }

    /** Waits until the scenario is over; it must have gone as written. */
    public void awaitSuccess() {
        int code = process.exit(Duration.ofMinutes(1));
        if (code != 0) {
            throw new AssertionError(
                    "sipp ended with " + code + ":\n" + read("errors.log") + read("messages.log"));
        }
    }

    /** Every message that sipp has sent and received. */
    public String messages() {
        return read("messages.log");
    }

    private String read(String name) {
        try {
            Path file = folder.resolve(name);
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
