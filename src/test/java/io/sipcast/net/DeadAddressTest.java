package io.sipcast.net;

import static io.sipcast.net.TestUnits.picture;
import static io.sipcast.net.TestUnits.sound;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoop;
import io.sipcast.ingest.WireServer;
import io.sipcast.live.AacSpec;
import io.sipcast.live.LiveStream;
import io.sipcast.live.Publication;
import io.sipcast.live.StreamForm;
import io.sipcast.live.StreamName;
import io.sipcast.live.Streams;
import io.sipcast.media.AacSettings;
import io.sipcast.peer.DeadHost;
import io.sipcast.rtmp.RtmpFailure;
import io.sipcast.rtmp.RtmpUrl;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server of several addresses, some of them of hosts that are gone. */
@Timeout(60)
class DeadAddressTest {
    private static final StreamForm FORM =
            new StreamForm(new AacSpec(48_000, 64_000, AacSettings.Coder.FAST));
    private static final RtmpPublish.Patience PATIENCE =
            new RtmpPublish.Patience(Duration.ofSeconds(2), Duration.ofSeconds(30));
    private static final RtmpUrl URL = RtmpUrl.parse("rtmp://ingest.example.org/live/key");

    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private final Loops loops = new Loops(1);
    private final EventLoop loop = loops.next();
    private final Streams streams =
            new Streams(
                    (_, _) -> {
                        throw new IllegalStateException("nothing is encoded here");
                    },
                    Runnable::run,
                    System::nanoTime);
    private LiveStream stream;

    @BeforeEach
    void theStreamHasMedia() throws Exception {
        stream =
                streams.open(
                        StreamName.ofCall("source"),
                        new Publication(loop, Publication.Audio.UNITS, true, () -> {}));
        loop.execute(() -> {
            stream.add(picture(0, true));
            stream.add(sound(0));
        });
    }

    @AfterEach
    void close() {
        loops.close();
    }

    @Test
    void theNextOneIsTried() throws Exception {
        try (var dead = new DeadHost();
                WireServer server = WireServer.greeting(WireServer.Greeting.PROPER)) {
            var alive = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), server.port());
            publish(List.of(dead.address(), alive));
            assertThat(told.poll(20, TimeUnit.SECONDS)).isEqualTo("accepted");
        }
    }

    @Test
    void whereAllAreDeadTheLastOneIsTold() throws Exception {
        try (var dead = new DeadHost();
                var other = new DeadHost()) {
            publish(List.of(dead.address(), other.address()));
            assertThat(told.poll(20, TimeUnit.SECONDS))
                    .isEqualTo(
                            "The RTMP server ingest.example.org:1935 cannot be reached:"
                                    + " it does not answer.");
        }
    }

    /** A connection that comes about later must not publish. */
    @Test
    void whoIsClosedInTheMeantimeTriesNoFurther() throws Exception {
        try (var dead = new DeadHost();
                WireServer server = WireServer.greeting(WireServer.Greeting.PROPER)) {
            var alive = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), server.port());
            RtmpPublish publish = publish(List.of(dead.address(), alive));
            loop.submit(publish::close).get(5, TimeUnit.SECONDS);
            assertThat(told.poll(20, TimeUnit.SECONDS)).isEqualTo("ended");
            var _ = loop.schedule(() -> told.add("later"), 3, TimeUnit.SECONDS);
            assertThat(told.poll(20, TimeUnit.SECONDS)).isEqualTo("later");
            assertThat(server.connections()).isZero();
        }
    }

    private RtmpPublish publish(List<InetSocketAddress> addresses) throws Exception {
        var connector =
                new RtmpConnector(
                        loops,
                        new TargetPolicy(List.of()),
                        task -> Thread.ofVirtual().start(task),
                        () -> new Random(1));
        return loop.submit(() ->
                        RtmpPublish.open(
                                connector,
                                loop,
                                URL,
                                addresses,
                                stream,
                                FORM,
                                PATIENCE,
                                new Told()))
                .get(5, TimeUnit.SECONDS);
    }

    private final class Told implements RtmpPublish.Listener {
        @Override
        public void accepted() {
            told.add("accepted");
        }

        @Override
        public void failed(RtmpFailure failure) {
            told.add(failure.sentence());
        }

        @Override
        public void ended() {
            told.add("ended");
        }
    }
}
