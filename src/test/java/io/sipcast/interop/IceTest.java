package io.sipcast.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sipcast.peer.PeerProcess;
import io.sipcast.peer.Recording;
import io.sipcast.peer.TestMedia;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * baresip's ICE, which sends nothing without. It takes no loopback address for a candidate:
 * gateway, baresip and listener run in a network namespace of their own, where lo has other
 * addresses.
 */
@Tag("interop")
@Execution(ExecutionMode.CONCURRENT) // they wait, most of the time
class IceTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String SCRIPT =
            """
            ip link set lo up
            ip addr add 10.77.0.1/32 dev lo
            ip addr add 10.77.0.2/32 dev lo
            http() { # METHOD PATH BODY
                exec 3<>/dev/tcp/127.0.0.1/8081
                printf '%s %s HTTP/1.0\\r\\nHost: localhost:8081\\r\\nContent-Type: application/json\\r\\nContent-Length: %d\\r\\n\\r\\n%s' \
                    "$1" "$2" "${#3}" "$3" >&3
                cat <&3
            }
            await() { # FILE TEXT
                for _ in $(seq 200); do grep -q "$2" "$1" && return; sleep 0.1; done
                exit 1
            }
            dial=$1 stream=$2
            shift 2
            "$@" >gateway.log 2>&1 &
            gateway=$!
            trap 'kill $gateway $baresip; wait' EXIT
            await gateway.log 'ready: '
            if [ -n "$dial" ]; then set -- -e "/dial $dial"; else set --; fi
            baresip -f . -t 60 -v "$@" >baresip.log 2>&1 &
            baresip=$!
            await baresip.log 'baresip is ready'
            if [ -z "$dial" ]; then
                http POST /rest-api/call/startup \
                    '{"callId":"bob","callee":"sip:bob@10.77.0.2:5070"}' >startup.txt
            fi
            await gateway.log 'is ESTABLISHED'
            ffmpeg -v error -i "rtmp://127.0.0.1:1935/live/$stream" -t 5 -c copy -y out.flv
            id=$(http GET /api/v1/calls '' | grep -o '"callId":"[^"]*"' | head -1 | cut -d'"' -f4)
            http GET "/api/v1/calls/$id" '' | sed '1,/^\\r*$/d' >details.json
            """;

    @BeforeAll
    static void needsANamespace() {
        boolean possible;
        try {
            PeerProcess.run(Duration.ofSeconds(10), "unshare", "-rn", "true");
            possible = true;
        } catch (AssertionError _) {
            possible = false;
        }
        assumeTrue(possible, "no network namespace is to be had here");
    }

    /** What baresip's call came to. */
    private record Outcome(JsonNode ice, JsonNode sound, Recording recording, String remoteSdp) {}

    private static Outcome call(String ice, String mux, String nomination, boolean dialsIn)
            throws Exception {
        Path folder = PeerProcess.folder("ice");
        Files.writeString(folder.resolve("config"), configuration(mux, nomination));
        Files.writeString(
                folder.resolve("accounts"),
                "<sip:bob@10.77.0.2:5070>;answermode=auto;audio_codecs=pcmu;ptime=20;medianat=ice;"
                        + "audio_source=aufile,"
                        + TestMedia.beepsWav()
                        + ";audio_player=aubridge,nil;regint=0\n");
        Files.writeString(folder.resolve("contacts"), "");
        Files.writeString(folder.resolve("uuid"), "11111111-2222-3333-4444-000000005070");
        Files.writeString(folder.resolve("script"), SCRIPT);
        List<String> command = new ArrayList<>(List.of("unshare", "-rn", "bash", "script"));
        command.add(dialsIn ? "sip:studio@10.77.0.2:5060" : "");
        command.add(dialsIn ? "studio" : "bob");
        command.addAll(gateway(ice));
        try (PeerProcess run = PeerProcess.start(folder, command)) {
            int code = run.exit(Duration.ofSeconds(60));
            assertThat(code).as(() -> run.output() + read(folder, "gateway.log")).isZero();
        }
        JsonNode details = JSON.readTree(read(folder, "details.json"));
        return new Outcome(
                details.at("/media/ice/audio"),
                details.at("/media/audio/packets"),
                new Recording(folder.resolve("out.flv")),
                details.at("/sip/remoteSdp").asString());
    }

    private static String read(Path folder, String file) {
        try {
            return Files.readString(folder.resolve(file));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static List<String> gateway(String ice) {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        String classPath =
                Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                        .map(entry -> Path.of(entry).toAbsolutePath().toString())
                        .collect(Collectors.joining(File.pathSeparator));
        List<String> command =
                new ArrayList<>(
                        List.of(
                                java.toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-XX:TieredStopAtLevel=1", // it lives for seconds
                                "-cp",
                                classPath,
                                "io.sipcast.Main",
                                "run"));
        for (String setting :
                List.of(
                        "rtp.ice=" + ice,
                        "call.overload.max-loop-lag=off",
                        "call.overload.max-cpu=off",
                        "rtp.first-packet-timeout=5s",
                        "inbound.rules[0].called=studio")) {
            command.addAll(List.of("--set", setting));
        }
        return command;
    }

    private static String configuration(String mux, String nomination) {
        return """
        poll_method epoll
        sip_listen 10.77.0.2:5070
        call_local_timeout 120
        call_max_calls 8
        audio_player aubridge,nil
        audio_source aufile,%s
        audio_alert aubridge,nil
        audio_txmode thread
        audio_buffer 20-160
        ausrc_format s16
        auplay_format s16
        auenc_format s16
        audec_format s16
        rtp_ports 21000-21040
        rtcp_mux %s
        jitter_buffer_delay 5-10
        rtp_stats yes
        module_path /usr/lib/baresip/modules
        module g711.so
        module aubridge.so
        module aufile.so
        module ice.so
        ice_nomination %s
        module_tmp uuid.so
        module_tmp account.so
        module_app menu.so
        menu_bell no
        ringback_disabled yes
        statmode_default off
        """
                .formatted(TestMedia.beepsWav(), mux, nomination);
    }

    private static void assertIsRight(Outcome outcome) {
        assertThat(outcome.ice().path("state").asString()).isEqualTo("COMPLETED");
        assertThat(outcome.ice().path("pairs").get(0).path("remote").asString())
                .startsWith("10.77.0.");
        assertThat(outcome.sound().path("lost").asInt()).isZero();
        assertThat(outcome.recording().complaints()).isEmpty();
        assertThat(outcome.recording().longestAudioStep()).isLessThan(0.1);
        assertThat(outcome.recording().beeps()).hasSizeGreaterThanOrEqualTo(4);
        assertThat(outcome.recording().pitches())
                .isNotEmpty()
                .allSatisfy(pitch -> assertThat(pitch).isCloseTo(1000, within(25.0)));
        assertThat(outcome.remoteSdp()).contains("a=candidate:", "a=ice-pwd:***");
    }

    @ParameterizedTest
    @CsvSource({"no, regular", "yes, regular", "no, aggressive"})
    void ourOfferIsAnsweredAndWeNominate(String mux, String nomination) throws Exception {
        Outcome outcome = call("offer", mux, nomination, false);

        assertIsRight(outcome);
        assertThat(outcome.ice().path("role").asString()).isEqualTo("CONTROLLING");
        assertThat(outcome.ice().path("pairs").size()).isEqualTo(mux.equals("yes") ? 1 : 2);
    }

    @ParameterizedTest
    @CsvSource({"no, regular", "no, aggressive", "yes, regular"})
    void aCallerIsAnsweredByALiteAgent(String mux, String nomination) throws Exception {
        Outcome outcome = call("answer", mux, nomination, true);

        assertIsRight(outcome);
        assertThat(outcome.ice().path("role").asString()).isEqualTo("LITE");
    }

    /** What this is for: without ICE it sends nothing. */
    @Test
    void whoDemandsItIsSilentWithout() throws Exception {
        assertThat(call("off", "no", "regular", false).sound().path("packets").asInt()).isZero();
    }
}
