package io.sipcast.record;

import io.sipcast.live.LiveStream;
import io.sipcast.live.Opus;
import io.sipcast.live.PictureForm;
import io.sipcast.live.StreamForm;
import io.sipcast.live.StreamName;
import io.sipcast.live.Streams;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The recordings of this node, and the last ones that ended. Safe for use by any thread. */
public final class Recordings implements AutoCloseable {
    private static final int MOST_REMEMBERED = 200;
    private static final Duration RETRY = Duration.ofSeconds(10);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

    /** Of the files since the start, for the metrics. */
    public record Totals(long files, long bytes, long skipped, long pauses) {
        static final Totals NONE = new Totals(0, 0, 0, 0);

        Totals and(RecordingInfo more) {
            return new Totals(
                    files + more.files().size(),
                    bytes + more.bytes(),
                    skipped + more.skipped(),
                    pauses + more.pauses());
        }
    }

    private final Streams streams;
    private final StreamForm form;
    private final @Nullable FolderDisk folder;
    private final @Nullable Disk disk;
    private final RecordSettings settings;
    private final Duration retry;
    private final Map<StreamName, Recording> live = new LinkedHashMap<>(); // guarded by this
    private final Deque<RecordingInfo> ended = new ArrayDeque<>(); // guarded by this; last first
    private Totals past = Totals.NONE; // guarded by this
    private volatile Consumer<StreamName> observer = _ -> {};

    /**
     * No recordings yet.
     *
     * @param form in which they take streams; H.264 and AAC in any case
     * @param folder empty: nothing can be recorded
     */
    public Recordings(
            Streams streams,
            StreamForm form,
            Optional<FolderDisk> folder,
            RecordSettings settings) {
        this(streams, form, folder.orElse(null), folder.orElse(null), settings, RETRY);
    }

    /** With another disk under it. */
    Recordings(
            Streams streams,
            StreamForm form,
            @Nullable FolderDisk folder,
            @Nullable Disk disk,
            RecordSettings settings,
            Duration retry) {
        this.streams = streams;
        this.form = form.with(onlyH264(form.video())).with(Opus.NOBODY);
        this.folder = folder;
        this.disk = disk;
        this.settings = settings;
        this.retry = retry;
    }

    private static PictureForm onlyH264(PictureForm form) {
        return new PictureForm(
                form.mode(),
                PictureForm.H265.NOBODY,
                form.oneSize(),
                form.width(),
                form.height(),
                form.bitrateBps(),
                form.keyFrameInterval());
    }

    /**
     * Tells somebody which recordings change from now on, but for their size, on whatever thread;
     * it must not wait.
     */
    public void observe(Consumer<StreamName> by) {
        observer = by;
    }

    /** Nothing, unless a folder is configured. */
    public void requireFolder() throws RecordingRefused {
        if (disk == null) {
            throw new RecordingRefused(
                    RecordingRefused.Reason.OFF,
                    "Nothing can be recorded here: set record.folder to a folder for the files.");
        }
    }

    /**
     * Begins to record a live stream, until it ends or the recording is stopped.
     *
     * @throws RecordingRefused when there is no folder or no such stream, or it is being recorded
     */
    public RecordingInfo start(StreamName name) throws RecordingRefused {
        requireFolder();
        LiveStream stream =
                streams.find(name)
                        .orElseThrow(() ->
                                new RecordingRefused(
                                        RecordingRefused.Reason.NO_STREAM,
                                        "There is no live stream of this name."));
        return start(stream);
    }

    private synchronized RecordingInfo start(LiveStream stream) throws RecordingRefused {
        StreamName name = stream.name();
        Recording known = live.get(name);
        if (disk == null || (known != null && known.stream() == stream)) {
            throw new RecordingRefused(
                    RecordingRefused.Reason.TAKEN, "This stream is being recorded already.");
        }
        var recording =
                new Recording(
                        stream,
                        form,
                        disk,
                        settings,
                        retry,
                        () -> observer.accept(name),
                        this::ended);
        live.put(name, recording);
        observer.accept(name);
        recording.start();
        return recording.info();
    }

    private synchronized void ended(Recording recording) {
        live.remove(recording.stream().name(), recording);
        RecordingInfo info = recording.info();
        past = past.and(info);
        ended.addFirst(info);
        if (ended.size() > MOST_REMEMBERED) {
            ended.removeLast();
        }
        observer.accept(info.stream());
    }

    /**
     * Stops the recording of a stream; what was taken is still written.
     *
     * @return false when it is not being recorded
     */
    public synchronized boolean stop(StreamName name) {
        Recording recording = live.get(name);
        if (recording != null) {
            recording.stop();
        }
        return recording != null;
    }

    /** Those that go on, oldest first. */
    public synchronized List<RecordingInfo> live() {
        return live.values().stream().map(Recording::info).toList();
    }

    /** The last ones that ended, the last one first. */
    public synchronized List<RecordingInfo> ended() {
        return List.copyOf(ended);
    }

    /** The recording of a stream that goes on, else the last one of that name. */
    public Optional<RecordingInfo> find(StreamName name) {
        List<RecordingInfo> all = new ArrayList<>(live());
        all.addAll(ended());
        return all.stream().filter(one -> one.stream().equals(name)).findFirst();
    }

    /** Since the start, with what goes on. */
    public synchronized Totals totals() {
        Totals all = past;
        for (Recording recording : live.values()) {
            all = all.and(recording.info());
        }
        return all;
    }

    /** What is in the folder; nothing without one. Waits for the disk. */
    public List<FolderDisk.Entry> files() throws IOException {
        return folder == null ? List.of() : folder.files();
    }

    /** Stops all and waits until they are written, for 5 s at most. */
    @Override
    public void close() {
        List<Recording> all;
        synchronized (this) {
            all = List.copyOf(live.values());
        }
        all.forEach(Recording::stop);
        long limit = System.nanoTime() + CLOSE_LIMIT.toNanos();
        try {
            for (Recording recording : all) {
                boolean _ = recording.awaitEnd(Duration.ofNanos(limit - System.nanoTime()));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
