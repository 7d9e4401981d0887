package io.sipcast.record;

import io.sipcast.live.StreamName;
import io.sipcast.mp4.Mp4Writer;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the files of one recording on a thread of its own, which may wait for the disk as long as
 * that takes. What waits for it is bounded: whoever adds more waits, too.
 *
 * <p>After an error the file is cut to its last whole fragment and closed, and what belongs to it
 * is thrown away; the next file begins anew.
 */
final class DiskWriter implements FileCutter.Files, Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(DiskWriter.class);
    private static final int MOST_IN_ONE_MILLISECOND = 10;

    /** How many bytes may wait: at 2 Mbit/s a disk may stand still for a minute. */
    static final long MOST_WAITING = 16L << 20;

    /** When files are forced onto the disk. */
    enum Sync {
        /** Each at its end: what the system has taken survives us, but no loss of power. */
        CLOSE,
        /** Each fragment. */
        FRAGMENT
    }

    /**
     * How it goes.
     *
     * @param files the names of those that were begun, oldest first
     * @param open the one that is being written; null when none is
     * @param bytes on the disk, of all of them
     * @param failures how often writing failed
     * @param failure why it did the last time, as a sentence
     */
    record Progress(
            List<String> files, @Nullable String open, long bytes, int failures, String failure) {
        Progress {
            files = List.copyOf(files);
        }
    }

    /** The arrays are handed on: nobody writes to them or compares them. */
    @SuppressWarnings("ArrayRecordComponent")
    private sealed interface Job {
        record Begin(byte[] header, long atMillis) implements Job {}

        record Append(byte[] bytes) implements Job {}

        record End(Mp4Writer.Patch patch) implements Job {}

        record Over() implements Job {}
    }

    private final StreamName stream;
    private final Disk disk;
    private final long minFree;
    private final Sync sync;

    private final Queue<Job> jobs = new ArrayDeque<>(); // guarded by this
    private long waiting; // bytes; guarded by this
    private boolean closed; // guarded by this

    private final List<String> files = new ArrayList<>(); // of the thread
    private Disk.@Nullable OpenFile file;
    private @Nullable String open;
    private boolean failed;
    private int failures;
    private String failure = "";
    private long fileBytes;
    private long headerBytes;
    private long bytes;
    private volatile Progress progress = new Progress(List.of(), null, 0, 0, "");

    /**
     * A writer that does nothing until it is run.
     *
     * @param minFree bytes that the disk must have left
     */
    DiskWriter(StreamName stream, Disk disk, long minFree, Sync sync) {
        this.stream = stream;
        this.disk = disk;
        this.minFree = minFree;
        this.sync = sync;
    }

    Progress progress() {
        return progress;
    }

    @Override
    public void begin(byte[] header, long atMillis) {
        add(new Job.Begin(header, atMillis), header.length);
    }

    @Override
    public void append(byte[] more) {
        add(new Job.Append(more), more.length);
    }

    @Override
    public void end(Mp4Writer.Patch patch) {
        add(new Job.End(patch), 0);
    }

    /** Nothing more will be added. */
    void over() {
        add(new Job.Over(), 0);
    }

    private synchronized void add(Job job, int size) {
        try {
            while (waiting > 0 && waiting + size > MOST_WAITING && !closed) {
                wait();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        waiting += size;
        jobs.add(job);
        notifyAll();
    }

    private synchronized Job take() throws InterruptedException {
        while (jobs.isEmpty()) {
            wait();
        }
        return jobs.remove();
    }

    private synchronized void done(int size) {
        waiting -= size;
        notifyAll();
    }

    @Override
    public void run() {
        try {
            while (serve(take())) {}
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            closeFile();
            synchronized (this) {
                closed = true;
                notifyAll();
            }
        }
    }

    private boolean serve(Job job) {
        switch (job) {
            case Job.Begin(byte[] header, long atMillis) -> {
                failed = false;
                attempt(() -> create(header, atMillis));
                done(header.length);
            }
            case Job.Append(byte[] more) -> {
                attempt(() -> write(more));
                done(more.length);
            }
            case Job.End(Mp4Writer.Patch patch) -> attempt(() -> complete(patch));
            case Job.Over() -> {
                return false;
            }
        }
        progress = new Progress(files, open, bytes, failures, failure);
        return true;
    }

    private interface Writing {
        void run() throws IOException;
    }

    private void attempt(Writing writing) {
        if (failed) {
            return;
        }
        try {
            writing.run();
        } catch (IOException | RuntimeException e) {
            failed = true;
            failures++;
            failure = sentence(e);
            LOG.warn("recording of {}: {}", stream, failure);
            giveUp();
        }
    }

    private static String sentence(Exception e) {
        String said = String.valueOf(e.getMessage());
        return e instanceof DiskFullException ? said : "The file cannot be written: " + said + ".";
    }

    private void create(byte[] header, long atMillis) throws IOException {
        closeFile();
        requireSpace();
        Instant began = Instant.ofEpochMilli(atMillis);
        for (int number = 0; ; number++) {
            String name = FileName.of(stream, began, number);
            try {
                file = disk.create(name);
                open = name;
                files.add(name);
                break;
            } catch (FileAlreadyExistsException e) {
                if (number == MOST_IN_ONE_MILLISECOND) {
                    throw e;
                }
            }
        }
        fileBytes = 0;
        headerBytes = header.length;
        write(header);
    }

    private void requireSpace() throws IOException {
        long free = disk.freeBytes();
        if (free < minFree) {
            throw new DiskFullException(
                    "The disk of record.folder has %d MiB left, record.min-free asks for %d."
                            .formatted(free >> 20, minFree >> 20));
        }
    }

    private static final class DiskFullException extends IOException {
        private static final long serialVersionUID = 1L;

        DiskFullException(String sentence) {
            super(sentence);
        }
    }

    private void write(byte[] more) throws IOException {
        Disk.OpenFile target = file;
        if (target == null) {
            return;
        }
        requireSpace();
        target.append(more);
        fileBytes += more.length;
        bytes += more.length;
        if (sync == Sync.FRAGMENT) {
            target.sync();
        }
    }

    private void complete(Mp4Writer.Patch patch) throws IOException {
        Disk.OpenFile target = file;
        if (target != null) {
            target.replace(patch.at(), patch.bytes().toArray());
            target.sync();
            closeFile();
        }
    }

    /** What could be written stays, up to the last whole fragment; a header alone does not. */
    private void giveUp() {
        Disk.OpenFile target = file;
        String name = open;
        if (target == null || name == null) {
            return;
        }
        try {
            target.truncate(fileBytes);
        } catch (IOException e) {
            LOG.debug("{} keeps its torn end", name, e);
        }
        closeFile();
        if (fileBytes <= headerBytes) {
            try {
                disk.delete(name);
                files.removeLast();
                bytes -= fileBytes;
            } catch (IOException e) {
                LOG.debug("{} stays, without anything in it", name, e);
            }
        }
    }

    private void closeFile() {
        Disk.OpenFile target = file;
        file = null;
        open = null;
        if (target != null) {
            try {
                target.close();
            } catch (IOException e) {
                LOG.warn("closing a file of {} failed", stream, e);
            }
        }
        progress = new Progress(files, null, bytes, failures, failure);
    }
}
