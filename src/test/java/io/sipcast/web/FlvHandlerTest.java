package io.sipcast.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.live.Publication.Audio;
import io.sipcast.live.StreamName;
import io.sipcast.rtmp.flv.FlvTag;
import io.sipcast.web.Http.Reply;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Live streams as players take them, over HTTP and WebSocket. */
class FlvHandlerTest {
    private TestServer server;

    @BeforeEach
    void start() throws Exception {
        server = TestServer.open(new FakeCalls());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void playsTheCachedGroupAndWhatFollows() throws Exception {
        TestStream stream = open("call1").addBoth(0, 3200);
        CompletableFuture<Reply> playing = get("/live/call1.flv");
        stream.awaitViewers(1);

        stream.addBoth(3200, 3600).end();
        Reply reply = playing.get(10, TimeUnit.SECONDS);
        Flv flv = Flv.read(reply.bytes().toArray());

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("content-type")).isEqualTo("video/x-flv");
        assertThat(reply.header("cache-control")).isEqualTo("no-store");
        assertThat(flv.hasAudio() && flv.hasVideo()).isTrue();
        assertThat(flv.words()).startsWith("S", "VH", "V0!", "AH", "A0", "A20", "V40", "A40");
        assertThat(flv.words()).endsWith("V560", "A560", "A580").doesNotHaveDuplicates();
        assertThat(Flv.pictureMillis(flv.tags().get(2))).isEqualTo(3000);
    }

    @ParameterizedTest
    @CsvSource({"UNITS, false", "NONE, true"})
    void announcesOnlyWhatThereIs(Audio audio, boolean video) throws Exception {
        StreamName name = StreamName.ofCall("one");
        TestStream stream = TestStream.open(server.streams, name, audio, video);
        CompletableFuture<Reply> playing = get("/live/one.flv");
        stream.awaitViewers(1);

        for (int i = 0; i < 10; i++) {
            stream.add(video ? TestStream.picture(40L * i, i == 0, 50) : TestStream.sound(20L * i));
        }
        stream.end();
        Flv flv = Flv.read(playing.get(10, TimeUnit.SECONDS).bytes().toArray());

        assertThat(flv.hasVideo()).isEqualTo(video);
        assertThat(flv.hasAudio()).isEqualTo(!video);
        assertThat(flv.tags()).hasSize(12);
    }

    @ParameterizedTest
    @CsvSource({
        "/live/a%20b%2Bc%C3%A9.flv, live, a b+cé",
        "/live/room/7.flv, live, room/7",
        "/live/room%2F7.flv, live, room/7",
        "/cams/door.1.flv, cams, door.1"
    })
    void findsAStreamOfAnyAppByItsName(String path, String app, String name) throws Exception {
        StreamName streamName = new StreamName(app, name);
        TestStream stream = TestStream.open(server.streams, streamName, Audio.UNITS, true);
        CompletableFuture<Reply> playing = get(path);
        stream.awaitViewers(1);

        stream.addBoth(0, 100).end();

        assertThat(playing.get(10, TimeUnit.SECONDS).status()).isEqualTo(200);
    }

    @Test
    void aStreamThatIsNotThereIsNotFoundUnlessWaitedFor() throws Exception {
        assertThat(server.http.get("/live/later.flv").status()).isEqualTo(404);
        assertThat(server.http.get("/live/%0A.flv?wait=1").status()).isEqualTo(400);
        assertThat(server.http.exchange("POST", "/live/later.flv", "").status()).isEqualTo(404);

        CompletableFuture<Reply> waiting = get("/live/later.flv?wait=1");
        TestStream stream = open("later");
        stream.awaitViewers(1);
        stream.addBoth(0, 100).end();

        Flv flv = Flv.read(waiting.get(10, TimeUnit.SECONDS).bytes().toArray());
        assertThat(flv.words()).startsWith("S", "VH", "V0!");
    }

