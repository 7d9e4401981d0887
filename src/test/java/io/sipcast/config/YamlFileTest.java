package io.sipcast.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class YamlFileTest {
    @TempDir private Path folder;
    private final List<String> faults = new ArrayList<>();

    @Test
    void settingsKnowTheirLine() throws IOException {
        List<Setting> settings =
                read(
                        """
                        # comment
                        rtmp:
                          port: 1935
                          address: "127.0.0.1"
                        sip.port: ' 5060 '
                        net:
                          allowed-targets: [a, 'b']
                          local-networks:
                            - 10.0.0.0/8
                        """);

        assertThat(faults).isEmpty();
        assertThat(settings)
                .containsExactly(
                        new Setting("rtmp.port", List.of("1935"), false, at(3)),
                        new Setting("rtmp.address", List.of("127.0.0.1"), false, at(4)),
                        new Setting("sip.port", List.of("5060"), false, at(5)),
                        new Setting("net.allowed-targets", List.of("a", "b"), true, at(7)),
                        new Setting("net.local-networks", List.of("10.0.0.0/8"), true, at(8)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# only words\n", "---\n", "~\n", "null\n", "--- # empty\n...\n"})
    void mayBeEmpty(String text) throws IOException {
        assertThat(read(text)).isEmpty();
        assertThat(faults).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ~", " null", " ''", " '  '"})
    void aKeyMayHaveNoValue(String none) throws IOException {
        assertThat(read("rtmp:\n  port:" + none + "\n"))
                .containsExactly(new Setting("rtmp.port", List.of(), false, at(2)));
        assertThat(faults).isEmpty();
    }

    @Test
    void aWordInQuotesIsAWord() throws IOException {
        assertThat(read("sip.user: 'null'\n"))
                .containsExactly(new Setting("sip.user", List.of("null"), false, at(1)));
    }

    @Test
    void whatIsNoYamlIsSaidWithItsLine() throws IOException {
        read("rtmp:\n  port: 1935\n\taddress: ::\n");

        assertThat(faults).singleElement().asString().startsWith(at(3) + ": not YAML: ");
    }

    @Test
    void aCharacterThatYamlForbidsIsSaidWithItsLine() throws IOException {
        read("rtmp:\n  port: \u0001\n");

        assertThat(faults).singleElement().asString().startsWith(at(2) + ": not YAML: ");
    }

    @Test
    void whatIsTooDeepIsSkipped() throws IOException {
        String deep = "{a: ".repeat(5000) + "b" + "}".repeat(5000);

        assertThat(read("x: " + deep + "\nsip.port: 5060\n"))
                .containsExactly(new Setting("sip.port", List.of("5060"), false, at(2)));
        assertThat(faults).singleElement().asString().endsWith(": no setting is as deep as this");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rtmp.port: [1935\n", "'rtmp\n", "rtmp: {port: 1\n", "a: b: c\n"})
    void whatIsCutOffIsAFault(String text) throws IOException {
        read(text);

        assertThat(faults).singleElement().asString().contains(": not YAML: ");
    }

    @Test
    void whatIsNoSettingIsSaidAndTheRestIsRead() throws IOException {
        List<Setting> settings =
                read(
                        """
                        rtmp.port: &a 1935
                        http.port: *a
                        ? [a, [b]]
                        : {c: d}
                        net.allowed-targets: [[x, {y: z}], b]
                        sip.port: 5060
                        """);

        assertThat(settings)
                .containsExactly(
                        new Setting("rtmp.port", List.of("1935"), false, at(1)),
                        new Setting("net.allowed-targets", List.of("b"), true, at(5)),
                        new Setting("sip.port", List.of("5060"), false, at(6)));
        assertThat(faults)
                .containsExactly(
                        at(2) + ": http.port: write the value itself instead of an alias",
                        at(3) + ": a key is a plain word, such as rtmp",
                        at(5) + ": net.allowed-targets: expected a list of plain values");
    }

    @ParameterizedTest
    @ValueSource(strings = {"- a\n- b\n", "just words\n"})
    void whatHasNoKeysIsAFault(String text) throws IOException {
        read(text);

        assertThat(faults).containsExactly(at(1) + ": expected keys such as rtmp.port");
    }

    @Test
    void whatStandsInASecondDocumentIsNotLostInSilence() throws IOException {
        assertThat(read("sip.port: 5060\n---\n# nothing\n")).hasSize(1);
        assertThat(faults).isEmpty();
        assertThat(read("sip.port: 5060\n---\nrtmp.port: 1935\n"))
                .containsExactly(new Setting("sip.port", List.of("5060"), false, at(1)));
        assertThat(faults)
                .containsExactly(
                        at(3) + ": settings behind \"---\" are not read: write them before it");
    }

    @Test
    void aFileThatIsNotTextCannotBeRead() throws IOException {
        Files.write(file(), new byte[] {(byte) 0xff, (byte) 0xfe, 0});

        assertThat(YamlFile.read(file(), faults)).isEmpty();
        assertThat(faults).singleElement().asString().startsWith(file() + ": can't be read: ");
    }

    private List<Setting> read(String text) throws IOException {
        return YamlFile.read(Files.writeString(file(), text), faults);
    }

    private Path file() {
        return folder.resolve("sipcast.yml");
    }

    private String at(int line) {
        return file() + ":" + line;
    }
}
