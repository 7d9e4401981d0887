package io.sipcast.inject;

import io.sipcast.media.Injection;
import io.sipcast.media.Pcm;
import io.sipcast.transcode.SoundFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A sound file, played once. A thread of its own decodes it, at most a second ahead of what is
 * heard; the call's loop takes what is there.
 */
public final class FileSound implements Injection {
    private static final Logger LOG = LoggerFactory.getLogger(FileSound.class);
    private static final String FIELD = "fileName";
    private static final double NANOS = 1e9;
    private static final int BLOCKS_A_SECOND = 50;

    private final String name;
    private final int sampleRateHz;
    private final BlockingQueue<Pcm> blocks = new ArrayBlockingQueue<>(BLOCKS_A_SECOND);
    private final CompletableFuture<Void> begun = new CompletableFuture<>();
    private final Thread reader;
    private volatile boolean done;
    private long position;

    private FileSound(Path file, String name, int sampleRateHz) {
        this.name = name;
        this.sampleRateHz = sampleRateHz;
        reader = Thread.ofVirtual().name("sound-" + name).unstarted(() -> read(file));
    }

    /**
     * Opens a file and decodes its beginning. Waits.
     *
     * @param file without links in its path
     * @param name for showing
     * @throws InjectionRefused when there is no sound in it that can be decoded
     */
    public static FileSound open(Path file, String name, int sampleRateHz) throws InjectionRefused {
        var sound = new FileSound(file, name, sampleRateHz);
        sound.reader.start();
        try {
            sound.begun.join();
            return sound;
        } catch (CompletionException e) {
            String why = e.getCause() == null ? "" : String.valueOf(e.getCause().getMessage());
            throw InjectionRefused.badField(FIELD, "The file " + name + " can't be played. " + why);
        }
    }

    private void read(Path file) {
        try (FileChannel channel =
                        FileChannel.open(
                                file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
                SoundFile sound = SoundFile.open(channel, sampleRateHz)) {
            for (short[] samples = sound.read(); samples != null; samples = sound.read()) {
                pass(samples);
                begun.complete(null);
            }
            begun.completeExceptionally(new IOException("It holds no sound at all."));
        } catch (IOException e) {
            if (!begun.completeExceptionally(e)) {
                LOG.warn("the sound file {} ends early: {}", name, e.getMessage());
            }
        } catch (InterruptedException _) {
            begun.complete(null); // closed: what is left is not wanted
        } catch (RuntimeException e) {
            LOG.error("the sound file {} could not be read", name, e);
            begun.completeExceptionally(new IOException("That is our fault: see the log.", e));
        } finally {
            done = true;
        }
    }

    private void pass(short[] samples) throws InterruptedException {
        int most = sampleRateHz / BLOCKS_A_SECOND;
        for (int from = 0; from < samples.length; from += most) {
            int to = Math.min(from + most, samples.length);
            if (blocks.remainingCapacity() == 0) {
                begun.complete(null); // a long block fills it all
            }
            blocks.put(block(Arrays.copyOfRange(samples, from, to)));
        }
    }

    private Pcm block(short[] samples) {
        long start = nanos(position);
        position += samples.length;
        return new Pcm(start, nanos(position), sampleRateHz, samples);
    }

    private long nanos(long samples) {
        return Math.round(samples * NANOS / sampleRateHz);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public @Nullable Pcm sound(long nowNanos) {
        return blocks.poll();
    }

    @Override
    public boolean exact() {
        return true;
    }

    @Override
    public boolean ended() {
        return done && blocks.isEmpty();
    }

    /** The thread lets go of the file as soon as it sees this. */
    @Override
    public void close() {
        reader.interrupt();
    }
}
