package io.sipcast.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.sipcast.config.Config;
import io.sipcast.config.ConfigSources;
import io.sipcast.live.AacSpec;
import io.sipcast.live.LiveStream;
import io.sipcast.live.Publication;
import io.sipcast.live.StreamForm;
import io.sipcast.live.StreamName;
import io.sipcast.live.Streams;
import io.sipcast.media.AacSettings;
import io.sipcast.media.MediaUnit;
import io.sipcast.peer.TestCertificates;
import io.sipcast.rtmp.amf.AmfValue;
import io.sipcast.rtmp.message.RtmpLimits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may do what at the embedded server: keys, the hook, bounds, and who comes back. */
class RtmpServerGuardTest {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
    private static final StreamForm FORM =
            new StreamForm(new AacSpec(48_000, 64_000, AacSettings.Coder.FAST));
    private static final Duration SILENCE = Duration.ofMillis(300);
    private static final RtmpServer.Bounds BOUNDS =
            new RtmpServer.Bounds(4, 3, Duration.ofSeconds(2), SILENCE, RtmpLimits.DEFAULT);
    private static final String LIVE = "NetStream.Publish.Start";
    private static final String PLAYS = "NetStream.Play.Start";
    private static final String TAKEN = "NetStream.Publish.BadName";
    private static final String NOT_PUBLISHED = "NetStream.Publish.Denied";
    private static final String NOT_PLAYED = "NetStream.Play.Failed";

