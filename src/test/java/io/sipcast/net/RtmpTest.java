package io.sipcast.net;

import static io.sipcast.net.TestUnits.picture;
import static io.sipcast.net.TestUnits.sound;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.netty.channel.EventLoop;
import io.netty.channel.epoll.Epoll;
import io.sipcast.live.AacSpec;
import io.sipcast.live.LiveStream;
import io.sipcast.live.Publication;
import io.sipcast.live.StreamForm;
import io.sipcast.live.StreamName;
import io.sipcast.live.Streams;
import io.sipcast.live.Subscription;
import io.sipcast.media.AacSettings;
import io.sipcast.media.Format;
import io.sipcast.media.MediaUnit;
import io.sipcast.rtmp.RtmpFailure;
import io.sipcast.rtmp.RtmpUrl;
import io.sipcast.rtmp.SendProgress;
import io.sipcast.rtmp.flv.FlvTag;
import io.sipcast.rtmp.play.Player;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Our RTMP client against our RTMP server, in one process over loopback. */
@ParameterizedClass(name = "epoll {0}")
@ValueSource(booleans = {true, false})
class RtmpTest {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
    private static final StreamForm FORM =
            new StreamForm(new AacSpec(48_000, 64_000, AacSettings.Coder.FAST));
    private static final long MILLI = 1_000_000;

    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private final BlockingQueue<FlvTag> tags = new LinkedBlockingQueue<>();
    private final Loops loops;
    private final Streams streams;
    private final RtmpServer server;
    private final RtmpConnector connector;

    RtmpTest(boolean epoll) throws IOException {
        loops = new Loops(2, epoll && Epoll.isAvailable());
        streams =
                new Streams(
                        (_, _) -> {
                            throw new IllegalStateException("nothing is encoded here");
                        },
                        Runnable::run,
                        System::nanoTime);
        server = new RtmpServer(loops, LOOPBACK, 0, streams, FORM, () -> new Random(2));
        connector =
                new RtmpConnector(
                        loops,
                        new TargetPolicy(List.of()),
                        task -> Thread.ofVirtual().start(task),
                        () -> new Random(1));
    }

    @BeforeEach
    void nothingIsLive() {
        assertThat(streams.all()).isEmpty();
    }

    @AfterEach
    void close() {
        server.close();
        loops.close();
    }

    @Test
    void whatIsPublishedIsALiveStreamWithTheSameUnits() throws Exception {
        LiveStream source = open("source");
        add(source, picture(0, true), sound(0), sound(21), picture(40, false), sound(43));
        RtmpPublish publish = publish(source, "copy");
        assertThat(next()).isEqualTo("accepted");
        add(source, sound(64), picture(80, false), sound(85), sound(107));

        LiveStream copy = streams.find(StreamName.ofCall("copy")).orElseThrow();
        Subscription subscription = copy.subscribe(FORM, () -> {});
        List<MediaUnit> units = new ArrayList<>();
        await().until(() -> {
            drain(subscription, units);
            return units.size() >= 6;
        });
        assertThat(names(units).subList(0, 6))
                .containsExactly("V0! 640x360", "A0", "A21", "V40 640x360", "A43", "A64");
        assertThat(server.counters().publishers()).isEqualTo(1);
        await().until(() -> publish.sentBytes() > 3000 && nothingWaits(publish));

        onLoop(publish::close);
        assertThat(next()).startsWith("ended");
        await().until(() -> copy.ended() && server.counters().connections() == 0);
        assertThat(server.counters().publishers()).isZero();
        assertThat(server.counters().faults()).isZero();
        assertThat(source.subscribers()).isZero();
    }

    @Test
    void aPlayerGetsHeadersAndTheKeyFrameFirst() throws Exception {
        LiveStream source = open("source");
        add(source, picture(0, true), sound(0), sound(21), picture(40, false), sound(43));
        RtmpPlay play = play("source");
        assertThat(next()).isEqualTo("started");

        assertThat(nextTag()).isEqualTo("VIDEO at 0 ms header");
        assertThat(nextTag()).isEqualTo("VIDEO at 0 ms key");
        assertThat(nextTag()).isEqualTo("AUDIO at 0 ms header");
        assertThat(nextTag()).isEqualTo("AUDIO at 0 ms");
        assertThat(nextTag()).isEqualTo("AUDIO at 21 ms");
        assertThat(nextTag()).isEqualTo("VIDEO at 40 ms");

        onLoop(play::close);
        assertThat(next()).startsWith("ended");
        await().until(() -> source.subscribers() == 0 && server.counters().players() == 0);
    }

