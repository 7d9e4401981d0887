package io.sipcast;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The script {@code ./sipcast} in a checkout of its own, with a JDK and a Maven that only write
 * down how they were called: what is built, what is rehearsed, and what is started.
 */
@Timeout(60)
class LauncherTest {
    private static final String JAVA =
            """
            #!/bin/sh
            echo "java $*" >> "$CALLED"
            for argument; do
                case $argument in
                    -XX:AOTConfiguration=*) config=${argument#*=} ;;
                    -XX:AOTCache=*) cache=${argument#*=} ;;
                    -XX:AOTMode=*) mode=${argument#*=} ;;
                esac
            done
            case ${mode:-} in
                record) [ -z "${REHEARSAL_FAILS:-}" ] && touch "$config" ;;
                create) touch "$cache" ;;
            esac
            """;

    private static final String MAVEN =
            """
            #!/bin/sh
            echo "mvn $*" >> "$CALLED"
            mkdir -p target/classes target/lib
            touch target/lib/b.jar target/lib/a.jar
            """;

    private static final String JAR =
            """
            #!/bin/sh
            echo "jar" >> "$CALLED"
            while [ "$1" != --file ]; do shift; done
            touch "$2"
            """;

    @TempDir Path folder;
    private Path root;
    private Path jdk;
    private Path called;

