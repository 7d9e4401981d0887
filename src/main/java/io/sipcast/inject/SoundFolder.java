package io.sipcast.inject;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The folder {@code media.sounds}. Names come from REST callers, so none may lead out of it:
 * neither by {@code ..}, nor as an absolute path, nor by a link within it.
 */
public final class SoundFolder {
    private static final String FIELD = "fileName";
    private static final int DEEPEST = 8;
    private static final int MOST_NAMES = 5000;

    private final Optional<Path> folder;

    /**
     * Takes a folder.
     *
     * @param configured empty: there are no files
     * @throws IOException with a sentence for the user when it is no folder
     */
    public SoundFolder(Optional<Path> configured) throws IOException {
        if (configured.isPresent() && !Files.isDirectory(configured.get())) {
            throw new IOException(
                    "media.sounds = "
                            + configured.get()
                            + " is no folder: create it, or leave the key out");
        }
        folder = configured.isPresent() ? Optional.of(configured.get().toRealPath()) : configured;
    }

    /**
     * The file of this name, with no link left in its path.
     *
     * @throws InjectionRefused when there is none, or the name is no name of a file in the folder
     */
    public Path find(String fileName) throws InjectionRefused {
        return find(FIELD, fileName);
    }

    /**
     * The same where the request has its name in another field.
     *
     * @throws InjectionRefused likewise
     */
    public Path find(String field, String fileName) throws InjectionRefused {
        if (folder.isEmpty()) {
            throw InjectionRefused.notFound(
                    field, "There are no sound files here: media.sounds names no folder.");
        }
        Path root = folder.get();
        Path file = path(root, field, fileName);
        try {
            Path real = file.toRealPath();
            if (real.startsWith(root) && Files.isRegularFile(real)) {
                return real;
            }
        } catch (IOException _) {
            // as below
        }
        // none, a folder, a device, a link that leads out: nobody need know which
        throw InjectionRefused.notFound(
                field, "There is no file " + fileName + " in media.sounds.");
    }

    /** The names of the files in it and in its folders, sorted: the first few thousand. */
    public List<String> names() {
        if (folder.isEmpty()) {
            return List.of();
        }
        Path root = folder.get();
        try (Stream<Path> files = Files.walk(root, DEEPEST)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString())
                    .filter(name -> !name.startsWith(".") && !name.contains("/."))
                    .limit(MOST_NAMES)
                    .sorted()
                    .toList();
        } catch (IOException | UncheckedIOException _) {
            return List.of(); // the folder has gone, or is being changed
        }
    }

    private static Path path(Path root, String field, String fileName) throws InjectionRefused {
        try {
            Path name = Path.of(fileName);
            Path file = root.resolve(name).normalize();
            if (!name.isAbsolute() && file.startsWith(root) && !file.equals(root)) {
                return file;
            }
        } catch (InvalidPathException _) {
            // said below
        }
        throw InjectionRefused.badField(
                field, field + " must be the name of a file within media.sounds.");
    }
}
