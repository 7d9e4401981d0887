package io.sipcast.interop;

import static java.util.stream.Collectors.averagingLong;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sipcast.demo.CalleeSettings;
import io.sipcast.demo.DemoCallee;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A gateway that has ended a thousand calls holds no more than one that has ended a hundred. */
@Tag("interop")
@Tag("heavy") // a thousand calls
class LeakTest {
    private static final int ROUNDS = 20;
    private static final int WARM = 5; // rounds until everything is loaded, compiled and pooled
    private static final int CALLS = 50;
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** A transaction stays for 64 T1 after its 2xx, to answer what is late (RFC 6026). */
    private static final Duration LINGER = Duration.ofSeconds(45);

    /** The last 1000 ended calls are remembered, each with its SDP, counters and reason. */
    private static final long REMEMBERED_KILOBYTES = (ROUNDS - WARM) * CALLS * 8L;

    private static final List<String> REMEMBERED =
            List.of(
                    "io.sipcast.call.CallInfo",
                    "io.sipcast.call.CallEnd",
                    "io.sipcast.call.CallTrace",
                    "io.sipcast.call.CallHistory", // as long as the call, 12 kB at most
                    "io.sipcast.call.LiveCalls$Past",
                    "io.sipcast.sip.trace.",
                    "io.sipcast.rtmp.RtmpUrl",
                    "io.sipcast.live.StreamForm", // of the call's target
                    "io.sipcast.media.MediaStats",
                    "io.sipcast.media.Path$",
                    "io.sipcast.media.Format$",
                    "io.sipcast.bytes.Bytes", // the parameter sets in a format
                    "io.sipcast.net.PortPool$Resting");

    /** Of a fixed heap, so that all memory beside it is what native code holds. */
    private static final List<String> FLAGS =
            List.of(
                    "-XX:+UseSerialGC",
                    "-Xms192m",
                    "-Xmx192m",
                    "-XX:+AlwaysPreTouch",
                    "-XX:TieredStopAtLevel=1"); // the second compiler takes memory for hours

    private record Held(long sockets, long threads, long heapKilobytes, long residentKilobytes) {}

    @Test
    void fiftyCallsTwentyTimesLeaveNothing() throws Exception {
        try (DemoCallee bob = DemoCallee.start(CalleeSettings.DEFAULT);
                GatewayProcess process = GatewayProcess.start(FLAGS);
                TestGateway gateway = TestGateway.of(process)) {
            List<Held> rounds = new ArrayList<>();
            assertThat(gateway.get("/health").statusCode()).isEqualTo(200);
            int idleFiles = process.fileDescriptors();
            for (int round = 1; round <= ROUNDS; round++) {
                round(gateway, bob);
                rounds.add(held(process, idleFiles));
            }
            assertThat(process.log()).doesNotContain("ERROR");
            isFlat(rounds);
            await().atMost(LINGER)
                    .pollInterval(Duration.ofSeconds(1))
                    .untilAsserted(() -> assertThat(left(process)).isEmpty());
        }
    }

    /** Calls whose pictures and sound go to RTMP and come back, then end from either side. */
    private static void round(TestGateway gateway, DemoCallee bob) {
        List<String> names = IntStream.range(0, CALLS).mapToObj(i -> "call-" + i).toList();
        for (String name : names) {
            gateway.call(
                    "callId",
                    name,
                    "callee",
                    bob.uri(),
                    "hasVideo",
                    "true",
                    "rtmpUrl",
                    "rtmp://127.0.0.1:" + gateway.rtmpPort() + "/live",
                    "rtmpStream",
                    "copy-of-" + name);
        }
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(names).allMatch(n -> isPublished(gateway, n)));
        names.subList(0, CALLS / 2).forEach(gateway::terminate);
        await().atMost(LIMIT).until(() -> bob.activeCalls() == CALLS - CALLS / 2);
        bob.hangUpAll();
        await().atMost(LIMIT)
                .until(() -> gateway.get("/rest-api/call/find_all").statusCode() == 404);
    }

    private static boolean isPublished(TestGateway gateway, String name) {
        return gateway.details(name).path("rtmp").path("status").asString("").equals("PUBLISHING")
                && gateway.hasFlv("copy-of-" + name);
    }

    /** Once every socket of the round is closed: two connections of ours may stay. */
    private static Held held(GatewayProcess process, int idleFiles) {
        await().atMost(LIMIT).until(() -> process.fileDescriptors() <= idleFiles + 2);
        long heap = process.heapKilobytes();
        return new Held(
                process.fileDescriptors(), process.threads(), heap, process.residentKilobytes());
    }

    private static void isFlat(List<Held> rounds) {
        List<Held> first = rounds.subList(WARM - 1, WARM + 2);
        List<Held> last = rounds.subList(ROUNDS - 3, ROUNDS);
        String all = rounds.toString();
        assertThat(growth(first, last, Held::sockets))
                .as("sockets and files %s", all)
                .isLessThan(4);
        assertThat(growth(first, last, Held::threads)).as("threads %s", all).isLessThan(4);
        assertThat(growth(first, last, Held::heapKilobytes))
                .as("heap %s", all)
                .isLessThan(REMEMBERED_KILOBYTES);
        assertThat(growth(first, last, Held::residentKilobytes))
                .as("all memory %s", all)
                .isLessThan(20_000); // 27 kB a call: one AAC encoder is 700
    }

    private static double growth(List<Held> first, List<Held> last, ToLongFunction<Held> what) {
        return last.stream().collect(averagingLong(what))
                - first.stream().collect(averagingLong(what));
    }

    /** Classes of ours and of the network's that every other call has left an object of. */
    private static Map<String, Long> left(GatewayProcess process) {
        Map<String, Long> left = new TreeMap<>(process.instances());
        left.keySet().removeIf(LeakTest::isForeign);
        left.keySet().removeIf(LeakTest::isRemembered);
        left.values().removeIf(count -> count < ROUNDS * CALLS / 2);
        return left;
    }

    private static boolean isForeign(String name) {
        boolean channel = name.startsWith("io.netty.channel.") && name.endsWith("Channel");
        return !name.startsWith("io.sipcast.") && !channel;
    }

    /** Parts of what is told of an ended call, and ports that rest: both are bounded. */
    private static boolean isRemembered(String name) {
        return REMEMBERED.stream().anyMatch(name::startsWith);
    }
}
