package io.sipcast.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sipcast.live.AacSpec;
import io.sipcast.live.StreamForm;
import io.sipcast.live.Streams;
import io.sipcast.media.AacSettings;
import io.sipcast.rtmp.FourCc;
import io.sipcast.rtmp.FourCcs;
import io.sipcast.rtmp.RtmpEnd;
import io.sipcast.rtmp.RtmpUrl;
import io.sipcast.rtmp.flv.FlvTag;
import io.sipcast.rtmp.publish.PublishEvent;
import io.sipcast.rtmp.publish.Publisher;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Publishers of what we do not take, and what the server says to that. */
@Timeout(20)
class UnsupportedCodecTest {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    private final Loops loops = new Loops(1);
    private final Streams streams =
            new Streams(
                    (_, _) -> {
                        throw new IllegalStateException("nothing is encoded here");
                    },
                    Runnable::run,
                    System::nanoTime);
    private final RtmpServer server;

    UnsupportedCodecTest() throws IOException {
        server =
                new RtmpServer(
                        loops,
                        LOOPBACK,
                        0,
                        streams,
                        new StreamForm(new AacSpec(48_000, 64_000, AacSettings.Coder.FAST)),
                        () -> new Random(2));
    }

    @AfterEach
    void close() {
        server.close();
        loops.close();
    }

    @Test
    void av1IsRefusedInWordsAndCounted() throws Exception {
        RtmpUrl url = RtmpUrl.parse("rtmp://127.0.0.1:" + server.address().getPort() + "/live/cam");
        var publisher = new Publisher(url, FourCcs.of(FourCc.AV1), new Random(1), 0);
        try (var socket = new Socket(LOOPBACK, server.address().getPort())) {
            assertThat(next(publisher, socket)).isEqualTo(new PublishEvent.Started());
            assertThat(publisher.fourCcs()).isEqualTo(FourCcs.SERVED);

            byte[] body = HexFormat.of().parseHex("906176303181000c00");
            var tag = new FlvTag(FlvTag.Type.VIDEO, 0, body);
            ByteBuffer out = ByteBuffer.allocate(publisher.size(tag));
            publisher.write(tag, out);
            socket.getOutputStream().write(out.array());

            assertThat(next(publisher, socket))
                    .isEqualTo(
                            new PublishEvent.Ended(
                                    new RtmpEnd(
                                            RtmpEnd.Kind.REFUSED,
                                            "NetStream.Publish.Failed",
                                            "AV1 is not taken: publish H.264 or H.265")));
            await().until(() -> server.counters().faults() == 1);
        }
    }

    /** A client that asks nothing hears nothing that it might not understand. */
    @Test
    void classicClientsAreAnsweredAsEver() throws Exception {
        RtmpUrl url = RtmpUrl.parse("rtmp://127.0.0.1:" + server.address().getPort() + "/live/cam");
        var publisher = new Publisher(url, new Random(1), 0);
        try (var socket = new Socket(LOOPBACK, server.address().getPort())) {
            assertThat(next(publisher, socket)).isEqualTo(new PublishEvent.Started());
            assertThat(publisher.fourCcs()).isEqualTo(FourCcs.NONE);
        }
    }

    private static PublishEvent next(Publisher publisher, Socket socket) throws IOException {
        byte[] bytes = new byte[4096];
        for (PublishEvent event = publisher.poll(); ; event = publisher.poll()) {
            if (event != null) {
                return event;
            }
            ByteBuffer out = ByteBuffer.allocate(publisher.outbox().size());
            publisher.outbox().drainTo(out);
            socket.getOutputStream().write(out.array());
            int size = socket.getInputStream().read(bytes);
            if (size < 0) {
                publisher.disconnected();
            } else {
                publisher.receive(ByteBuffer.wrap(bytes, 0, size), 0);
            }
        }
    }
}
