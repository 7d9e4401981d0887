package io.sipcast;

import io.sipcast.observe.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A secret that is given in one of three ways, the strongest first.
 *
 * @param given on the command line or at the prompt
 * @param file whose first line it is
 * @param variable what the environment says
 */
record SecretSource(@Nullable String given, @Nullable Path file, @Nullable String variable) {
    /**
     * Reads it.
     *
     * @throws IOException with a sentence when the file can't be read, or is empty
     */
    Optional<Secret> read() throws IOException {
        if (given != null) {
            return Optional.of(new Secret(given));
        }
        if (file != null) {
            return Optional.of(new Secret(firstLine(file)));
        }
        return variable == null || variable.isEmpty()
                ? Optional.empty()
                : Optional.of(new Secret(variable));
    }

    private static String firstLine(Path file) throws IOException {
        try (var lines = Files.newBufferedReader(file)) {
            String line = lines.readLine();
            if (line == null || line.isBlank()) {
                throw new IOException(file + " is empty: its first line must be the secret.");
            }
            return line.strip();
        } catch (NoSuchFileException e) {
            throw new IOException("There is no file " + file + ".", e);
        }
    }

    /** For records print what they hold. */
    @Override
    public String toString() {
        return "***";
    }
}
