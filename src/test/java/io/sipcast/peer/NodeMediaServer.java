package io.sipcast.peer;

import java.nio.file.Path;

/** node-media-server, which keeps nothing: what is published can be played. */
public final class NodeMediaServer implements AutoCloseable {
    private final PeerProcess process;
    private final int port;

    private NodeMediaServer(PeerProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    public static NodeMediaServer start() {
        int port = FreePorts.next();
        Path script = Path.of("test-peers", "node-media-server.mjs").toAbsolutePath();
        PeerProcess process =
                PeerProcess.start(
                        PeerProcess.folder("node-media-server"),
                        "node",
                        script.toString(),
                        Integer.toString(port));
        process.awaitOutput("Rtmp Server listening");
        return new NodeMediaServer(process, port);
    }

    /** {@code rtmp://127.0.0.1:PORT/APP}. */
    public String url(String app) {
        return "rtmp://127.0.0.1:" + port + "/" + app;
    }

    @Override
    public void close() {
        process.close();
    }
}
