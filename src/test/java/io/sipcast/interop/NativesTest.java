package io.sipcast.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.peer.PeerProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A host on which the libraries in our jars cannot be unpacked, or not run where they are. */
@Tag("interop")
@Timeout(60)
class NativesTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** Where nobody can write, root neither. */
    private static final String NOWHERE = "/proc/none";

    private static PeerProcess gateway(String... flags) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of(flags));
        command.addAll(List.of("-cp", GatewayProcess.classPath(), "io.sipcast.Main", "run"));
        TestGateway.onFreePorts().forEach(setting -> command.addAll(List.of("--set", setting)));
        return PeerProcess.start(PeerProcess.folder("natives"), command);
    }

    @Test
    void saysWhichFolderTheCodecsNeed() {
        try (PeerProcess gateway =
                gateway(
                        "-Dorg.bytedeco.javacpp.cachedir=" + NOWHERE,
                        "-Duser.home=" + NOWHERE,
                        "-Djava.io.tmpdir=" + NOWHERE)) {
            assertThat(gateway.exit(LIMIT)).isEqualTo(1);
            assertThat(gateway.output())
                    .contains("The codecs cannot be loaded: ")
                    .contains("JAVA_OPTS=-Dorg.bytedeco.javacpp.cachedir=FOLDER")
                    .doesNotContain("\tat ");
        }
    }

    /** As where /tmp is mounted noexec: nothing of ours is loaded from there. */
    @Test
    void needsNoFolderForTemporaryFiles() {
        Path folder = PeerProcess.folder("natives");
        try (PeerProcess gateway =
                gateway("-Djava.io.tmpdir=" + NOWHERE, "-Dio.netty.native.workdir=" + folder)) {
            gateway.awaitOutput("ready: ");
            assertThat(gateway.output()).doesNotContain("cannot be loaded");
        }
    }

    @Test
    void goesOnWithoutEpollAndSaysSo() {
        try (PeerProcess gateway = gateway("-Dio.netty.native.workdir=" + NOWHERE)) {
            gateway.awaitOutput("ready: ");
            assertThat(gateway.output())
                    .contains("epoll cannot be loaded (Custom native workdir mkdirs failed")
                    .contains("unpacked to " + NOWHERE + ",")
                    .contains("JAVA_OPTS=-Dio.netty.native.workdir=FOLDER")
                    .doesNotContain("\tat ");
        }
    }
}
