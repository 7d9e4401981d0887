package io.sipcast.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * What ffmpeg says of a file. One question is asked once as long as the file is the same: a test
 * asks for the beeps several times over, and each time ffmpeg takes longer to start than to decode.
 */
final class RecordingAnswers {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    /** As the file was at that time. */
    private record Question(List<String> command, long size, FileTime modified) {}

    private final Path file;
    private final Map<Question, String> texts = new ConcurrentHashMap<>();
    private final Map<Question, byte[]> decoded = new ConcurrentHashMap<>();

    RecordingAnswers(Path file) {
        this.file = file;
    }

    private Question question(List<String> command) {
        try {
            return new Question(command, Files.size(file), Files.getLastModifiedTime(file));
        } catch (IOException _) { // ffmpeg says what is wrong with it
            return new Question(command, 0, FileTime.fromMillis(0));
        }
    }

    /** All that the command prints. */
    String text(String... command) {
        return answer(
                texts, List.of(command), all -> PeerProcess.run(LIMIT, all.toArray(String[]::new)));
    }

    /** What the command writes to a file, whose name is added to it. */
    byte[] bytes(List<String> command) {
        return answer(decoded, List.copyOf(command), RecordingAnswers::written).clone();
    }

    private static byte[] written(List<String> command) {
        Path raw = PeerProcess.folder("decode").resolve("raw");
        List<String> all = new ArrayList<>(command);
        all.add(raw.toString());
        PeerProcess.run(LIMIT, all.toArray(String[]::new));
        try {
            byte[] bytes = Files.readAllBytes(raw);
            Files.delete(raw);
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private <T> T answer(
            Map<Question, T> known, List<String> command, Function<List<String>, T> asked) {
        return known.computeIfAbsent(question(command), now -> asked.apply(now.command()));
    }
}
