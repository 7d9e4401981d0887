package io.sipcast.bench.run;

import java.io.IOException;
import java.util.List;

/** Something that streams are published to and played from. */
interface RtmpServer extends AutoCloseable {
    String name();

    List<Long> processes();

    /** Where streams are published, {@code rtmp://127.0.0.1:PORT/live}. */
    String publishUrl();

    /** Where ffmpeg would play a stream as its viewers do. */
    String playUrl(String stream);

    /** A viewer of the stream, whose answer has begun. */
    Viewer watch(String stream) throws IOException;

    @Override
    void close();
}
