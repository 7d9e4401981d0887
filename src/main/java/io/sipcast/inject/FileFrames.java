package io.sipcast.inject;

import io.sipcast.live.SoundFrames;
import io.sipcast.media.AacSettings;
import io.sipcast.media.Format;
import io.sipcast.rtmp.codec.aac.AudioSpecificConfig;
import io.sipcast.transcode.AacEncoder;
import io.sipcast.transcode.SoundFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A sound file in frames of a track, once or again and again. A thread of its own decodes and
 * encodes it, about a second ahead of what is heard. The encoder goes on from the file's end to its
 * beginning, so nothing is heard of the seam.
 */
public final class FileFrames implements SoundFrames {
    private static final Logger LOG = LoggerFactory.getLogger(FileFrames.class);
    private static final int FRAMES_AHEAD = 48;

    /**
     * What AAC can hold at most, in bit/s for each hertz of a channel: ISO/IEC 14496-3 §4.5.1.1.
     */
    private static final int MOST_BITS_PER_SAMPLE = 6;

    /** What is shorter than a tenth of a second is played once: to open a file has its price. */
    private static final int SHORTEST_LOOPS_PER_SECOND = 10;

    /** Frames of silence that bring out what the encoder holds back. */
    private static final int FLUSHED_FRAMES = 2;

    private final Path file;
    private final String name;
    private final boolean loop;
    private final int bitrateBps;
    private @Nullable Reader reader; // guarded by this
    private boolean closed; // guarded by this

    /**
     * Opens nothing yet: the format is known with the track's first frame.
     *
     * @param file without links in its path
     * @param name for showing
     * @param bitrateBps of a channel
     */
    public FileFrames(Path file, String name, boolean loop, int bitrateBps) {
        this.file = file;
        this.name = name;
        this.loop = loop;
        this.bitrateBps = bitrateBps;
    }

    @Override
    public byte @Nullable [] next(Format.Audio format) {
        Reader running = reader(format);
        return running == null ? null : running.frames.poll();
    }

    private synchronized @Nullable Reader reader(Format.Audio format) {
        if (closed) {
            return null;
        }
        Reader running = reader;
        if (running == null || !running.format.equals(format)) {
            stop();
            running = new Reader(format);
            reader = running;
            running.thread.start();
        }
        return running;
    }

    @Override
    public synchronized boolean ended() {
        return closed || (reader != null && reader.done && reader.frames.isEmpty());
    }

    /** The thread lets go of the file as soon as it sees this. */
    @Override
    public synchronized void close() {
        closed = true;
        stop();
    }

    private void stop() {
        if (reader != null) {
            reader.thread.interrupt();
            reader = null;
        }
    }

    /** One way through the file, or many, in one format. */
    private final class Reader {
        private final Format.Audio format;
        private final BlockingQueue<byte[]> frames = new ArrayBlockingQueue<>(FRAMES_AHEAD);
        private final Thread thread;
        private volatile boolean done;
        private boolean interrupted;

        Reader(Format.Audio format) {
            this.format = format;
            this.thread = Thread.ofVirtual().name("sound-" + name).unstarted(this::run);
        }

        private void run() {
            try (AacEncoder encoder = encoder(format)) {
                boolean heard = read(encoder);
                while (loop && heard && !interrupted) {
                    heard = read(encoder);
                }
                short[] silence = new short[FLUSHED_FRAMES * encoder.frameSamples()];
                encode(encoder, silence);
                done = true;
            } catch (IOException e) {
                done = true;
                if (!interrupted && !thread.isInterrupted()) {
                    LOG.warn("the sound file {} ends early: {}", name, e.getMessage());
                }
            } catch (IllegalStateException e) { // silence then: the stream's sound is not wanted
                LOG.warn("the sound file {} is silent in {}: {}", name, format, e.getMessage());
            }
        }

        /** Whether there was so much sound in it that it can be repeated. */
        private boolean read(AacEncoder encoder) throws IOException {
            long count = 0;
            int rateHz = encoder.format().sampleRateHz();
            try (FileChannel channel =
                            FileChannel.open(
                                    file,
                                    Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
                    SoundFile sound = SoundFile.open(channel, rateHz)) {
                short[] samples = sound.read();
                while (samples != null && !interrupted) {
                    count += samples.length;
                    encode(encoder, samples);
                    samples = sound.read();
                }
            }
            return count * SHORTEST_LOOPS_PER_SECOND >= rateHz;
        }

        private void encode(AacEncoder encoder, short[] samples) {
            encoder.encode(samples, 0, samples.length, (_, frame) -> pass(frame));
        }

        private void pass(byte[] frame) {
            try {
                if (!interrupted) {
                    frames.put(frame);
                }
            } catch (InterruptedException _) {
                interrupted = true; // closed: what is left is not wanted
            }
        }
    }

    /** One whose frames the track's own decoder takes. */
    private AacEncoder encoder(Format.Audio format) {
        if (format.codec() != Format.AudioCodec.AAC) {
            throw new IllegalStateException("sounds are encoded as AAC only");
        }
        AudioSpecificConfig config = AudioSpecificConfig.parse(format.configuration());
        if (config.channels() > 2 || config.frameSamples() != 1024) {
            throw new IllegalStateException("no frames of " + config + " can be made here");
        }
        int most = MOST_BITS_PER_SAMPLE * config.sampleRateHz();
        int bitrate = Math.min(bitrateBps, most) * config.channels();
        return new AacEncoder(
                new AacSettings(
                        config.sampleRateHz(),
                        config.channels(),
                        bitrate,
                        AacSettings.Coder.FAST,
                        0));
    }
}
