package io.sipcast.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.api.v1.PictureApi;
import io.sipcast.bytes.ProtocolException;
import io.sipcast.call.CallStatus;
import io.sipcast.live.Publication.Audio;
import io.sipcast.live.StreamName;
import io.sipcast.live.Streams;
import io.sipcast.media.Format;
import io.sipcast.web.Http.Reply;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Small pictures over HTTP: made once a key frame, whoever asks. */
class PictureApiTest {
    private static final String PICTURE = "/api/v1/calls/a/picture";

    private final FakeCalls calls = new FakeCalls();
    private final Streams streams =
            new Streams(
                    (_, _) -> {
                        throw new IllegalStateException("nothing is encoded here");
                    },
                    Runnable::run,
                    System::nanoTime);
    private final ExecutorService workers = Executors.newFixedThreadPool(4);
    private final AtomicInteger made = new AtomicInteger();
    private final CountDownLatch slow = new CountDownLatch(1);
    private volatile boolean waits;
    private volatile boolean broken;
    private TestServer server;
    private TestStream stream;

    @BeforeEach
    void open() throws Exception {
        server =
                TestServer.open(
                        calls, new PictureApi(calls, streams, workers, this::make).routes());
        calls.live.add(FakeCalls.info("a", CallStatus.ESTABLISHED)); // its stream is live-a
        stream = TestStream.open(streams, StreamName.ofCall("live-a"), Audio.NONE, true);
    }

    private byte[] make(Format.Video format, byte[] keyFrame) {
        if (waits) {
            try {
                slow.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        if (broken) {
            throw new ProtocolException(ProtocolException.Fault.MALFORMED, "planted");
        }
        return ("picture " + made.incrementAndGet() + " of " + format.width()).getBytes(UTF_8);
    }

    @AfterEach
    void close() {
        server.close();
        workers.shutdownNow();
    }

    @Test
    void thereIsNoneBeforeTheFirst() {
        Reply reply = server.http.get(PICTURE);
        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.body()).contains("no picture yet");
        assertThat(server.http.get("/api/v1/calls/none/picture").status()).isEqualTo(404);
    }

    @Test
    void itIsMadeOnceAKeyFrame() {
        stream.add(TestStream.picture(0, true, 100));
        Reply first = server.http.get(PICTURE);
        stream.add(TestStream.picture(40, false, 100));
        Reply second = server.http.get(PICTURE);
        stream.add(TestStream.picture(80, true, 100));
        Reply third = server.http.get(PICTURE);

        assertThat(first.status()).isEqualTo(200);
        assertThat(first.header("content-type")).isEqualTo("image/jpeg");
        assertThat(first.header("cache-control")).isEqualTo("private, no-cache");
        assertThat(first.body()).isEqualTo("picture 1 of 640");
        assertThat(second.body()).isEqualTo("picture 1 of 640");
        assertThat(second.header("etag")).isEqualTo(first.header("etag"));
        assertThat(third.body()).isEqualTo("picture 2 of 640");
        assertThat(third.header("etag")).isNotEqualTo(first.header("etag"));
    }

    @Test
    void whoHasItIsToldSo() {
        stream.add(TestStream.picture(0, true, 100));
        String tag = server.http.get(PICTURE).header("etag");
        Reply reply = server.http.get(PICTURE, "If-None-Match: " + tag);

        assertThat(reply.status()).isEqualTo(304);
        assertThat(reply.body()).isEmpty();
        assertThat(reply.header("etag")).isEqualTo(tag);
    }

    @Test
    void manyWhoAskAtOnceGetOne() {
        stream.add(TestStream.picture(0, true, 100));
        waits = true;
        List<CompletableFuture<Reply>> all =
                IntStream.range(0, 6)
                        .mapToObj(
                                _ -> CompletableFuture.supplyAsync(() -> server.http.get(PICTURE)))
                        .toList();
        slow.countDown();

        assertThat(all)
                .allSatisfy(one -> assertThat(one.join().body()).isEqualTo("picture 1 of 640"));
        assertThat(made).hasValue(1);
    }

    @Test
    void whatCannotBeDecodedIsNoPicture() {
        broken = true;
        stream.add(TestStream.picture(0, true, 100));

        assertThat(server.http.get(PICTURE).status()).isEqualTo(404);
        broken = false;
        assertThat(server.http.get(PICTURE).status()).isEqualTo(200);
    }
}