    @Test
    void aPlayerMayWaitForTheStream() throws Exception {
        play("later");
        assertThat(next()).isEqualTo("started");
        assertThat(server.counters().players()).isEqualTo(1);

        LiveStream later = open("later");
        add(later, picture(0, true), sound(0), sound(21));
        assertThat(nextTag()).isEqualTo("VIDEO at 0 ms header");

        onLoop(later::end);
        assertThat(next()).startsWith("ended The RTMP server ended it");
    }

    @Test
    void manyPlayersShareAStream() throws Exception {
        LiveStream source = open("source");
        add(source, picture(0, true), sound(0), sound(21));
        for (int i = 0; i < 20; i++) {
            play("source");
        }
        await().until(() -> source.subscribers() == 20 && tags.size() >= 40);
    }

    @Test
    void aTakenNameIsRefusedInWordsWithoutTheName() throws Exception {
        LiveStream source = open("source");
        open("secretkey");
        publish(source, "secretkey");

        assertThat(next())
                .startsWith("ended The RTMP server has another publisher of this name")
                .doesNotContain("secretkey");
    }

    @Test
    void aServerThatIsNotThereIsNamed() throws Exception {
        server.close();
        await().until(this::refusesConnections); // NIO frees a port in its next turn only
        publish(open("source"), "x");

        assertThat(next())
                .isEqualTo(
                        "ended The RTMP server 127.0.0.1:%d cannot be reached: it refuses connections."
                                .formatted(server.address().getPort()));
    }

    @Test
    void rubbishClosesThatConnectionOnly() throws Exception {
        LiveStream source = open("source");
        add(source, picture(0, true), sound(0), sound(21));
        play("source");
        assertThat(next()).isEqualTo("started");
        byte[] rubbish = new byte[10_000];
        new Random(5).nextBytes(rubbish);
        try (Socket peer = new Socket(LOOPBACK, server.address().getPort())) {
            peer.setSoTimeout(5000);
            peer.getOutputStream().write(rubbish);
            assertThat(peer.getInputStream().readAllBytes()).hasSizeLessThan(5000);
        } catch (IOException _) {
            // a reset is as good
        }
        await().until(() -> server.counters().faults() == 1);
        add(source, sound(43), sound(64), picture(80, false), sound(85), sound(107));
        await().until(() -> tags.size() >= 8);
    }

    @Test
    void aReaderThatDoesNotReadHoldsNothingUp() throws Exception {
        LiveStream source = open("source");
        try (Socket stuck = new Socket()) {
            stuck.setReceiveBufferSize(4096);
            stuck.connect(server.address());
            playAndStick(stuck, url("source"));
            play("source");
            await().until(() -> source.subscribers() == 2);
            for (int i = 0; i < 100; i++) {
                int at = 40 * i;
                add(source, picture(at, i % 25 == 0, 200_000), sound(at));
                assertThat(nextTag()).isNotEqualTo("nothing");
            }
            await().until(() -> source.subscribers() == 2);
        }
        await().until(() -> source.subscribers() == 1);
    }

    @Test
    void aBusyPortIsNamedWithItsKey() {
        assertThatExceptionOfType(BindFailedException.class)
                .isThrownBy(() ->
                        new RtmpServer(
                                loops,
                                LOOPBACK,
                                server.address().getPort(),
                                streams,
                                FORM,
                                () -> new Random(3)))
                .withMessageStartingWith("rtmp.port: cannot listen on TCP port");
    }

    @Test
    void knowsItsOwnAddress() {
        assertThat(server.isAt(server.address())).isTrue();
        assertThat(server.isAt(new InetSocketAddress(LOOPBACK, 1))).isFalse();
    }

    private LiveStream open(String name) throws Exception {
        var publication = new Publication(loop(), Publication.Audio.UNITS, true, () -> {});
        return streams.open(StreamName.ofCall(name), publication);
    }

