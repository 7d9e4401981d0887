package io.sipcast.bench.peers;

/**
 * An RTMP server that takes what anyone publishes under any application and name. Thread safe.
 */
public final class RtmpSink implements AutoCloseable {
    public RtmpSink() {}

    public int port() {
        throw new UnsupportedOperationException();
    }

    /** {@code rtmp://127.0.0.1:PORT/live}. */
    public String url() {
        return "rtmp://127.0.0.1:" + port() + "/live";
    }

    /** Keeps all payloads of the stream of this name, from now on, up to a minute of them. */
    public void keep(String streamName) {
        throw new UnsupportedOperationException();
    }

    /** What came under this name; there is always one, empty until something comes. */
    public Received of(String streamName) {
        throw new UnsupportedOperationException();
    }

    /** How many streams are being published. */
    public int publishing() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