    @Test
    void aViewerThatLeavesIsForgotten() throws Exception {
        TestStream stream = open("call1").addBoth(0, 100);

        try (Socket socket = request("/live/call1.flv")) {
            stream.awaitViewers(1);
            assertThat(socket.getInputStream().read()).isEqualTo('H');
        }

        stream.addBoth(100, 200).awaitViewers(0);
    }

    @Test
    void aSlowViewerLosesPicturesAndGoesOnWithAKeyFrame() throws Exception {
        TestStream stream = open("call1");
        int pictures = 1500; // a minute, 75 MB: more than any socket buffer
        Flv flv;
        try (Socket socket = request("/live/call1.flv")) {
            stream.awaitViewers(1);
            for (int i = 0; i < pictures; i++) {
                stream.add(TestStream.picture(40L * i, i % 25 == 0, 50_000));
                stream.add(TestStream.sound(40L * i));
            }
            stream.end();
            flv = Flv.read(Http.read(socket.getInputStream()).bytes().toArray());
        }

        List<FlvTag> video =
                flv.tags().stream()
                        .filter(tag -> tag.type() == FlvTag.Type.VIDEO && tag.body()[1] == 1)
                        .toList();
        assertThat(video).hasSizeLessThan(pictures / 2);
        for (int i = 1; i < video.size(); i++) {
            long step = Flv.pictureMillis(video.get(i)) - Flv.pictureMillis(video.get(i - 1));
            assertThat(step == 40 || Flv.word(video.get(i)).endsWith("!")).isTrue();
        }
        assertThat(Flv.pictureMillis(video.getLast())).isEqualTo(40L * (pictures - 1));
    }

    @Test
    void playsOverWebSocketToo() throws Exception {
        TestStream stream = open("call1").addBoth(0, 2000);
        var player = new WebSocketPlayer();
        try (HttpClient client = HttpClient.newHttpClient()) {
            client.newWebSocketBuilder()
                    .buildAsync(uri("/live/call1.flv"), player)
                    .get(10, TimeUnit.SECONDS);
            stream.awaitViewers(1);
            stream.addBoth(2000, 2400).end();

            Flv flv = Flv.read(player.received.get(10, TimeUnit.SECONDS));
            assertThat(flv.words()).startsWith("S", "VH", "V0!", "AH", "A0").endsWith("A1380");
        }
    }

    @Test
    void aWebSocketOfAStrangersPageIsRefused() {
        Reply reply =
                server.http.get(
                        "/live/call1.flv?wait=1",
                        "Origin: https://evil.example",
                        "Upgrade: websocket",
                        "Sec-WebSocket-Version: 13",
                        "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==");

        assertThat(reply.status()).isEqualTo(403);
    }

    @Test
    void headTellsWhetherItIsThere() {
        TestStream stream = open("call1");

        Reply there = server.http.exchange("HEAD", "/live/call1.flv", "");
        Reply absent = server.http.exchange("HEAD", "/live/call2.flv", "");

        assertThat(there.status()).isEqualTo(200);
        assertThat(there.header("content-type")).isEqualTo("video/x-flv");
        assertThat(absent.status()).isEqualTo(404);
        assertThat(stream.viewers()).isZero();
    }

    private TestStream open(String name) {
        return TestStream.open(server.streams, StreamName.ofCall(name), Audio.UNITS, true);
    }

    private CompletableFuture<Reply> get(String path) {
        return CompletableFuture.supplyAsync(() -> server.http.get(path));
    }

    private Socket request(String path) throws Exception {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout(10_000);
        String request =
                "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
        return socket;
    }

    private URI uri(String path) {
        return URI.create("ws://localhost:" + server.port() + path);
    }

    /** Keeps every binary message until the server closes. */
    private static final class WebSocketPlayer implements WebSocket.Listener {
        final CompletableFuture<byte[]> received = new CompletableFuture<>();
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        @Override
        public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
            byte[] part = new byte[data.remaining()];
            data.get(part);
            bytes.writeBytes(part);
            socket.request(1);
            return CompletableFuture.completedStage(null);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            received.complete(bytes.toByteArray());
            return CompletableFuture.completedStage(null);
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            received.completeExceptionally(error);
        }
    }
}
