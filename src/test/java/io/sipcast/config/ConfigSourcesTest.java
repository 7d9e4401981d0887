package io.sipcast.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sipcast.media.AacSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigSourcesTest {
    @TempDir Path folder;

    @Test
    void everyThingHasADefault() throws ConfigException {
        Config config = load(Map.of());

        assertThat(config.http().address().getHostAddress()).isEqualTo("127.0.0.1");
        assertThat(config.http().port()).isEqualTo(8081);
        assertThat(config.http().apiKey()).isEmpty();
        assertThat(config.rtmp().port()).isEqualTo(1935);
        assertThat(config.sip().address()).isEmpty();
        assertThat(config.sip().udpMaxRequest()).isEmpty();
        assertThat(config.rtp().ports()).isEqualTo(new PortRange(10000, 19998));
        assertThat(config.rtp().jitter())
                .isEqualTo(new Config.Rtp.Jitter(Duration.ofMillis(60), Duration.ofMillis(400)));
        assertThat(config.media().audio())
                .isEqualTo(
                        new Config.Media.Audio(
                                48000,
                                1,
                                64_000,
                                AacSettings.Coder.AUTO,
                                List.of("opus", "g722", "pcmu", "pcma", "g729", "cn"),
                                When.AUTO));
        assertThat(config.net().allowedTargets()).isEmpty();
    }

    @Test
    void theWaitForLatePacketsHasBoundsInOrder() {
        assertThatThrownBy(() ->
                        new ConfigSources(null, List.of(), Map.of(), List.of("rtp.jitter.max=50ms"))
                                .load())
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "rtp.jitter.max = 50 ms is below rtp.jitter.min = 60 ms; raise the one or"
                                + " lower the other");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sip.tls.certificate=a.pem    | sip.tls.certificate is of no use without its"
                        + " private key; set sip.tls.key",
                "sip.tls.key=a.key            | sip.tls.key is of no use without its certificate;"
                        + " set sip.tls.certificate",
                "sip.tls.client-auth=require  | sip.tls.client-auth asks those who connect to us"
                        + " for certificates, but without one of our own nobody can connect; set"
                        + " sip.tls.certificate",
                "sip.tls.client-auth=always   | --set: sip.tls.client-auth = \"always\" is not one"
                        + " of none, request, require",
                "sip.tls.verify=no            | --set: sip.tls.verify = \"no\" is not true or false"
            })
    void whatTlsNeedsMustBeThere(String setting, String fault) {
        assertThatThrownBy(
                        () -> new ConfigSources(null, List.of(), Map.of(), List.of(setting)).load())
                .isInstanceOf(ConfigException.class)
                .hasMessage(fault);
    }

    @Test
    void theLongestPauseBetweenRetriesIsNotBelowTheFirst() {
        assertThatThrownBy(() ->
                        new ConfigSources(
                                        null, List.of(), Map.of(), List.of("push.retry.max=500ms"))
                                .load())
                .hasMessageContaining(
                        "push.retry.max = 500 ms is below push.retry.first = 1000 ms; raise the"
                                + " one or");
    }

    @Test
    void theCommandLineBeatsTheEnvironmentBeatsTheFile() throws Exception {
        Path file = file("rtmp:\n  port: 1\nsip.port: 1\nhttp:\n  port: 1\n");
        Map<String, String> environment = Map.of("SIPCAST_SIP_PORT", "2", "SIPCAST_HTTP_PORT", "2");

        Config config =
                new ConfigSources(file, List.of(), environment, List.of("http.port=3"))
                        .load()
                        .config();

        assertThat(config.rtmp().port()).isEqualTo(1);
        assertThat(config.sip().port()).isEqualTo(2);
        assertThat(config.http().port()).isEqualTo(3);
    }

    @Test
    void theFirstStandardFileThatExistsIsRead() throws Exception {
        Path second = file("rtmp.port: 1936");
        List<Path> standard = List.of(folder.resolve("none.yml"), second);

        var sources = new ConfigSources(null, standard, Map.of(), List.of());

        assertThat(sources.fileRead()).hasValue(second);
        assertThat(sources.load().config().rtmp().port()).isEqualTo(1936);
    }

    @Test
    void aFileNamedByTheUserMustBeThere() {
        Path none = folder.resolve("none.yml");

        assertThatThrownBy(() -> new ConfigSources(none, List.of(), Map.of(), List.of()).load())
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("none.yml");
    }

    @Test
    void listsAreYamlListsOrTextWithCommas() throws Exception {
        Path file = file("net:\n  allowed-targets:\n    - 10.0.0.0/8\n    - '*.example.org'\n");
        Map<String, String> environment =
                Map.of("SIPCAST_HTTP_ALLOWED_CLIENTS", "10.1.1.1, fd00::/8");

        Config config = new ConfigSources(file, List.of(), environment, List.of()).load().config();

        assertThat(config.net().allowedTargets()).containsExactly("10.0.0.0/8", "*.example.org");
        assertThat(config.http().allowedClients()).containsExactly("10.1.1.1", "fd00::/8");
    }

    @Test
    void anEmptyValueIsTheDefault() throws Exception {
        Path file = file("sip:\n  address:\n  port: ''\nrtmp:\n");

        Config config =
                new ConfigSources(file, List.of(), Map.of("SIPCAST_HTTP_PORT", ""), List.of())
                        .load()
                        .config();

        assertThat(config.sip().address()).isEmpty();
        assertThat(config.sip().port()).isEqualTo(5060);
        assertThat(config.http().port()).isEqualTo(8081);
    }

    @Test
    void anEmptyFileIsNoFault() throws Exception {
        assertThat(faults(file(""))).isEmpty();
        assertThat(faults(file("# only a comment\n"))).isEmpty();
    }

    @Test
    void anUnknownKeyIsNamedWithItsLineAndTheNearestOne() throws Exception {
        assertThat(faults(file("sip:\n  port: 5060\nrtmp:\n  prot: 1935\n")))
                .containsExactly(
                        folder.resolve("sipcast.yml")
                                + ":4: unknown key rtmp.prot; the nearest known one is rtmp.port");
    }

    @Test
    void anUnknownVariableIsNamedWithTheNearestOne() {
        assertThatThrownBy(() -> load(Map.of("SIPCAST_RTP_IDLETIMEOUT", "5s", "OTHER", "x")))
                .hasMessage(
                        "unknown environment variable SIPCAST_RTP_IDLETIMEOUT;"
                                + " the nearest known one is SIPCAST_RTP_IDLE_TIMEOUT");
    }

    @Test
    void everyFaultIsTold() throws Exception {
        assertThat(
                        faults(
                                file(
                                        """
                                        rtmp:
                                          port: 99999
                                          address: example.org
                                        rtp:
                                          ports: 7-9
                                        """)))
                .hasSize(3)
                .anyMatch(fault -> fault.contains(":2: rtmp.port = \"99999\" is not a port"))
                .anyMatch(
                        fault -> fault.contains(":3: rtmp.address = \"example.org\" is not an IP"))
                .anyMatch(fault -> fault.contains(":5: rtp.ports = \"7-9\" is not an even port"));
    }

    @ParameterizedTest
    @CsvSource({"90s, 90", "30m, 1800", "24h, 86400", "1h, 3600", "off, 0", "0, 0"})
    void theSessionIntervalMayBeOff(String text, long seconds) throws Exception {
        Config config =
                new ConfigSources(
                                file("call:\n  session-expires: " + text + "\n"),
                                List.of(),
                                Map.of(),
                                List.of())
                        .load()
                        .config();

        assertThat(config.call().sessionExpires()).isEqualTo(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @CsvSource({"89s", "25h", "-1", "often"})
    void theSessionIntervalHasItsLimits(String text) throws Exception {
        assertThat(faults(file("call:\n  session-expires: " + text + "\n")))
                .singleElement()
                .asString()
                .endsWith(
                        "call.session-expires = \"%s\" is not a time from 90s to 24h, such as 30m, or off"
                                .formatted(text));
    }

    @Test
    void aKeyThatStandsTwiceIsAFault() throws Exception {
        assertThat(faults(file("rtmp:\n  port: 1935\nrtmp.port: 1936\n")))
                .singleElement()
                .asString()
                .contains(":3: rtmp.port stands at")
                .contains("sipcast.yml:2 already");
    }

    @Test
    void whatIsNotYamlIsNamedWithItsLine() throws Exception {
        assertThat(faults(file("rtmp:\n  port: [1935\nsip: {\n"))).isNotEmpty();
        assertThat(faults(file("- a\n- b\n"))).isNotEmpty();
        assertThat(faults(file("just text\n"))).isNotEmpty();
        assertThat(faults(file("rtmp:\n  port: [1, 2]\n")))
                .singleElement()
                .asString()
                .contains("rtmp.port is a list");
        assertThat(faults(file("net:\n  allowed-targets: [{a: 1}]\n")))
                .singleElement()
                .asString()
                .contains("a list of plain values");
    }

    @Test
    void anOverrideNeedsAnEqualsSign() {
        assertThatThrownBy(() -> override("rtmp.port")).hasMessageContaining("key=value");
        assertThatThrownBy(() -> override("rtmp.prot=1")).hasMessageContaining("rtmp.port");
    }

    @ParameterizedTest
    @CsvSource({
        "rtp.idle-timeout, 10",
        "rtp.idle-timeout, 0s",
        "rtp.idle-timeout, -1s",
        "rtp.idle-timeout, 1.5s",
        "rtp.idle-timeout, 9999999999999999999s",
        "media.audio.bitrate, 64kbit",
        "media.audio.bitrate, 7k",
        "media.audio.bitrate, 2M",
        "media.audio.sample-rate, 47999",
        "media.audio.coder, slow",
        "net.dns-servers, ns.example.org",
        "net.dns-servers, 192.0.2.53:0",
        "net.dns-servers, 192.0.2.53:65536",
        "net.dns-servers, [::1]:x",
        "net.dns-servers, [::1",
        "call.follow-redirects, yes",
        "call.on-hold, music",
        "call.dtmf.duration, 39ms",
        "call.dtmf.pause, 2m",
        "rtp.ports, 10001-19998",
        "rtp.ports, 10000",
        "rtp.ports, 20000-10000",
        "sip.udp-max-request, 1300MB",
        "http.port, -1",
        "http.port, port",
        "http.allowed-clients, example.org",
        "http.allowed-clients, 10.0.0.0/33",
        "http.allowed-origins, example.org",
        "http.allowed-hosts, http://a",
        "net.allowed-targets, 300.1.1.1",
        "net.allowed-targets, a b",
        "log.level, loud"
    })
    void valuesThatAreNotWrittenRightAreRefused(String key, String value) {
        assertThatThrownBy(() -> override(key + "=" + value))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("--set: " + key + " = \"" + value + "\" is not ");
    }

    @ParameterizedTest
    @CsvSource({"10s, 10000", "500ms, 500", "1h, 3600000", "2m, 120000"})
    void timesHaveUnits(String text, long millis) throws ConfigException {
        assertThat(override("rtp.idle-timeout=" + text).rtp().idleTimeout().toMillis())
                .isEqualTo(millis);
    }

    @Test
    void dnsServersHaveAPort() throws ConfigException {
        String servers = "192.0.2.53, 127.0.0.1:5353, ::1, [2001:db8::1]:54, [::1]";

        assertThat(override("net.dns-servers=" + servers).net().dnsServers())
                .extracting(server -> server.getAddress().getHostAddress() + " " + server.getPort())
                .containsExactly(
                        "192.0.2.53 53",
                        "127.0.0.1 5353",
                        "0:0:0:0:0:0:0:1 53",
                        "2001:db8:0:0:0:0:0:1 54",
                        "0:0:0:0:0:0:0:1 53");
    }

    @Test
    void ratesSizesAndRangesHaveTheirs() throws ConfigException {
        assertThat(override("media.audio.bitrate=96k").media().audio().bitrate()).isEqualTo(96_000);
        assertThat(override("media.audio.bitrate=96000").media().audio().bitrate())
                .isEqualTo(96_000);
        assertThat(override("sip.udp-max-request=1300").sip().udpMaxRequest()).hasValue(1300);
        assertThat(override("sip.udp-max-request=2KiB").sip().udpMaxRequest()).hasValue(2048);
        assertThat(override("rtp.ports=20000-20999").rtp().ports())
                .isEqualTo(new PortRange(20000, 20998));
    }

    @ParameterizedTest
    @CsvSource({
        "http.allowed-origins, *",
        "http.allowed-origins, https://a.example.org:8443",
        "http.allowed-origins, http://[::1]:80/",
        "http.allowed-hosts, gw.example.org:8081",
        "http.allowed-hosts, [::1]",
        "http.allowed-clients, fd00::1",
        "net.allowed-targets, ::1/128",
        "net.allowed-targets, *.example.org",
        "net.allowed-targets, loopback",
        "net.dns-servers, 192.0.2.53",
        "call.follow-redirects, false",
        "sip.address, ::1",
        "media.audio.coder, TwoLoop",
        "call.on-hold, Pass",
        "call.dtmf.duration, 40ms"
    })
    void valuesThatAreWrittenRightAreTaken(String key, String value) throws ConfigException {
        assertThat(override(key + "=" + value)).isNotEqualTo(load(Map.of()));
    }

    @Test
    void anOpenHttpAddressNeedsAKeyOrAllowedClients() throws ConfigException {
        assertThatThrownBy(() -> override("http.address=0.0.0.0"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("http.address = 0.0.0.0")
                .hasMessageContaining("http.api-key")
                .hasMessageContaining("http.allowed-clients");
        assertThat(override("http.address=::1").http().port()).isEqualTo(8081);
        assertThat(override("http.address=0.0.0.0", "http.api-key=k").http().apiKey())
                .hasValueSatisfying(key -> assertThat(key.matches("k")).isTrue());
        assertThat(override("http.address=::", "http.allowed-clients=10.0.0.0/8").http().port())
                .isEqualTo(8081);
    }

    @Test
    void theKeyIsNeverPrinted() throws ConfigException {
        LoadedConfig loaded =
                new ConfigSources(
                                null,
                                List.of(),
                                Map.of("SIPCAST_HTTP_API_KEY", "s3cr3t"),
                                List.of())
                        .load();

        assertThat(loaded.lines()).noneMatch(line -> line.contains("s3cr3t"));
        assertThat(loaded.lines()).anyMatch(line -> line.matches("http.api-key +\\*\\*\\* .*KEY"));
        assertThat(loaded.config().toString()).doesNotContain("s3cr3t");
        assertThatThrownBy(() -> override("http.api-key=s3cr3t with space"))
                .hasMessageContaining("http.api-key")
                .hasMessageNotContaining("s3cr3t");
    }

    private static Config load(Map<String, String> environment) throws ConfigException {
        return new ConfigSources(null, List.of(), environment, List.of()).load().config();
    }

    private static Config override(String... overrides) throws ConfigException {
        return new ConfigSources(null, List.of(), Map.of(), List.of(overrides)).load().config();
    }

    private static List<String> faults(Path file) {
        try {
            new ConfigSources(file, List.of(), Map.of(), List.of()).load();
            return List.of();
        } catch (ConfigException e) {
            return new ArrayList<>(String.valueOf(e.getMessage()).lines().toList());
        }
    }

    private Path file(String yaml) throws IOException {
        return Files.writeString(folder.resolve("sipcast.yml"), yaml);
    }
}
