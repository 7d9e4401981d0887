package io.sipcast;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.peer.TestCertificates;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final List<String> events = new ArrayList<>();
    private RunCommand.Starter gateway =
            config -> {
                events.add("start " + config.rtmp().port());
                return () -> events.add("close");
            };

    @TempDir Path folder;

    private int execute(String... args) {
        RunCommand.Waiting waiting =
                running -> {
                    events.add("wait");
                    running.close();
                };
        return Main.commandLine(List.of(args), gateway, waiting)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(args);
    }

    @Test
    void runStartsTheGatewayWithTheConfigurationAndClosesIt() {
        assertThat(execute("run", "--set", "rtmp.port=1936")).isZero();
        assertThat(events).containsExactly("start 1936", "wait", "close");
    }

    @Test
    void whyItCannotStartIsOneSentence() {
        gateway =
                _ -> {
                    throw new StartFailedException(
                            "rtmp.port: port 1935 is in use", new BindException("bind failed"));
                };
        assertThat(execute("run")).isEqualTo(1);
        assertThat(err.toString().strip()).isEqualTo("rtmp.port: port 1935 is in use");
    }

    @Test
    void whatIsWrongWithTheConfigurationStopsTheStart() {
        assertThat(execute("run", "--set", "rtmp.prot=1")).isEqualTo(1);
        assertThat(err.toString()).contains("rtmp.prot").contains("rtmp.port");
        assertThat(events).isEmpty();
    }

    @Test
    void checkConfigReadsTheCertificateAndShowsNoKey() throws Exception {
        String certificate = TestCertificates.certificate("server").toString();
        String key = TestCertificates.key("server").toString();

        assertThat(
                        execute(
                                "check-config",
                                "--set",
                                "sip.tls.certificate=" + certificate,
                                "--set",
                                "sip.tls.key=" + key))
                .isZero();
        assertThat(out.toString())
                .contains("sip over TLS: certificate for sip.example.org, localhost")
                .contains(key)
                .doesNotContain("PRIVATE KEY")
                .doesNotContain(Files.readAllLines(Path.of(key)).get(1));
        assertThat(
                        execute(
                                "check-config",
                                "--set",
                                "sip.tls.certificate=" + key,
                                "--set",
                                "sip.tls.key=" + key))
                .isEqualTo(1);
        assertThat(err.toString().strip())
                .isEqualTo("sip.tls.certificate = " + key + ": it holds no certificate in PEM");
    }

    @Test
    void checkConfigSaysWhatHttpsShowsAndMakesNothing(@TempDir Path folder) {
        Path file = folder.resolve("https.pem");

        assertThat(execute("check-config")).isZero();
        assertThat(out.toString())
                .contains("http over TLS: off, http.tls.certificate is not set\n");
        assertThat(
                        execute(
                                "check-config",
                                "--set",
                                "http.tls.self-signed=true",
                                "--set",
                                "http.tls.certificate=" + file))
                .isZero();
        assertThat(out.toString())
                .contains("http over TLS: a certificate signed by itself will be made\n");
        assertThat(file).doesNotExist();
        assertThat(execute("check-config", "--set", "http.tls.certificate=" + file)).isEqualTo(1);
        assertThat(err.toString().strip())
                .isEqualTo("http.tls.certificate = " + file + ": there is no such file");
    }

    @Test
    void checkConfigShowsEverySettingButNoSecret() throws Exception {
        Path file = Files.writeString(folder.resolve("my.yml"), "http:\n  api-key: hunter2\n");

        assertThat(execute("check-config", "--config", file.toString())).isZero();

        assertThat(out.toString())
                .contains("my.yml:2")
                .contains("rtp.idle-timeout")
                .doesNotContain("hunter2");
    }

    @Test
    void checkConfigLooksAtTheFolderOfTheRecordings() {
        String missing = folder.resolve("missing").toString();

        assertThat(execute("check-config", "--set", "record.folder=" + folder)).isZero();
        assertThat(out.toString()).contains("recordings: in " + folder);
        assertThat(execute("check-config", "--set", "record.folder=" + missing)).isEqualTo(1);
        assertThat(err.toString())
                .contains("record.folder = " + missing + " is no folder: create it");
    }

    @Test
    void checkConfigSaysWhatIsWrong() throws Exception {
        Path file = Files.writeString(folder.resolve("my.yml"), "http.port: many\n");

        assertThat(execute("check-config", "--config", file.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("my.yml:1").contains("http.port");
    }

    @Test
    void versionIsTheBuilds() {
        assertThat(execute("version")).isZero();
        assertThat(out.toString())
                .containsPattern("sipcast \\d+\\.\\d+\\.\\d+.*")
                .contains("FFmpeg 8");
    }

    @Test
    void noCommandOrAnUnknownOneIsWrongUsage() {
        assertThat(execute()).isEqualTo(2);
        assertThat(execute("jump")).isEqualTo(2);
        assertThat(err.toString()).contains("check-config");
    }
}