    private final BlockingQueue<String> forms = new LinkedBlockingQueue<>();
    private final Loops loops = new Loops(2);
    private final Streams streams =
            new Streams(
                    (_, _) -> {
                        throw new IllegalStateException("nothing is encoded here");
                    },
                    Runnable::run,
                    System::nanoTime);
    private final List<AutoCloseable> parts = new ArrayList<>();
    private @Nullable RtmpServer opened;

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable part : parts.reversed()) {
            part.close();
        }
        loops.close();
    }

    @ParameterizedTest
    @CsvSource({
        "live, cam, NetStream.Publish.Denied",
        "live, cam?key=wrong, NetStream.Publish.Denied",
        "live, cam?key=all, NetStream.Publish.Start",
        "live?key=all, cam, NetStream.Publish.Start",
        "live/?key=all, cam?x=1, NetStream.Publish.Start",
        "live, studio?key=one, NetStream.Publish.Start",
        "live, cam?key=one, NetStream.Publish.Denied",
        "live, cam?xkey=all, NetStream.Publish.Denied",
        "open, cam, NetStream.Publish.Start",
    })
    void keysOpenWhatTheyName(String app, String stream, String answer) throws Exception {
        start("rtmp.publish-keys=live=all,live/studio=one", "rtmp.play-keys=live=eyes");
        try (WireClient client = WireClient.to(server().address(), app)) {
            assertThat(client.answerTo("publish", stream)).isEqualTo(answer);
        }
        assertThat(server().counters().denied()).isEqualTo(answer.equals(LIVE) ? 0 : 1);
    }

    @Test
    void playersNeedTheirOwnKey() throws Exception {
        start("rtmp.publish-keys=live=all", "rtmp.play-keys=live=eyes");
        try (WireClient client = WireClient.to(server().address(), "live")) {
            assertThat(client.answerTo("play", "cam?key=all")).isEqualTo(NOT_PLAYED);
            assertThat(client.answerTo("play", "cam?key=eyes")).isEqualTo(PLAYS);
        }
    }

    @Test
    void aGuesserIsSentAway() throws Exception {
        start("rtmp.play-keys=*=eyes");
        try (WireClient client = WireClient.to(server().address(), "live")) {
            for (int i = 0; i < 10; i++) {
                assertThat(client.answerTo("play", "cam?key=" + i)).isEqualTo(NOT_PLAYED);
            }
            assertThat(client.isClosed()).isTrue();
        }
    }

    @Test
    void aHookIsAskedAsNginxAsks() throws Exception {
        startWithHook(Map.of("/publish", "200", "/play", "403", "/done", "500"));
        try (WireClient client = WireClient.to(server().address(), "live")) {
            assertThat(client.answerTo("publish", "cam?user=bob&name=x&pass=a b")).isEqualTo(LIVE);
        }
        assertThat(nextForm())
                .isEqualTo(
                        "/publish app=live&flashver=&swfurl=&tcurl=rtmp%3A%2F%2Fgw%2Flive&pageurl="
                                + "&addr=127.0.0.1&call=publish&name=cam&user=bob&pass=a%20b");
        assertThat(nextForm())
                .startsWith("/done app=live&")
                .contains("&call=publish_done&name=cam");
        try (WireClient client = WireClient.to(server().address(), "live")) {
            assertThat(client.answerTo("play", "cam")).isEqualTo(NOT_PLAYED);
        }
        assertThat(nextForm()).startsWith("/play ").contains("&call=play&name=cam");
        assertThat(forms).isEmpty();
    }

    @Test
    void aHookMayGiveAnotherName() throws Exception {
        startWithHook(Map.of("/publish", "302 secret-to-public"));
        try (WireClient client = WireClient.to(server().address(), "live")) {
            assertThat(client.answerTo("publish", "secret")).isEqualTo(LIVE);
            assertThat(streams.find(StreamName.ofCall("secret-to-public"))).isPresent();
            assertThat(streams.find(StreamName.ofCall("secret"))).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"302 rtmp://elsewhere/live/cam", "302", "404", "500", "never"})
    void whatIsNoYesIsANo(String answer) throws Exception {
        startWithHook(Map.of("/publish", answer));
        try (WireClient client = WireClient.to(server().address(), "live")) {
            assertThat(client.answerTo("publish", "cam")).isEqualTo(NOT_PUBLISHED);
        }
        assertThat(streams.all()).isEmpty();
    }

    /**
     * Whoever waits for the hook holds up nobody else, and loses nothing that it sent meanwhile.
     */
    @Test
    void theHookBlocksNobody() throws Exception {
        var held = new CountDownLatch(1);
        startWithHook(Map.of("/publish", "200"), held);
        try (WireClient slow = WireClient.to(server().address(), "live");
                WireClient other = WireClient.to(server().address(), "live")) {
            slow.ask("publish", AmfValue.of("cam"));
            slow.ask("closeStream");
            slow.ask("play", AmfValue.of("cam2"));
            assertThat(nextForm()).startsWith("/publish");
            assertThat(other.answerTo("play", "cam")).isEqualTo(PLAYS);
            held.countDown();
            String last = slow.answer();
            while (!last.equals(PLAYS)) { // what was published and ended before is told, too
                last = slow.answer();
            }
        }
        assertThat(streams.all()).isEmpty();
    }

    @Test
    void aPublisherTakesOverFromItsOwnDeadConnection() throws Exception {
        start();
        try (WireClient dead = WireClient.to(server().address(), "live");
                WireClient back = WireClient.to(server().address(), "live")) {
            assertThat(dead.answerTo("publish", "cam")).isEqualTo(LIVE);
            assertThat(back.answerTo("publish", "cam")).isEqualTo(LIVE);
            assertThat(dead.isClosed()).isTrue();
        }
        assertThat(server().counters().takenOver()).isEqualTo(1);
        await().until(() -> streams.all().isEmpty());
        assertThat(server().counters().publishers()).isZero();
    }

    @Test
    void butNotFromOneThatIsAlive() throws Exception {
        start();
        try (WireClient alive = WireClient.to(server().address(), "live");
                WireClient second = WireClient.to(server().address(), "live")) {
            assertThat(alive.answerTo("publish", "cam")).isEqualTo(LIVE);
            second.ask("publish", AmfValue.of("cam"));
            Thread pinging = Thread.ofVirtual().start(() -> pingOn(alive));
            assertThat(second.answer()).isEqualTo(TAKEN);
            pinging.interrupt();
        }
        assertThat(server().counters().takenOver()).isZero();
    }

    private static void pingOn(WireClient alive) {
        try {
            while (!Thread.interrupted()) {
                alive.ping();
                Thread.sleep(20);
            }
        } catch (IOException | InterruptedException _) {
            // the test is over
        }
    }

    @Test
    void aPublishedStreamCanBeEndedFromOutside() throws Exception {
        start();
        try (WireClient client = WireClient.to(server().address(), "live")) {
            assertThat(client.answerTo("publish", "cam")).isEqualTo(LIVE);
            assertThat(server().terminate(StreamName.ofCall("other"))).isFalse();
            assertThat(server().terminate(StreamName.ofCall("cam"))).isTrue();
            assertThat(client.isClosed()).isTrue();
        }
        assertThat(streams.all()).isEmpty();
    }

    @Test
    void connectionsAreBoundedForEachAddress() throws Exception {
        start();
        try (WireClient b = WireClient.to(server().address());
                WireClient c = WireClient.to(server().address())) {
            assertThat(b.connect("live").answerTo("play", "cam")).isEqualTo(PLAYS);
            try (WireClient _ = WireClient.to(server().address());
                    Socket fourth = new Socket(LOOPBACK, server().address().getPort())) {
                fourth.setSoTimeout(5_000);
                assertThat(fourth.getInputStream().read()).isEqualTo(-1);
                assertThat(server().refusals()).containsEntry("address", 1L);
            }
            await().until(() -> server().counters().connections() == 2);
            try (WireClient again = WireClient.to(server().address(), "live")) {
                assertThat(again.answerTo("play", "cam")).isEqualTo(PLAYS);
            }
            assertThat(c.connect("live").answerTo("play", "cam")).isEqualTo(PLAYS);
        }
    }

    @Test
    void halfOfThemMayDoNothingYet() throws Exception {
        start();
        try (WireClient _ = WireClient.to(server().address());
                WireClient _ = WireClient.to(server().address());
                Socket third = new Socket(LOOPBACK, server().address().getPort())) {
            third.setSoTimeout(5_000);
            assertThat(third.getInputStream().read()).isEqualTo(-1);
            assertThat(server().refusals()).containsEntry("idlers", 1L);
        }
    }

    /** A slow one takes a little now and then; the policy of its subscription is for it. */
    @Test
    void aPlayerThatTakesNothingIsGivenUpAndASlowOneIsNot() throws Exception {
        start();
        var publication = new Publication(loops.sip(), Publication.Audio.NONE, true, () -> {});
        LiveStream stream = streams.open(StreamName.ofCall("cam"), publication);
        try (Socket dead = narrow();
                Socket slow = narrow()) {
            assertThat(new WireClient(dead).connect("live").answerTo("play", "cam"))
                    .isEqualTo(PLAYS);
            assertThat(new WireClient(slow).connect("live").answerTo("play", "cam"))
                    .isEqualTo(PLAYS);
            await().until(() -> stream.subscribers() == 2);
            byte[] little = new byte[30_000];
            long taken = 0;
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            for (int at = 0; server().counters().connections() == 2; at += 40) {
                assertThat(System.nanoTime()).as("the dead one is given up").isLessThan(end);
                MediaUnit picture = TestUnits.picture(at, at % 400 == 0, 100_000);
                loops.sip().submit(() -> stream.add(picture)).get();
                if (slow.getInputStream().available() > 0) {
                    taken += slow.getInputStream().read(little);
                }
            }
            assertThat(taken).isGreaterThan(200_000);
            assertThat(server().counters().players()).isEqualTo(1);
        } finally {
            stream.end();
        }
    }

    private Socket narrow() throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(8192);
        socket.connect(server().address());
        return socket;
    }

    @Test
    void whoAsksButDoesNotReadIsSentAway() throws Exception {
        start();
        try (Socket socket = new Socket()) {
            socket.setReceiveBufferSize(4096);
            socket.connect(server().address());
            var client = new WireClient(socket);
            ByteBuffer pings = ByteBuffer.allocate(60_000);
            while (pings.remaining() >= 18) {
                pings.put((byte) 2).put(new byte[5]).put((byte) 6).put((byte) 4).putInt(0);
                pings.putShort((short) 6).putInt(1);
            }
            byte[] raw = Arrays.copyOf(pings.array(), pings.position());
            await().atMost(Duration.ofSeconds(9))
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> isRefused(client, raw));
        }
        await().until(() -> server().counters().faults() == 1);
    }

    private static boolean isRefused(WireClient client, byte[] pings) {
        try {
            client.send(pings);
            return false;
        } catch (IOException _) {
            return true;
        }
    }

    @Test
    void rtmpsIsTheSameOverTls() throws Exception {
        start(
                "rtmp.tls.port=0",
                "rtmp.tls.certificate=" + TestCertificates.certificate("server"),
                "rtmp.tls.key=" + TestCertificates.key("server"));
        var trust = InsecureTrustManagerFactory.INSTANCE;
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        Socket socket = context.getSocketFactory().createSocket(LOOPBACK, server().securePort());
        try (WireClient client = new WireClient(socket).connect("live")) {
            assertThat(client.answerTo("publish", "cam")).isEqualTo(LIVE);
        }
        try (Socket plain = new Socket(LOOPBACK, server().securePort())) {
            plain.setSoTimeout(5_000);
            plain.getOutputStream().write(new byte[1537]);
            byte[] _ = plain.getInputStream().readAllBytes();
        }
        await().until(() -> server().counters().connections() == 0);
        assertThat(server().counters().faults()).isEqualTo(1);
    }

    private RtmpServer server() {
        if (opened == null) {
            throw new IllegalStateException("not started");
        }
        return opened;
    }

    private void start(String... settings) throws Exception {
        var sources = new ConfigSources(null, List.of(), Map.of(), Arrays.asList(settings));
        Config.Rtmp rtmp = sources.load().config().rtmp();
        var guard = StreamGuard.of(rtmp, task -> Thread.ofVirtual().start(task));
        parts.add(guard);
        opened =
                new RtmpServer(
                        loops,
                        new InetSocketAddress(LOOPBACK, 0),
                        new RtmpServer.Serving(
                                streams, FORM, guard, BOUNDS, RtmpServerTls.load(rtmp.tls())),
                        () -> new Random(2));
        parts.add(opened);
    }

    private void startWithHook(Map<String, String> answers) throws Exception {
        startWithHook(answers, new CountDownLatch(0));
    }

    /** Answers by path: a status, and a Location where one is given. */
    private void startWithHook(Map<String, String> answers, CountDownLatch held) throws Exception {
        HttpServer hook = HttpServer.create(new InetSocketAddress(LOOPBACK, 0), 0);
        var never = new CountDownLatch(1);
        List<String> settings = new ArrayList<>(List.of("rtmp.hook.timeout=2s"));
        answers.forEach((path, answer) -> {
            hook.createContext(
                    path,
                    exchange -> {
                        String body =
                                new String(
                                        exchange.getRequestBody().readAllBytes(),
                                        StandardCharsets.UTF_8);
                        forms.add(path + " " + body);
                        waitFor(answer.equals("never") ? never : held);
                        String[] parts = answer.split(" ", 2);
                        if (parts.length == 2) {
                            exchange.getResponseHeaders().set("Location", parts[1]);
                        }
                        int status = answer.equals("never") ? 200 : Integer.parseInt(parts[0]);
                        exchange.sendResponseHeaders(status, -1);
                        exchange.close();
                    });
            settings.add(
                    "rtmp.hook%s=http://127.0.0.1:%d%s"
                            .formatted(path.replace('/', '.'), hook.getAddress().getPort(), path));
        });
        hook.setExecutor(task -> Thread.ofVirtual().start(task));
        hook.start();
        parts.add(() -> {
            never.countDown();
            hook.stop(0);
        });
        start(settings.toArray(String[]::new));
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            boolean _ = latch.await(5, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private String nextForm() throws InterruptedException {
        return String.valueOf(forms.poll(5, TimeUnit.SECONDS));
    }
}
