package io.sipcast.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code sipcast.yml} is the manual: it and the records say the same. */
class ManualTest {
    private static final Path MANUAL = Path.of("sipcast.yml");

    @Test
    void theRecordsHaveExactlyTheKeys() {
        assertThat(componentsOf(Config.class, ""))
                .containsExactlyElementsOf(Keys.ALL.stream().<String>map(Key::name).toList());
    }

    @Test
    void theManualHasEveryKeyInOrder() {
        List<String> faults = new ArrayList<>();
        List<Setting> settings = YamlFile.read(MANUAL, faults);

        assertThat(faults).isEmpty();
        assertThat(settings)
                .extracting(Setting::key)
                .containsExactlyElementsOf(Keys.ALL.stream().<String>map(Key::name).toList());
    }

    @Test
    void theManualHasTheDefaults() throws ConfigException {
        List<Setting> settings = YamlFile.read(MANUAL, new ArrayList<>());
        for (int i = 0; i < settings.size(); i++) {
            assertThat(String.join(",", settings.get(i).values()))
                    .as(settings.get(i).key())
                    .isEqualTo(Keys.ALL.get(i).standard());
        }
        assertThat(new ConfigSources(MANUAL, List.of(), Map.of(), List.of()).load().config())
                .isEqualTo(new ConfigSources(null, List.of(), Map.of(), List.of()).load().config());
    }

    @Test
    void everyKeyOfTheManualIsExplainedOnItsLine() throws IOException {
        assertThat(Files.readAllLines(MANUAL))
                .filteredOn(line ->
                        line.matches(" +[a-z-]+:.*") && !line.matches(" +(audio|tls|dtmf|slate):"))
                .hasSize(Keys.ALL.size())
                .allMatch(line -> line.matches(".+: .*  # .{15,}"));
    }

    private static List<String> componentsOf(Class<?> section, String prefix) {
        return Arrays.stream(section.getRecordComponents())
                .flatMap(component -> namesOf(component, prefix))
                .toList();
    }

    private static Stream<String> namesOf(RecordComponent component, String prefix) {
        String name =
                prefix + component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
        boolean section = component.getType().getName().startsWith(Config.class.getName() + "$");
        return section && component.getType().isRecord()
                ? componentsOf(component.getType(), name + ".").stream()
                : Stream.of(name);
    }
}