    @BeforeEach
    void makeCheckout() throws Exception {
        root = folder.resolve("a checkout");
        jdk = folder.resolve("jdk");
        called = folder.resolve("called");
        Files.createDirectories(root.resolve("scripts"));
        Files.createDirectories(root.resolve("src/main"));
        Files.createFile(root.resolve("pom.xml"));
        for (String script : List.of("sipcast", "scripts/jdk.sh")) {
            Files.copy(Path.of(script), root.resolve(script));
        }
        tool(jdk.resolve("bin/java"), JAVA);
        tool(jdk.resolve("bin/javac"), "");
        tool(jdk.resolve("bin/jar"), JAR);
        tool(folder.resolve("path/mvn"), MAVEN);
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"25.0.3\"\n");
    }

    private static void tool(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    /** Runs it and returns what was called, without the flags that are always there. */
    private List<String> start(Map<String, String> environment) throws Exception {
        Files.deleteIfExists(called);
        var builder = new ProcessBuilder("bash", root.resolve("sipcast").toString(), "run");
        builder.environment().put("JAVA_HOME", jdk.toString());
        builder.environment().put("CALLED", called.toString());
        builder.environment()
                .merge("PATH", folder.resolve("path").toString(), (all, ours) -> ours + ":" + all);
        builder.environment().remove("JAVA_OPTS");
        builder.environment().putAll(environment);
        Process process = builder.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        List<String> calls = new ArrayList<>();
        for (String line : Files.readAllLines(called)) {
            calls.add(
                    !line.startsWith("java ")
                            ? line
                            : line.contains("AOTMode=record")
                                    ? "record" + line.substring(line.lastIndexOf(' '))
                                    : line.contains("AOTMode=create")
                                            ? "create"
                                            : line.contains("AOTCache=")
                                                    ? "start with cache"
                                                    : "start");
        }
        return calls;
    }

    private List<String> start() throws Exception {
        return start(Map.of());
    }

    private Path target(String name) {
        return root.resolve("target").resolve(name);
    }

    @Test
    void buildsAndRehearsesOnceAndThenOnlyStarts() throws Exception {
        assertThat(start())
                .containsExactly(
                        "mvn -B -q process-classes",
                        "jar",
                        "record rehearse",
                        "create",
                        "start with cache");
        assertThat(start()).containsExactly("start with cache");
        assertThat(target("sipcast.aot.record")).doesNotExist();
    }

    /** A cache is for one class path: in which order a folder lists its files must not matter. */
    @Test
    void theClassPathIsTheSameAtTheRehearsalAndAtTheStart() throws Exception {
        start();
        String classes =
                String.join(
                        ":",
                        target("sipcast.jar").toString(),
                        target("lib/a.jar").toString(),
                        target("lib/b.jar").toString());

        assertThat(Files.readAllLines(called))
                .filteredOn(line -> line.startsWith("java "))
                .hasSize(3)
                .allSatisfy(line -> assertThat(line).contains(" -cp " + classes));
    }

    /** What a command prints is read by programs: whether the cache fits is not said there. */
    @Test
    void theJvmSaysNothingOfItsCache() throws Exception {
        start();

        assertThat(Files.readAllLines(called).getLast())
                .contains("-XX:AOTCache=")
                .contains("-Xlog:aot*=off") // codecache and stubs, too
                .contains("-Xlog:cds*=off");
    }

    /** Where /tmp is mounted noexec nothing can be loaded from it. */
    @Test
    void nettyUnpacksItsLibraryBesideTheProgram() throws Exception {
        start();

        assertThat(target("natives")).isDirectory();
        assertThat(Files.readAllLines(called))
                .filteredOn(line -> line.startsWith("java ") && !line.contains("AOTMode=create"))
                .hasSize(2)
                .allMatch(line -> line.contains("-Dio.netty.native.workdir=" + target("natives")));
    }

    @Test
    void whatChangedIsBuiltAndRehearsedAgain() throws Exception {
        start();
        Files.writeString(root.resolve("src/main/A.java"), "class A {}");
        later(root.resolve("src/main/A.java"));

        assertThat(start())
                .containsExactly(
                        "mvn -B -q process-classes",
                        "jar",
                        "record rehearse",
                        "create",
                        "start with cache");
    }

    /** Maven leaves a file of the program where it is when its source is gone. */
    @Test
    void whatAnOlderVersionHadIsNotInTheProgram() throws Exception {
        start();
        Files.createFile(target("classes/gone.xml"));
        Files.createFile(target("lib/older.jar"));
        later(root.resolve("pom.xml"));

        start();

        assertThat(target("classes")).isEmptyDirectory();
        assertThat(target("lib/older.jar")).doesNotExist();
    }

    @Test
    void anotherJdkRehearsesForItself() throws Exception {
        start();
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"25.0.4\"\n");

        assertThat(start()).containsExactly("record rehearse", "create", "start with cache");
        assertThat(start()).containsExactly("start with cache");
    }

    @Test
    void whatCannotBeRehearsedStartsAllTheSameAndIsNotTriedAgain() throws Exception {
        assertThat(start(Map.of("REHEARSAL_FAILS", "yes")))
                .containsExactly("mvn -B -q process-classes", "jar", "record rehearse", "start");
        assertThat(start()).containsExactly("start");
    }

    @Test
    void aCacheOlderThanTheClassesIsLeftAlone() throws Exception {
        start();
        later(target("sipcast.jar"));

        assertThat(start()).containsExactly("start");
    }

    @Test
    void aMissingCacheIsNoMatter() throws Exception {
        start();
        Files.delete(target("sipcast.aot"));

        assertThat(start()).containsExactly("start");
    }

    /** The real JVM, which is to say nothing of it where a command's output is read. */
    @Test
    void aCacheThatIsNoneChangesNothing() throws Exception {
        Path home = Path.of(System.getProperty("java.home"));
        Files.createDirectories(target("lib"));
        writeJar(target("sipcast.jar"));
        Files.createFile(target("sipcast.built"));
        Files.copy(home.resolve("release"), target("sipcast.aot.jdk"));
        Files.writeString(target("sipcast.aot"), "not what a JVM has written");
        later(target("sipcast.built"));
        later(target("sipcast.aot"));

        var builder = new ProcessBuilder("bash", root.resolve("sipcast").toString(), "version");
        builder.environment().put("JAVA_HOME", home.toString());
        builder.environment().remove("JAVA_OPTS");
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        Process process = builder.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);

        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(said.lines()).hasSize(2).first().asString().startsWith("sipcast ");
    }

    /** One that leads to the classes of this test. */
    private static void writeJar(Path file) throws IOException {
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        String classes =
                Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                        .map(entry -> Path.of(entry).toUri().toString())
                        .collect(Collectors.joining(" "));
        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classes);
        new JarOutputStream(Files.newOutputStream(file), manifest).close();
    }

    private static void later(Path file) throws IOException {
        var time = Files.getLastModifiedTime(file).toInstant().plusSeconds(60);
        Files.setLastModifiedTime(file, FileTime.from(time));
    }
}
