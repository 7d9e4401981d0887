package io.sipcast.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.sipcast.live.AacSpec;
import io.sipcast.live.LiveStream;
import io.sipcast.live.Publication;
import io.sipcast.live.StreamForm;
import io.sipcast.live.StreamName;
import io.sipcast.live.Streams;
import io.sipcast.media.AacSettings;
import io.sipcast.mp4.Mp4File;
import io.sipcast.net.TestUnits;
import io.sipcast.record.RecordingInfo.Status;
import io.sipcast.record.RecordingRefused.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recordings of streams that the test publishes, on disks that do what it says. */
class RecordingsTest {
    private static final StreamName NAME = StreamName.ofCall("camera");
    private static final StreamForm FORM =
            new StreamForm(new AacSpec(48_000, 64_000, AacSettings.Coder.FAST));
    private static final Duration RETRY = Duration.ofMillis(50);

    private final MemoryDisk disk = new MemoryDisk();
    private final Streams streams =
            new Streams(
                    (_, _) -> {
                        throw new IllegalStateException("nothing is encoded here");
                    },
                    Runnable::run,
                    System::nanoTime);
    private final Recordings recordings = recordings(disk, 0);
    private final LiveStream stream = open();
    private int now;

    @AfterEach
    void close() {
        recordings.close();
    }

    @Test
    void aStreamIsAFileAndItsNameIsFreeAgain() throws Exception {
        RecordingInfo started = recordings.start(NAME);
        assertThat(started.status()).isEqualTo(Status.WAITING);
        begin();
        publish(2900);
        await().until(() -> info().bytes() > 10_000);
        stream.end();
        await().until(() -> recordings.live().isEmpty());

        RecordingInfo ended = recordings.ended().getFirst();
        assertThat(ended.status()).isEqualTo(Status.ENDED);
        assertThat(ended.reason()).isEqualTo("The stream has ended.");
        assertThat(ended.files()).containsExactlyElementsOf(disk.files().keySet());
        assertThat(ended.skipped()).isZero();
        Mp4File file = onlyFile();
        assertThat(file.samples(1)).hasSize(75);
        assertThat(file.samples(2)).hasSize(150);
        assertThat(file.order()).endsWith("mfra");
        assertThat(ended.bytes()).isEqualTo(disk.files().values().iterator().next().length);
        assertThat(recordings.totals().files()).isEqualTo(1);
        assertThat(disk.syncs()).as("once, at the end").isEqualTo(1);
    }

    @Test
    void eachFragmentIsForcedOntoTheDiskWhereThatIsWanted() throws Exception {
        var settings = new RecordSettings(Long.MAX_VALUE, Duration.ofHours(1), 0, true);
        try (var careful = new Recordings(streams, FORM, null, disk, settings, RETRY)) {
            careful.start(NAME);
            publish(100);
            await().until(() -> careful.live().getFirst().status() == Status.RECORDING);
            publish(2900);
            await().until(() -> disk.syncs() >= 3);
        }
    }

    @Test
    void stopsWhenToldAndTheStreamGoesOn() throws Exception {
        recordings.start(NAME);
        begin();
        publish(1900);
        await().until(() -> info().bytes() > 10_000);

        assertThat(recordings.stop(NAME)).isTrue();
        await().until(() -> recordings.live().isEmpty());
        assertThat(recordings.ended().getFirst().reason()).isEqualTo("The recording was stopped.");
        assertThat(onlyFile().order()).endsWith("mfra");
        assertThat(stream.ended()).isFalse();
        assertThat(stream.subscribers()).isZero();
        assertThat(recordings.stop(NAME)).isFalse();
    }

    @Test
    void closingCompletesTheFiles() throws Exception {
        recordings.start(NAME);
        begin();
        publish(1400);
        await().until(() -> info().bytes() > 5_000);
        recordings.close();

        assertThat(onlyFile().order()).endsWith("mfra");
    }

