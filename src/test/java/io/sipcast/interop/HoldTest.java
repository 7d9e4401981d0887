package io.sipcast.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.ingest.StrictIngest;
import io.sipcast.peer.Beeps;
import io.sipcast.peer.FreePorts;
import io.sipcast.peer.Recording;
import io.sipcast.peer.Sipp;
import io.sipcast.peer.SippScenario;
import io.sipcast.peer.TestMedia;
import io.sipcast.rtp.RtpPacket;
import io.sipcast.rtp.SoundSteps;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** sipp holds the call in every way; its music is beeps, and what the viewer hears is measured. */
@Tag("interop")
@Execution(ExecutionMode.CONCURRENT) // they wait, most of the time
class HoldTest {
    private static final Duration LENGTH = Duration.ofSeconds(11);

    /** Bytes of an RTP packet without payload. */
    private static final int KEEP_ALIVE = 12;

    @ParameterizedTest
    @ValueSource(strings = {"sendonly", "0.0.0.0"})
    void musicStaysOffTheAirAndTheCallComesBack(String how) throws Exception {
        try (TestGateway gateway = TestGateway.start()) {
            Held held = hold(gateway, how, UnaryOperator.identity());

            assertThat(held.details().at("/hold/by").asString()).isEqualTo("callee");
            assertThat(held.details().at("/hold/since").asString()).startsWith("20");
            assertThat(held.details().at("/hold/music").asBoolean()).isTrue();
            assertThat(held.longestGap()).isBetween(2.9, 6.1);
            new Beeps(held.otherGaps(), 0.04).areNearlyAll();
        }
    }

    @Test
    void musicPassesWhereThatIsWanted() throws Exception {
        try (TestGateway gateway = TestGateway.start("call.on-hold=pass")) {
            Held held = hold(gateway, "sendonly", UnaryOperator.identity());

            assertThat(held.details().at("/hold/music").asBoolean()).isTrue();
            new Beeps(held.gaps(), 0.04).areNearlyAll();
        }
    }

    @Test
    void aSilentHoldMayLastLongerThanTheMediaTimeout() throws Exception {
        try (TestGateway gateway = TestGateway.start("rtp.idle-timeout=2s")) {
            Held held = hold(gateway, "inactive", SippScenario::pauseBeeps);

            assertThat(held.details().at("/hold/music").asBoolean()).isFalse();
            assertThat(held.longestGap()).isBetween(2.9, 6.1);
        }
    }

    /** RFC 3264 §8.4: neither RTP nor RTCP goes to a callee that holds by 0.0.0.0. */
    @Test
    void nothingIsSentToACalleeThatNamesNoAddress() throws Exception {
        InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        try (TestGateway gateway = TestGateway.start();
                DatagramSocket sound = new DatagramSocket(FreePorts.next(), loopback)) {
            SippScenario scenario =
                    SippScenario.invited()
                            .soundAt(sound.getLocalPort())
                            .ok()
                            .expect("ACK")
                            .pause(1)
                            .reInviteToNowhere(10)
                            .pause(8) // a look is over long before, on a busy machine too
                            .reInvite(11, "sendrecv", "sendrecv")
                            .expectBye();
            try (Sipp callee = Sipp.start(scenario)) {
                gateway.call("callId", "nowhere", "callee", callee.uri());
                gateway.awaitStatus("nowhere", "HOLD");
                assertThat(packets(sound, Duration.ofMillis(500))) // those before the hold
                        .isNotEmpty()
                        .doesNotContain(KEEP_ALIVE);
                forgetThoseThatWait(sound);
                assertThat(packets(sound, Duration.ofSeconds(1))).isEmpty();
                gateway.awaitStatus("nowhere", "ESTABLISHED");
                forgetThoseThatWait(sound);
                SoundSteps.areSteady(next(sound, 50), 160);
                gateway.terminate("nowhere");
                callee.awaitSuccess();
            }
        }
    }

    /** They come each 20 ms: whoever is slow to look finds more of them. */
    private static void forgetThoseThatWait(DatagramSocket socket) throws IOException {
        while (!packets(socket, Duration.ofMillis(1)).isEmpty()) {
            // and those that came meanwhile
        }
    }

