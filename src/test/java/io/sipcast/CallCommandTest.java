package io.sipcast;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.cli.FakeGateway;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

@Timeout(30)
class CallCommandTest {
    private static final String BUSY = "{\"detail\":\"no\"}";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Map<String, String> environment = new HashMap<>();

    @TempDir Path folder;

    private int call(String... args) {
        List<String> all = new ArrayList<>(List.of("dial"));
        all.addAll(Arrays.asList(args));
        return Main.commandLine(List.of(), _ -> () -> {}, _ -> {})
                .addSubcommand(
                        "dial",
                        new CallCommand(
                                _ -> {
                                    throw new StartFailedException("rtp.ports: none is free", null);
                                },
                                environment))
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(all.toArray(String[]::new));
    }

    /** The order as the gateway gets it; it refuses it. */
    private JsonNode order(String... args) throws Exception {
        try (FakeGateway gateway = FakeGateway.start()) {
            gateway.answerOrders(409, BUSY);
            environment.put("SIPCAST_GATEWAY", gateway.url());
            assertThat(call(args)).as(err.toString()).isEqualTo(1);
            return gateway.awaitOrder();
        }
    }

    @Test
    void allOptionsReachTheGateway() throws Exception {
        Path password = Files.writeString(folder.resolve("password"), "p w\nx\n");
        JsonNode order =
                order(
                        "1001",
                        "--login=1000",
                        "--password-file=" + password,
                        "--domain=sip.example.org",
                        "--proxy=edge.example.org",
                        "--port=5070",
                        "--auth-name=auth",
                        "--register",
                        "--stream=lobby",
                        "--to=rtmp://a.example.org/live/key1",
                        "--to=rtmps://b.example.org/app/key2?x=1",
                        "--no-video",
                        "--slate=never",
                        "--early-media",
                        "--dtmf=w1#",
                        "--record",
                        "--call-id=c1");

        assertThat(order.toString())
                .isEqualTo(
                        sorted(
                                """
                                {"callId":"c1","callee":"1001","sipLogin":"1000","sipPassword":"p w",
                                "sipDomain":"sip.example.org","sipOutboundProxy":"edge.example.org",
                                "sipPort":5070,"sipAuthenticationName":"auth",
                                "sipRegisterRequired":true,"toStream":"lobby","hasAudio":true,
                                "hasVideo":false,"slate":"never","earlyMedia":true,"dtmf":"w1#",
                                "record":true,"targets":[
                                {"url":"rtmp://a.example.org/live","stream":"key1"},
                                {"url":"rtmps://b.example.org/app","stream":"key2?x=1"}]}\
                                """,
                                order));
        assertThat(out.toString() + err).doesNotContain("p w").doesNotContain("key1");
    }

    /** The same text when both hold the same: objects have no order. */
    private static String sorted(String expected, JsonNode actual) {
        JsonNode wanted =
                io.sipcast.api.Json.read(
                        expected.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return wanted.equals(actual) ? actual.toString() : wanted.toString();
    }

    @Test
    void littleIsSentThatWasNotAskedFor() throws Exception {
        JsonNode order = order("bob@127.0.0.1:5099");
        assertThat(order.properties().stream().map(Map.Entry::getKey))
                .containsExactlyInAnyOrder("callId", "callee", "hasAudio", "hasVideo");
        assertThat(order.path("callee").asString()).isEqualTo("sip:bob@127.0.0.1:5099");
        assertThat(order.path("hasVideo").asBoolean()).isTrue();
        assertThat(order.path("callId").asString()).startsWith("cli-");
    }

    @Test
    void optionsMayStandInAFile() throws Exception {
        Path file =
                Files.writeString(
                        folder.resolve("account"), "--to\nrtmp://h/app/key\n--password\nsecret\n");
        JsonNode order = order("sip:bob@b", "@" + file);
        assertThat(order.path("targets").path(0).path("stream").asString()).isEqualTo("key");
        assertThat(order.path("sipPassword").asString()).isEqualTo("secret");
    }

    @Test
    void thePasswordMayComeFromTheEnvironment() throws Exception {
        environment.put("SIPCAST_PASSWORD", "from-there");
        assertThat(order("sip:bob@b").path("sipPassword").asString()).isEqualTo("from-there");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1001 | CALLEE must be a whole URI",
                "sip:a@b --for 3 | expected a time, such as 30s",
                "sip:a@b --to rtmp://h/secret | it must be a whole URL",
                "sip:a@b --no-audio --no-video | leave nothing to do",
                "sip:a@b --json --quiet | exclude each other",
                "sip:a@b --trust x --insecure | exclude each other",
                "sip:a@b --gateway ftp://x | --gateway: expected",
                "sip:a@b --key-file missing-file | There is no file missing-file",
                "sip:a@b --slate maybe | expected auto, always or never",
                "sip:a@b --strem x | --stream",
                "'' | CALLEE"
            })
    void wrongUsageSaysWhat(String args, String words) {
        String[] split = args.strip().isEmpty() ? new String[0] : args.strip().split(" ");
        assertThat(call(split)).isEqualTo(2);
        assertThat(err.toString()).contains(words).contains("--help");
        assertThat(err.toString().lines().count()).isLessThan(5);
    }

    @Test
    void aKeyThatIsNoneIsNotShown() {
        assertThat(call("sip:a@b", "--key", "top secret")).isEqualTo(2);
        assertThat(err.toString()).contains("printable ASCII").doesNotContain("top secret");
    }

    @Test
    void anOwnGatewayThatCannotStartSaysWhy() {
        int code = call("sip:a@b", "--gateway", "http://127.0.0.1:9", "--standalone");
        assertThat(code).isEqualTo(1);
        assertThat(err.toString().strip()).isEqualTo("rtp.ports: none is free");
    }

    @Test
    void theHelpTellsOfCodesKeysAndExamples() {
        assertThat(call("--help")).isZero();
        assertThat(out.toString())
                .contains("Exit codes:", "130", "--gateway", "(ps)", "Examples:", "@FILE");
    }
}