    @Test
    void saysWhyNot() throws Exception {
        recordings.start(NAME);

        refused(recordings, NAME, Reason.TAKEN, "This stream is being recorded already.");
        refused(
                recordings,
                StreamName.ofCall("none"),
                Reason.NO_STREAM,
                "There is no live stream of this name.");
        refused(
                new Recordings(streams, FORM, Optional.empty(), settings(0)),
                NAME,
                Reason.OFF,
                "Nothing can be recorded here: set record.folder to a folder for the files.");
    }

    /** What fits stays a file up to its last whole fragment; with room again another one begins. */
    @Test
    void aFullDiskPausesAndTheStreamDoesNotNotice() throws Exception {
        recordings.start(NAME);
        begin();
        publish(1900);
        await().until(() -> info().bytes() > 20_000);
        disk.room(10_000);
        publish(2000);
        await().until(() -> isPausedBy("No space left on device"));
        disk.room(0);
        await().until(() -> {
            publish(20);
            return info().skipped() > 0;
        });
        assertThat(stream.refused()).isZero();
        assertThat(onlyFile().order()).as("cut to whole fragments").endsWith("mdat");

        disk.room(Long.MAX_VALUE);
        await().until(() -> {
            publish(1000);
            return info().status() == Status.RECORDING && info().files().size() > 1;
        });
        recordings.stop(NAME);
        await().until(() -> recordings.live().isEmpty());
        RecordingInfo ended = recordings.ended().getFirst();
        assertThat(ended.pauses()).isPositive();
        assertThat(ended.skipped()).isPositive();
        var last = new Mp4File(disk.file(ended.files().getLast()));
        assertThat(last.samples(1).getFirst().key()).isTrue();
        assertThat(last.order()).endsWith("mfra");
    }

    @Test
    void whatIsLeftToOthersIsNotTouched() throws Exception {
        try (Recordings modest = recordings(disk, 50L << 20)) {
            disk.room(20L << 20);
            modest.start(NAME);
            publish(1500);
            await().until(() -> modest.live().getFirst().status() == Status.PAUSED);

            assertThat(modest.live().getFirst().reason())
                    .isEqualTo(
                            "The disk of record.folder has 20 MiB left, record.min-free asks for"
                                    + " 50.");
            assertThat(disk.files()).isEmpty();
        }
    }

    /** A disk that stands still for long costs pictures, up to a key frame, and nothing else. */
    @Test
    void aDiskThatStandsStillCostsAGapAtAKeyFrame() throws Exception {
        recordings.start(NAME);
        begin();
        publish(900);
        disk.still(true);
        for (int i = 0; i < 40; i++) { // 40 MB
            publishLarge();
        }
        assertThat(stream.refused()).isZero();
        disk.still(false);
        await().until(() -> {
            publish(500); // it goes on as soon as it has come to where the stream is
            return info().skipped() > 0 && onlyFile().samples(1).size() > 50;
        });
        recordings.stop(NAME);
        await().until(() -> recordings.live().isEmpty());

        Mp4File file = onlyFile();
        assertThat(recordings.ended().getFirst().pauses()).isZero();
        List<Mp4File.Sample> pictures = file.samples(1);
        for (int i = 1; i < pictures.size(); i++) {
            if (pictures.get(i).decode() - pictures.get(i - 1).decode() > 90_000) {
                assertThat(pictures.get(i).key()).as("after the gap").isTrue();
            }
        }
    }

