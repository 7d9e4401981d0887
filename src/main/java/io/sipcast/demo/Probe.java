package io.sipcast.demo;

import io.sipcast.bytes.ProtocolException;
import io.sipcast.rtmp.RtmpUrl;
import io.sipcast.rtmp.flv.FlvTag;
import io.sipcast.rtmp.flv.UnitReader;
import java.io.IOException;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plays a stream of the test card from an RTMP server and measures what comes. A stream that is not
 * there yet is asked for again and again; once it was there, its end is the end.
 */
public final class Probe implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Probe.class);
    private static final long PAUSE_MILLIS = 100;

    private final RtmpUrl url;
    private final StreamMeter meter = new StreamMeter();
    private final UnitReader units = new UnitReader(0);
    private final Thread thread;
    private volatile boolean open = true;
    private volatile @Nullable PlayConnection connection;

    private Probe(RtmpUrl url) {
        this.url = url;
        thread = Thread.ofPlatform().daemon().name("probe").unstarted(this::run);
    }

    /**
     * Starts to play.
     *
     * @param url such as {@code rtmp://127.0.0.1/live/demo}
     */
    public static Probe start(String url) {
        Probe probe = new Probe(RtmpUrl.parse(url));
        probe.thread.start();
        return probe;
    }

    /** What the stream was like until now. */
    public Measured measured() {
        return meter.measured(System.nanoTime());
    }

    /** When the first picture came, on the monotonic clock; empty before. */
    public OptionalLong firstPictureNanos() {
        return meter.firstPictureNanos();
    }

    private void run() {
        while (open && firstPictureNanos().isEmpty()) {
            try (var playing = new PlayConnection(url)) {
                connection = playing;
                LOG.debug("{}", playing.run(this::take));
            } catch (IOException | ProtocolException e) {
                LOG.debug("{}", url, e);
            }
            pause();
        }
    }

    private void take(FlvTag tag) {
        long now = System.nanoTime();
        units.process(tag, unit -> meter.take(unit, now));
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        open = false;
        PlayConnection playing = connection;
        try {
            if (playing != null) {
                playing.close();
            }
            thread.interrupt();
            thread.join();
        } catch (IOException e) {
            LOG.debug("{}", url, e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        meter.close();
    }
}
