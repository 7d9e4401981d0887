package io.sipcast;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunArgumentsTest {
    @Test
    void areSettingsAndAtMostOneFile() {
        assertThat(of("run")).contains(new RunArguments(null, List.of()));
        assertThat(of("run --set a.b=1 --set=c=d=e --config f.yml"))
                .contains(new RunArguments(Path.of("f.yml"), List.of("a.b=1", "c=d=e")));
        assertThat(of("run --config=f=g.yml"))
                .contains(new RunArguments(Path.of("f=g.yml"), List.of()));
    }

    /** What is wrong with them is explained by who knows all options. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "version",
                "call run",
                "run --help",
                "run -h --set a=1",
                "run --set",
                "run --set --config",
                "run --set=",
                "run --sett a=1",
                "run --set @file",
                "run @file",
                "run --config a --config b",
                "run surplus"
            })
    void allElseIsLeftToTheParser(String line) {
        assertThat(of(line)).isEmpty();
    }

    private static Optional<RunArguments> of(String line) {
        return RunArguments.of(List.of(line.split(" ")));
    }
}
