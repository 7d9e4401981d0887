package io.sipcast.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sipcast.config.Config.Inbound.Rule;
import io.sipcast.observe.Secret;
import io.sipcast.rtmp.RtmpUrl;
import io.sipcast.sip.auth.DigestAlgorithm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rules for calls that come in, a list of objects. */
class InboundConfigTest {
    private static final String TWO_RULES =
            """
            inbound:
              rules:
                - called: live-*
                  from: [192.0.2.0/24, 2001:db8::1]
                  user: trunk
                  password: s3cret
                  algorithms: md5, sha-256
                  stream: studio-$1
                  targets:
                    - rtmp://a.example.org/live/key-$1
                  video: false
                  record: true
                - called: '*'
            sip.hide: true
            record.folder: /tmp
            """;

    @TempDir Path folder;

    @Test
    void rulesAreReadInTheirOrder() throws Exception {
        Config config = load(TWO_RULES).config();

        assertThat(config.sip().hide()).isTrue();
        assertThat(config.inbound().rules())
                .containsExactly(
                        new Rule(
                                "live-*",
                                List.of("192.0.2.0/24", "2001:db8::1"),
                                Optional.of("trunk"),
                                Optional.of(new Secret("s3cret")),
                                "sipcast",
                                List.of(DigestAlgorithm.MD5, DigestAlgorithm.SHA_256),
                                Optional.of("studio-$1"),
                                List.of(RtmpUrl.parse("rtmp://a.example.org/live/key-$1")),
                                true,
                                false,
                                true),
                        new Rule(
                                "*",
                                List.of(),
                                Optional.empty(),
                                Optional.empty(),
                                "sipcast",
                                List.of(),
                                Optional.empty(),
                                List.of(),
                                true,
                                true,
                                false));
    }

    @Test
    void theCommandLineSetsSingleKeysAnewAndWholeRules() throws Exception {
        List<Rule> rules =
                load(TWO_RULES, "inbound.rules[0].stream=other", "inbound.rules[7].called=x")
                        .config()
                        .inbound()
                        .rules();

        assertThat(rules).hasSize(3);
        assertThat(rules.getFirst().stream()).hasValue("other");
        assertThat(rules.getFirst().called()).isEqualTo("live-*");
        assertThat(rules.getLast().called()).isEqualTo("x");
    }

    @Test
    void secretsAreNotShown() throws Exception {
        LoadedConfig loaded = load(TWO_RULES);
        String lines = String.join("\n", loaded.lines());

        assertThat(lines)
                .containsPattern("inbound.rules\\[0].called +live-\\* +.*sipcast.yml:3")
                .containsPattern("inbound.rules\\[0].password +\\*\\*\\*")
                .containsPattern("inbound.rules\\[0].targets +\\*\\*\\*")
                .containsPattern("inbound.rules\\[1].called +\\*")
                .doesNotContain("s3cret")
                .doesNotContain("key-$1");
        assertThat(loaded.config().toString()).doesNotContain("s3cret").doesNotContain("key-");
    }

    @Test
    void anUnknownKeyIsNamedWithItsLineAndTheNearestOne() {
        assertThat(faults("inbound:\n  rules:\n    - called: x\n      steam: y\n"))
                .containsExactly(
                        at(4)
                                + "unknown key inbound.rules[0].steam;"
                                + " the nearest known one is inbound.rules[0].stream");
        assertThat(faults("inbound:\n  rules:\n    - called: x\n      from:\n        a: b\n"))
                .singleElement()
                .asString()
                .startsWith(at(5) + "unknown key inbound.rules[0].from.a;");
    }

