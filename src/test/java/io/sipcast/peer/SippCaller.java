package io.sipcast.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** sipp as a caller for one call; its exit code says whether every step went as written. */
public final class SippCaller implements AutoCloseable {
    private final PeerProcess process;
    private final Path folder;

    private SippCaller(PeerProcess process, Path folder) {
        this.process = process;
        this.folder = folder;
    }

    /** Calls a port of loopback over UDP ("u1") or TCP ("t1"). */
    public static SippCaller start(SippCall call, int port, String transport) {
        Path folder = PeerProcess.folder("sipp-caller");
        int own = FreePorts.next();
        int media = FreePorts.pairs(2); // video's is the second
        try {
            Files.writeString(folder.resolve("caller.xml"), call.xml());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> command =
                List.of(
                        "sipp",
                        "127.0.0.1:" + port,
                        "-sf",
                        "caller.xml",
                        "-i",
                        "127.0.0.1",
                        "-p",
                        "" + own,
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
                        "60s",
                        "-trace_msg",
                        "-message_file",
                        "messages.log",
                        "-trace_err",
                        "-error_file",
                        "errors.log");
        return new SippCaller(PeerProcess.start(folder, command), folder);
    }

    public static SippCaller start(SippCall call, int port) {
        return start(call, port, "u1");
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
