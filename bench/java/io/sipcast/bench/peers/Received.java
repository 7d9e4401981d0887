package io.sipcast.bench.peers;

import io.sipcast.rtmp.flv.FlvTag;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of one published stream: counts of everything, arrival and timestamp of each audio
 * message of the last minute, and the payloads of the last few seconds, or of a minute for a stream
 * that is kept. One thread writes, any thread reads.
 */
public final class Received {
    /** 87 s of AAC at 48 kHz. */
    private static final int MOST_FRAMES = 4096;

    private static final int FIRST_FRAMES = 128;

    /** 4 s of AAC at 48 kHz: enough to recognize what is said. */
    private static final int TAIL_FRAMES = 192;

    /** A minute at 60 a second. */
    private static final int MOST_PICTURES = 3600;

    private static final double NANOS_PER_MILLI = 1e6;

    /**
     * What is there of the sound.
     *
     * @param arrivals of the frames remembered, oldest first, in nanoseconds
     * @param millis their timestamps
     * @param header the sequence header; null before it came
     * @param tail the last frames themselves: not more than there are arrivals
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
    record Frames(long[] arrivals, long[] millis, @Nullable FlvTag header, List<FlvTag> tail) {}

    private long[] arrivals = new long[FIRST_FRAMES];
    private long[] millis = new long[FIRST_FRAMES];
    private @Nullable FlvTag[] tail = new FlvTag[TAIL_FRAMES];
    private long frames;
    private final List<FlvTag> pictures = new ArrayList<>();
    private @Nullable FlvTag audioHeader;
    private @Nullable FlvTag videoHeader;
    private boolean kept;
    private long audioMessages;
    private long videoMessages;
    private long bytes;
    private int publishers;
    private int publications;

    Received() {}

    synchronized void keep() {
        if (!kept) {
            kept = true;
            tail = new FlvTag[MOST_FRAMES];
            forget();
        }
    }

    synchronized void published() {
        publishers++;
        publications++;
        frames = 0; // timestamps begin anew
    }

    synchronized void unpublished() {
        publishers--;
    }

    synchronized void take(FlvTag tag, long arrivalNanos) {
        bytes += tag.bodySize();
        switch (tag.type()) {
            case AUDIO -> sound(tag, arrivalNanos);
            case VIDEO -> picture(tag);
            case SCRIPT -> {}
        }
    }

    private void sound(FlvTag tag, long arrivalNanos) {
        switch (TagKind.of(tag)) {
            case HEADER -> audioHeader = tag;
            case MEDIA -> {
                int at = (int) (frames % MOST_FRAMES);
                if (at == arrivals.length) {
                    arrivals = Arrays.copyOf(arrivals, Math.min(MOST_FRAMES, 2 * at));
                    millis = Arrays.copyOf(millis, arrivals.length);
                }
                arrivals[at] = arrivalNanos;
                millis[at] = tag.timestampMillis();
                tail[(int) (frames % tail.length)] = tag;
                frames++;
                audioMessages++;
            }
            case OTHER -> {}
        }
    }

    private void picture(FlvTag tag) {
        switch (TagKind.of(tag)) {
            case HEADER -> {
                videoHeader = tag;
                keepPicture(tag);
            }
            case MEDIA -> {
                videoMessages++;
                keepPicture(tag);
            }
            case OTHER -> {}
        }
    }

    private void keepPicture(FlvTag tag) {
        if (kept && pictures.size() < MOST_PICTURES) {
            pictures.add(tag);
        }
    }

    /** Frames of sound, sequence headers not counted. */
    public synchronized long audioMessages() {
        return audioMessages;
    }

    /** Pictures, sequence headers not counted. */
    public synchronized long videoMessages() {
        return videoMessages;
    }

    /** Of payload, all tracks. */
    public synchronized long bytes() {
        return bytes;
    }

    /** Whether somebody publishes it now. */
    public synchronized boolean publishing() {
        return publishers > 0;
    }

    /** How often it was published anew. */
    public synchronized int interruptions() {
        return Math.max(0, publications - 1);
    }

    /** The longest time between two audio messages of those remembered, in milliseconds. */
    public double longestGapMillis() {
        long[] at = frames().arrivals();
        long longest = 0;
        for (int i = 1; i < at.length; i++) {
            longest = Math.max(longest, at[i] - at[i - 1]);
        }
        return longest / NANOS_PER_MILLI;
    }

    /** Counts anew, and forgets what came; the sequence headers stay. */
    public synchronized void forget() {
        frames = 0;
        pictures.clear();
        if (videoHeader != null) {
            keepPicture(videoHeader);
        }
        audioMessages = 0;
        videoMessages = 0;
        bytes = 0;
        publications = Math.min(publications, publishers);
    }

    synchronized Frames frames() {
        int count = (int) Math.min(frames, MOST_FRAMES);
        long[] at = new long[count];
        long[] times = new long[count];
        for (int i = 0; i < count; i++) {
            int from = (int) ((frames - count + i) % MOST_FRAMES);
            at[i] = arrivals[from];
            times[i] = millis[from];
        }
        List<FlvTag> last = new ArrayList<>();
        for (long i = frames - Math.min(frames, tail.length); i < frames; i++) {
            FlvTag tag = tail[(int) (i % tail.length)];
            if (tag != null) {
                last.add(tag);
            }
        }
        return new Frames(at, times, audioHeader, last);
    }

    /** Headers and pictures since the last {@link #forget}, oldest first. */
    synchronized List<FlvTag> pictures() {
        return List.copyOf(pictures);
    }
}
