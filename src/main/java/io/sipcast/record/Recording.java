package io.sipcast.record;

import io.sipcast.live.LiveStream;
import io.sipcast.live.StreamForm;
import io.sipcast.live.Subscription;
import io.sipcast.media.MediaUnit;
import io.sipcast.record.RecordingInfo.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One stream on its way into files, on two virtual threads: this one takes units and puts fragments
 * together, the {@link DiskWriter}'s writes them. While the disk is slow fragments wait there; once
 * too much waits this one waits, and the subscription does what it does for every subscriber that
 * is too slow: it leaves out what it cannot keep, up to a key frame. The stream notices nothing.
 *
 * <p>When writing fails, a full disk above all, the recording pauses and tries a new file again and
 * again, as long as the stream lives.
 */
final class Recording {
    private static final Logger LOG = LoggerFactory.getLogger(Recording.class);
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final LiveStream stream;
    private final Subscription subscription;
    private final DiskWriter writer;
    private final FileCutter cutter;
    private final Duration retry;
    private final Runnable changed;
    private final Consumer<Recording> over;
    private final Semaphore ready = new Semaphore(0);
    private final CountDownLatch finished = new CountDownLatch(1);

    private volatile boolean stopping;
    private volatile RecordingInfo info;
    private String end = "";
    private DiskWriter.Progress seen;
    private long pausedNanos;
    private boolean paused;
    private long passed;

    /**
     * Subscribes; {@link #start} does the rest.
     *
     * @param retry the time between two attempts to write
     * @param changed called when it looks different, but for the counters and the end
     * @param over called when everything is written and closed
     */
    Recording(
            LiveStream stream,
            StreamForm form,
            Disk disk,
            RecordSettings settings,
            Duration retry,
            Runnable changed,
            Consumer<Recording> over) {
        this.stream = stream;
        this.retry = retry;
        this.changed = changed;
        this.over = over;
        this.writer = new DiskWriter(stream.name(), disk, settings.minFreeBytes(), settings.sync());
        this.seen = writer.progress();
        Instant now = Instant.now();
        this.info =
                new RecordingInfo(
                        stream.name(), Status.WAITING, now, now, "", List.of(), null, 0, 0, 0);
        long ageMillis = (System.nanoTime() - stream.sinceNanos()) / 1_000_000;
        this.cutter =
                new FileCutter(
                        settings.limits(),
                        stream.expected(form),
                        now.toEpochMilli() - ageMillis,
                        writer);
        this.subscription = stream.subscribe(form, ready::release);
    }

    void start() {
        Thread writing = Thread.ofVirtual().name("disk-" + stream.name()).start(writer);
        Thread.ofVirtual().name("recording-" + stream.name()).start(() -> run(writing));
    }

    /** Ends it; from any thread, returns at once. */
    void stop() {
        stopping = true;
        ready.release();
    }

    /** Whether everything was written within this time. */
    boolean awaitEnd(Duration limit) throws InterruptedException {
        return finished.await(limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    LiveStream stream() {
        return stream;
    }

    RecordingInfo info() {
        return info;
    }

    private void run(Thread writing) {
        try {
            record();
            cutter.end();
        } catch (RuntimeException e) {
            LOG.error("recording of {} failed", stream.name(), e);
            end = "The recorder failed; the log says how.";
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            subscription.close();
            writer.over();
            awaitWritten(writing);
            show(Status.ENDED, end);
            over.accept(this);
            finished.countDown();
        }
    }

    private void awaitWritten(Thread writing) {
        try {
            writing.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void record() throws InterruptedException {
        while (!stopping) {
            look();
            MediaUnit unit = subscription.poll();
            if (unit != null) {
                take(unit);
            } else if (subscription.ended()) {
                end = "The stream has ended.";
                return;
            } else {
                boolean _ = ready.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS);
                int _ = ready.drainPermits();
            }
        }
        end = "The recording was stopped.";
    }

    private void take(MediaUnit unit) {
        if (paused) {
            passed++;
        } else {
            cutter.add(unit);
        }
    }

    /** What has become of what was handed on. */
    private void look() {
        DiskWriter.Progress now = writer.progress();
        if (paused && System.nanoTime() - pausedNanos >= retry.toNanos()) {
            paused = false;
        } else if (now.equals(seen)) {
            return;
        }
        if (now.failures() > seen.failures()) {
            paused = true;
            pausedNanos = System.nanoTime();
            cutter.giveUp();
        }
        seen = now;
        if (paused) {
            show(Status.PAUSED, now.failure());
        } else {
            show(now.open() == null ? Status.WAITING : Status.RECORDING, "");
        }
    }

    private void show(Status status, String reason) {
        RecordingInfo before = info;
        DiskWriter.Progress now = writer.progress();
        info =
                new RecordingInfo(
                        before.stream(),
                        status,
                        before.started(),
                        status == before.status() ? before.since() : Instant.now(),
                        reason,
                        now.files(),
                        now.open(),
                        now.bytes(),
                        subscription.skipped() + cutter.left() + passed,
                        now.failures());
        if (status != before.status()) {
            LOG.info("recording of {}: {} {}", stream.name(), status, reason);
        }
        boolean same =
                status == before.status()
                        && reason.equals(before.reason())
                        && info.files().equals(before.files())
                        && Objects.equals(info.open(), before.open());
        if (!same && status != Status.ENDED) {
            changed.run();
        }
    }
}