    @Test
    void aFolderThatCannotBeUsedSaysWhy(@TempDir Path folder) throws Exception {
        Path missing = folder.resolve("missing");

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> FolderDisk.open(missing))
                .withMessage(
                        "record.folder = "
                                + missing
                                + " is no folder: create it, or leave the key out");
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> FolderDisk.open(Path.of("/proc")))
                .withMessageStartingWith("record.folder = /proc cannot be written to (");
    }

    @Test
    void onlyFilesOfTheFolderAreFound(@TempDir Path folder) throws Exception {
        Path outside = Files.writeString(folder.resolve("outside.mp4"), "secret");
        Path inside = Files.createDirectory(folder.resolve("inside"));
        Files.writeString(inside.resolve("live_a_1.mp4"), "abc");
        Files.writeString(inside.resolve("notes.txt"), "abc");
        Files.createDirectory(inside.resolve("folder.mp4"));
        Files.createSymbolicLink(inside.resolve("link.mp4"), outside);
        FolderDisk disk = FolderDisk.open(inside);

        assertThat(disk.files()).extracting(FolderDisk.Entry::name).containsExactly("live_a_1.mp4");
        assertThat(disk.find("live_a_1.mp4")).isPresent();
        assertThat(disk.find("../outside.mp4")).isEmpty();
        assertThat(disk.find("link.mp4")).isEmpty();
        assertThat(disk.find("folder.mp4")).isEmpty();
        assertThat(disk.find("notes.txt")).isEmpty();
    }

    @Test
    void filesAreWrittenAndForcedOntoTheDisk(@TempDir Path folder) throws Exception {
        FolderDisk real = FolderDisk.open(folder);
        try (var onDisk =
                new Recordings(
                        streams,
                        FORM,
                        Optional.of(real),
                        new RecordSettings(Long.MAX_VALUE, Duration.ofHours(1), 0, true))) {
            onDisk.start(NAME);
            publish(100);
            await().until(() -> onDisk.live().getFirst().status() == Status.RECORDING);
            publish(2400);
            stream.end();
            await().until(() -> onDisk.live().isEmpty());

            assertThat(onDisk.files()).hasSize(1);
            Path path = real.find(onDisk.files().getFirst().name()).orElseThrow();
            assertThat(new Mp4File(Files.readAllBytes(path)).samples(1)).hasSize(63);
        }
    }

    private Recordings recordings(MemoryDisk on, long minFree) {
        return new Recordings(streams, FORM, null, on, settings(minFree), RETRY);
    }

    private static RecordSettings settings(long minFree) {
        return new RecordSettings(Long.MAX_VALUE, Duration.ofHours(1), minFree, false);
    }

    private static void refused(Recordings by, StreamName name, Reason reason, String sentence) {
        assertThatExceptionOfType(RecordingRefused.class)
                .isThrownBy(() -> by.start(name))
                .withMessage(sentence)
                .matches(refused -> refused.reason() == reason);
    }

    private boolean isPausedBy(String reason) {
        RecordingInfo now = info();
        return now.status() == Status.PAUSED && now.reason().contains(reason);
    }

    /** Until there is a file: what came before that would only count from the last key frame. */
    private void begin() {
        publish(100);
        await().until(() -> info().status() == Status.RECORDING);
    }

    private RecordingInfo info() {
        return recordings.live().getFirst();
    }

    /** An attempt on a full disk has a file, too, for a moment. */
    private Mp4File onlyFile() {
        Map<String, byte[]> files = await().until(disk::files, all -> all.size() == 1);
        return new Mp4File(files.values().iterator().next());
    }

    /** So many milliseconds of 25 pictures a second, a key frame each, and of sound. */
    private void publish(int millis) {
        for (int end = now + millis; now < end; now += 20) {
            if (now % 40 == 0) {
                stream.add(TestUnits.picture(now, now % 1000 == 0));
            }
            stream.add(TestUnits.sound(now));
        }
    }

    private void publishLarge() {
        for (int end = now + 1000; now < end; now += 40) {
            stream.add(TestUnits.picture(now, now % 1000 == 0, 40_000));
            stream.add(TestUnits.sound(now));
        }
    }

    private LiveStream open() {
        try {
            return streams.open(
                    NAME, new Publication(Runnable::run, Publication.Audio.UNITS, true, () -> {}));
        } catch (Streams.NameTakenException e) {
            throw new AssertionError(e);
        }
    }
}
