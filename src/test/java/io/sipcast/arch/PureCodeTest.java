package io.sipcast.arch;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.net.Loops;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pure packages see neither sockets, threads, clocks nor Netty; this keeps it so. */
class PureCodeTest {
    static final Set<String> PURE =
            Set.of("bytes", "rtp", "rtmp", "media", "mp4", "sip", "sdp", "ice");

    private final PureCode code = new PureCode(PURE);

    @ParameterizedTest
    @FieldSource("PURE")
    void isPure(String packageName) throws Exception {
        List<Path> classes = classesOf(packageName);
        assertThat(classes).as("classes of " + packageName).isNotEmpty();

        List<String> violations = new ArrayList<>();
        for (Path file : classes) {
            violations.addAll(code.violations(file));
        }
        assertThat(violations).isEmpty();
    }

    /** Machines that live beside their drivers; they may know their own package's values. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "call/CallMachine",
                "call/CallEnd",
                "call/CallRate",
                "call/CalleeList",
                "call/MediaWatch",
                "call/CallPlan",
                "call/AgreedMedia",
                "call/SipFailures",
                "live/StreamName",
                "live/ResampledEncoder",
                "overload/OverloadMachine",
                "overload/OverloadLimits",
                "overload/Average",
                "push/PushMachine",
                "push/PushPolicy",
                "push/PushState",
                "record/FileCutter",
                "record/FileName"
            })
    void isAPureMachine(String name) throws Exception {
        String home = name.substring(0, name.indexOf('/'));
        Set<String> known = new HashSet<>(PURE);
        known.add(home);
        known.add("live");
        List<String> faults = new ArrayList<>();
        for (Path file : classesOf(home)) {
            String type = file.getFileName().toString().replaceFirst("\\.class$", "");
            String simple = name.substring(home.length() + 1);
            if (type.equals(simple) || type.startsWith(simple + "$")) {
                faults.addAll(new PureCode(known).violations(file));
            }
        }
        assertThat(faults).isEmpty();
    }

    @Test
    void wouldNotTakeTheNettyDriverForPure() throws Exception {
        Path driver = root().resolve(Loops.class.getName().replace('.', '/') + ".class");

        assertThat(code.violations(driver))
                .anyMatch(fault -> fault.contains("uses Netty"))
                .anyMatch(fault -> fault.contains("uses a lock, an executor"));
    }

    /** A package-info alone is no package: a renamed package would pass unread. */
    private static List<Path> classesOf(String packageName) throws Exception {
        Path folder = root().resolve("io/sipcast").resolve(packageName);
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".class"))
                    .filter(file -> !file.endsWith("package-info.class"))
                    .toList();
        }
    }

    /** Where the classes under test were compiled to, whatever runs this. */
    private static Path root() throws URISyntaxException, IOException {
        return Path.of(Loops.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    }
}
