package io.sipcast.inject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sipcast.inject.InjectionRefused.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No name leads out of the folder. */
class SoundFolderTest {
    @TempDir private Path home;
    private Path folder;
    private SoundFolder sounds;

    @BeforeEach
    void fill() throws IOException {
        folder = Files.createDirectories(home.resolve("sounds"));
        Files.createDirectories(folder.resolve("en"));
        Files.createDirectories(home.resolve("sounds-of-others"));
        for (String name :
                new String[] {
                    "sounds/hello.wav",
                    "sounds/en/hello.wav",
                    "secret.wav",
                    "sounds-of-others/secret.wav"
                }) {
            Files.writeString(home.resolve(name), name);
        }
        Files.createSymbolicLink(folder.resolve("inside.wav"), Path.of("en/hello.wav"));
        Files.createSymbolicLink(folder.resolve("outside.wav"), home.resolve("secret.wav"));
        Files.createSymbolicLink(folder.resolve("up.wav"), Path.of("../secret.wav"));
        Files.createSymbolicLink(folder.resolve("out"), home);
        Files.createSymbolicLink(folder.resolve("dead.wav"), Path.of("nothing.wav"));
        Files.createSymbolicLink(folder.resolve("round.wav"), Path.of("round.wav"));
        sounds = new SoundFolder(Optional.of(folder));
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello.wav", "en/hello.wav", "en/../hello.wav", "inside.wav"})
    void whatIsWithinIsFound(String name) throws Exception {
        Path found = sounds.find(name);

        assertThat(found).isRegularFile().startsWith(folder.toRealPath());
        assertThat(Files.readString(found)).endsWith("hello.wav");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../secret.wav",
                "en/../../secret.wav",
                "../sounds-of-others/secret.wav",
                "/etc/passwd",
                "..",
                ".",
                "",
                "en/..",
                "hello.wav\0.txt"
            })
    void aNameThatLeadsOutIsNone(String name) {
        refused(name, Reason.BAD_FIELD, "within media.sounds");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "outside.wav",
                "up.wav",
                "out/secret.wav",
                "out/sounds-of-others/secret.wav",
                "dead.wav",
                "round.wav",
                "nothing.wav",
                "en",
                "out",
                "hello.wav/more",
                "file:hello.wav",
                "http://127.0.0.1/hello.wav",
                "~/hello.wav",
                "%2e%2e/secret.wav",
                "hello.wav|cat"
            })
    void whatIsNotWithinIsNotFound(String name) {
        refused(name, Reason.NOT_FOUND, "There is no file " + name);
    }

    @Test
    void theWholePathOfAFileWithinIsNoNameEither() {
        refused(folder.resolve("hello.wav").toString(), Reason.BAD_FIELD, "within media.sounds");
    }

    @Test
    void withoutAFolderThereAreNoFiles() throws Exception {
        sounds = new SoundFolder(Optional.empty());

        refused("hello.wav", Reason.NOT_FOUND, "media.sounds names no folder");
    }

    @Test
    void aFolderThatIsNoneIsToldAtTheStart() {
        assertThatThrownBy(() -> new SoundFolder(Optional.of(home.resolve("secret.wav"))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("media.sounds")
                .hasMessageContaining("is no folder");
    }

    private void refused(String name, Reason reason, String text) {
        assertThatThrownBy(() -> sounds.find(name))
                .isInstanceOfSatisfying(
                        InjectionRefused.class,
                        e -> {
                            assertThat(e.reason()).isEqualTo(reason);
                            assertThat(e.field()).isEqualTo("fileName");
                            assertThat(e).hasMessageContaining(text);
                        });
    }
}