    private static List<RtpPacket> next(DatagramSocket socket, int count) throws IOException {
        List<RtpPacket> packets = new ArrayList<>();
        socket.setSoTimeout(10_000);
        while (packets.size() < count) {
            var packet = new DatagramPacket(new byte[1500], 1500);
            socket.receive(packet);
            packets.add(
                    RtpPacket.read(ByteBuffer.wrap(packet.getData(), 0, packet.getLength()), 0));
        }
        return packets;
    }

    /** The sizes of those that come within this time; some may have waited already. */
    private static List<Integer> packets(DatagramSocket socket, Duration time) throws IOException {
        long end = System.nanoTime() + time.toNanos();
        var packet = new DatagramPacket(new byte[1500], 1500);
        List<Integer> sizes = new ArrayList<>();
        for (long left = time.toMillis(); left > 0; left = (end - System.nanoTime()) / 1_000_000) {
            socket.setSoTimeout((int) left);
            try {
                socket.receive(packet);
                sizes.add(packet.getLength());
            } catch (SocketTimeoutException _) {
                return sizes;
            }
        }
        return sizes;
    }

    /**
     * What was seen of a call that was held from its 3rd to its 7th second.
     *
     * @param details at the end of the hold
     * @param gaps in seconds from one beep to the next
     */
    private record Held(JsonNode details, List<Double> gaps) {
        double longestGap() {
            return gaps.stream().mapToDouble(gap -> gap).max().orElseThrow();
        }

        List<Double> otherGaps() {
            List<Double> others = new ArrayList<>(gaps);
            others.remove(longestGap());
            return others;
        }
    }

    private static Held hold(TestGateway gateway, String how, UnaryOperator<SippScenario> silence) {
        SippScenario scenario =
                SippScenario.invited().ok().expect("ACK").beeps(TestMedia.beepsAlaw()).pause(3);
        switch (how) {
            case "0.0.0.0" -> scenario.reInviteToNowhere(10);
            case "inactive" -> scenario.reInvite(10, "inactive", "inactive");
            default -> scenario.reInvite(10, "sendonly", "recvonly");
        }
        silence.apply(scenario).pause(4).reInvite(11, "sendrecv", "sendrecv");
        scenario.resumeBeeps().expectBye();
        try (StrictIngest ingest = StrictIngest.start();
                Sipp callee = Sipp.start(scenario)) {
            gateway.call(
                    "callId",
                    "hold",
                    "callee",
                    callee.uri(),
                    "rtmpUrl",
                    ingest.url(),
                    "rtmpStream",
                    "held");
            gateway.awaitStatus("hold", "ESTABLISHED");
            CompletableFuture<Recording> recorded =
                    gateway.recordMeanwhile(gateway.rtmp("hold"), LENGTH);
            gateway.awaitStatus("hold", "HOLD");
            JsonNode details =
                    gateway.awaitDetails("hold", call -> heldFor(call, Duration.ofSeconds(3)));
            JsonNode resumed = gateway.awaitStatus("hold", "ESTABLISHED");
            assertThat(resumed.path("hold").isNull()).isTrue();

            Recording recording = recorded.join();
            assertThat(recording.longestAudioStep()).isLessThan(0.1);
            assertThat(recording.complaints()).isEmpty();
            List<Double> beeps = recording.beeps();
            assertThat(recording.packetTimes("a").getLast() - beeps.getLast()).isLessThan(1.2);
            gateway.terminate("hold");
            callee.awaitSuccess();
            ingest.stream("held").awaitEnd().kept();
            return new Held(details, gaps(beeps));
        }
    }

    private static boolean heldFor(JsonNode call, Duration time) {
        String since = call.at("/hold/since").asString("");
        return !since.isEmpty() && Instant.parse(since).plus(time).isBefore(Instant.now());
    }

    /** The first beep may have been joined midway. */
    private static List<Double> gaps(List<Double> beeps) {
        return IntStream.range(2, beeps.size())
                .mapToObj(i -> beeps.get(i) - beeps.get(i - 1))
                .toList();
    }
}