    private EventLoop loop() {
        return loops.sip(); // any but the server's
    }

    private void add(LiveStream stream, MediaUnit... units) throws Exception {
        onLoop(() -> {
            for (MediaUnit unit : units) {
                stream.add(unit);
            }
        });
    }

    private void onLoop(Runnable task) throws Exception {
        loop().submit(task).get(5, TimeUnit.SECONDS);
    }

    private boolean refusesConnections() throws IOException {
        try (var _ = new Socket(LOOPBACK, server.address().getPort())) {
            return false;
        } catch (ConnectException _) {
            return true;
        }
    }

    private RtmpPublish publish(LiveStream source, String name) throws Exception {
        RtmpUrl url = url(name);
        return RtmpPublish.open(
                connector,
                loop(),
                url,
                connector.resolve(url),
                source,
                FORM,
                new RtmpPublish.Patience(Duration.ofSeconds(10), Duration.ofSeconds(30)),
                new RtmpPublish.Listener() {
                    @Override
                    public void accepted() {
                        told.add("accepted");
                    }

                    @Override
                    public void failed(RtmpFailure failure) {
                        told.add("ended " + failure.sentence());
                    }

                    @Override
                    public void ended() {
                        told.add("ended");
                    }
                });
    }

    private static boolean nothingWaits(RtmpPublish publish) {
        SendProgress sent = publish.progress();
        return sent != null && sent.waiting() == SendProgress.Waiting.NOTHING;
    }

    private RtmpPlay play(String name) throws Exception {
        RtmpUrl url = url(name);
        return RtmpPlay.open(
                connector,
                loop(),
                url,
                connector.resolve(url),
                new RtmpPlay.Listener() {
                    @Override
                    public void started() {
                        told.add("started");
                    }

                    @Override
                    public void media(FlvTag tag) {
                        tags.add(tag);
                    }

                    @Override
                    public void ended(String reason) {
                        told.add("ended " + reason);
                    }
                });
    }

    private RtmpUrl url(String name) {
        return RtmpUrl.parse("rtmp://127.0.0.1:" + server.address().getPort() + "/live", name);
    }

    private String next() throws InterruptedException {
        return String.valueOf(told.poll(5, TimeUnit.SECONDS));
    }

    private String nextTag() throws InterruptedException {
        FlvTag tag = tags.poll(5, TimeUnit.SECONDS);
        if (tag == null) {
            return "nothing";
        }
        byte[] body = tag.body();
        boolean key = tag.type() == FlvTag.Type.VIDEO && body[0] >>> 4 == 1;
        String what = body[1] == 0 ? " header" : key ? " key" : "";
        return tag.type() + " at " + tag.timestampMillis() + " ms" + what;
    }

    /** Stream time begins when the stream was opened: only distances are known beforehand. */
    private static void drain(Subscription subscription, List<MediaUnit> units) {
        for (MediaUnit unit = subscription.poll(); unit != null; unit = subscription.poll()) {
            units.add(unit);
        }
    }

    private static List<String> names(List<MediaUnit> units) {
        long first = units.getFirst().dtsNanos();
        return units.stream().map(unit -> name(unit, (unit.dtsNanos() - first) / MILLI)).toList();
    }

    private static String name(MediaUnit unit, long millis) {
        return switch (unit.format()) {
            case Format.Video v ->
                    "V" + millis + (unit.key() ? "!" : "") + " " + v.width() + "x" + v.height();
            case Format.Audio _ -> "A" + millis;
        };
    }

    /** Plays over a socket up to the server's acceptance, and reads no more. */
    private static void playAndStick(Socket socket, RtmpUrl url) throws IOException {
        Player player = new Player(url, new Random(4), System.nanoTime());
        byte[] bytes = new byte[1000];
        while (player.poll() == null) {
            ByteBuffer out = ByteBuffer.allocate(player.outbox().size());
            player.outbox().drainTo(out);
            socket.getOutputStream().write(out.array());
            int count = socket.getInputStream().read(bytes);
            player.receive(ByteBuffer.wrap(bytes, 0, count), System.nanoTime());
        }
    }
}