    @Test
    void whatIsMissingOrMakesNoSenseIsTold() {
        assertThat(
                        faults(
                                """
                                inbound:
                                  rules:
                                    - stream: x
                                    - called: x
                                      user: a
                                    - called: x
                                      password: pass-word
                                    - called: x
                                      audio: false
                                      video: false
                                    - called: a-*
                                      stream: $1-$2
                                      targets: rtmp://h/live/$3
                                    - called: x
                                      record: true
                                    - {}
                                """))
                .containsExactly(
                        at(3) + "inbound.rules[0].called: missing: which user is called? * is any",
                        at(4) + "inbound.rules[1].password: missing: it is needed beside user",
                        at(6) + "inbound.rules[2].user: missing: it is needed beside password",
                        at(10) + "inbound.rules[3].video: audio and video are both false",
                        at(12)
                                + "inbound.rules[4].stream: $2 means the text of * number 2,"
                                + " and called has 1",
                        at(13)
                                + "inbound.rules[4].targets: $3 means the text of * number 3,"
                                + " and called has 1",
                        at(15)
                                + "inbound.rules[5].record: there is no record.folder for the"
                                + " files",
                        at(16)
                                + "inbound.rules[6].called: missing: which user is called? * is any");
    }

    @Test
    void valuesThatCannotBeReadAreFaultsAndSecretsAmongThemStayHidden() {
        assertThat(
                        faults(
                                """
                                inbound:
                                  rules:
                                    - called: a@b
                                      from: [example.org]
                                      targets: [http://example.org/secret-key]
                                      audio: yes
                                """))
                .hasSize(4)
                .anyMatch(fault -> fault.contains(":3: inbound.rules[0].called = \"a@b\" is not a"))
                .anyMatch(fault -> fault.contains(":4: inbound.rules[0].from = \"example.org\""))
                .anyMatch(
                        fault -> fault.contains(":5: inbound.rules[0].targets is not an RTMP URL"))
                .anyMatch(
                        fault -> fault.contains(":6: inbound.rules[0].audio = \"yes\" is not true"))
                .noneMatch(fault -> fault.contains("secret-key"));
    }

    @Test
    void rulesAreNoPlainTextAndOtherListsHaveNoObjects() {
        assertThat(faults("inbound.rules: [studio]\n"))
                .containsExactly(
                        at(1)
                                + "inbound.rules = \"studio\" is not an object:"
                                + " each needs keys of its own, in the file");
        assertThatThrownBy(() ->
                        new ConfigSources(
                                        null,
                                        List.of(),
                                        Map.of("SIPCAST_INBOUND_RULES", "studio"),
                                        List.of())
                                .load())
                .hasMessageStartingWith("SIPCAST_INBOUND_RULES: inbound.rules = \"studio\" is not");
        assertThat(faults("net:\n  allowed-targets:\n    - called: x\n"))
                .containsExactly(at(3) + "net.allowed-targets: expected a list of plain values");
    }

    @Test
    void theExampleInTheManualHasEveryKeyWithItsDefault() throws Exception {
        String example =
                Files.readAllLines(Path.of("sipcast.yml")).stream()
                        .filter(line -> line.matches("  #  .*"))
                        .map(line -> line.replaceFirst("  #", "    "))
                        .reduce("inbound:\n  rules:\n", (all, line) -> all + line + "\n");
        List<String> keys =
                YamlFile.read(file(example), new ArrayList<>()).stream()
                        .map(Setting::key)
                        .filter(key -> key.startsWith("inbound.rules[0]."))
                        .map(key -> key.substring("inbound.rules[0].".length()))
                        .toList();

        assertThat(keys)
                .containsExactlyElementsOf(
                        InboundKeys.RULES.columns().stream().<String>map(Key::name).toList());
        assertThat(example.lines().skip(2)).allMatch(line -> line.matches(".+: .+ # .{15,}"));
        Rule rule = load(example).config().inbound().rules().getFirst();
        assertThat(List.of(rule.realm(), rule.audio(), rule.video()))
                .isEqualTo(List.of("sipcast", true, true));
    }

    private LoadedConfig load(String text, String... overrides)
            throws ConfigException, IOException {
        return new ConfigSources(file(text), List.of(), Map.of(), Arrays.asList(overrides)).load();
    }

    private List<String> faults(String text) {
        try {
            load(text);
            return List.of();
        } catch (ConfigException e) {
            return String.valueOf(e.getMessage()).lines().toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private String at(int line) {
        return folder.resolve("sipcast.yml") + ":" + line + ": ";
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("sipcast.yml"), text);
    }
}
