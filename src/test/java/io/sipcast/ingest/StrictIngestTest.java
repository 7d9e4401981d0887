package io.sipcast.ingest;

import static io.sipcast.net.TestUnits.picture;
import static io.sipcast.net.TestUnits.sound;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoop;
import io.sipcast.live.AacSpec;
import io.sipcast.live.LiveStream;
import io.sipcast.live.Publication;
import io.sipcast.live.StreamForm;
import io.sipcast.live.StreamName;
import io.sipcast.live.Streams;
import io.sipcast.media.AacSettings;
import io.sipcast.net.Loops;
import io.sipcast.net.RtmpConnector;
import io.sipcast.net.RtmpPublish;
import io.sipcast.net.TargetPolicy;
import io.sipcast.rtmp.RtmpFailure;
import io.sipcast.rtmp.RtmpUrl;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The ingest over RTMP, with a publisher of ours. */
@Timeout(20)
class StrictIngestTest {
    private static final StreamForm FORM =
            new StreamForm(new AacSpec(48_000, 64_000, AacSettings.Coder.FAST));

    private static final String NAME = "strict-name";

    private final Loops loops = new Loops(1);
    private final EventLoop loop = loops.next();
    private final StrictIngest ingest = StrictIngest.start();
    private final CompletableFuture<String> ended = new CompletableFuture<>();
    private final CompletableFuture<Void> accepted = new CompletableFuture<>();
    private LiveStream stream;

    @BeforeEach
    void publish() throws Exception {
        var streams =
                new Streams(
                        (_, _) -> {
                            throw new IllegalStateException("nothing is encoded here");
                        },
                        Runnable::run,
                        System::nanoTime);
        stream =
                streams.open(
                        StreamName.ofCall(NAME),
                        new Publication(loop, Publication.Audio.UNITS, true, () -> {}));
        var connector =
                new RtmpConnector(
                        loops,
                        new TargetPolicy(List.of()),
                        task -> Thread.ofVirtual().start(task),
                        () -> new Random(1));
        RtmpUrl url = RtmpUrl.parse(ingest.url(), NAME);
        RtmpPublish _ =
                RtmpPublish.open(
                        connector,
                        loop,
                        url,
                        connector.resolve(url),
                        stream,
                        FORM,
                        new RtmpPublish.Patience(Duration.ofSeconds(10), Duration.ofSeconds(30)),
                        new RtmpPublish.Listener() {
                            @Override
                            public void accepted() {
                                accepted.complete(null);
                            }

                            @Override
                            public void failed(RtmpFailure failure) {
                                ended.complete(failure.sentence());
                            }

                            @Override
                            public void ended() {
                                ended.complete("");
                            }
                        });
        accepted.get(5, TimeUnit.SECONDS);
    }

    @AfterEach
    void stop() {
        ingest.close();
        loops.close();
    }

    @Test
    void takesWhatIsRight() throws Exception {
        add(0, 3_000);
        Published published = ingest.stream(NAME).await(75, 149).kept();
        loop.submit(stream::end).get(5, TimeUnit.SECONDS);

        published.awaitEnd().kept();
        assertThat(published.keyFrames()).isEqualTo(2);
        assertThat(published.pictureHeaders()).isEqualTo(1);
        byte[] last = published.messages().getLast().body();
        assertThat(last).endsWith(sound(2_980).payload()).hasSize(2 + 100);
    }

    @Test
    void hangsUpWithTheNameOfTheRule() throws Exception {
        add(0, 1_000);
        add(1_200, 2_000);

        assertThat(ended.get(10, TimeUnit.SECONDS)).contains("NO_AUDIO_HOLE: from 980 to 1200 ms");
        assertThat(ingest.stream(NAME).awaitEnd().broken()).isEqualTo(Rule.NO_AUDIO_HOLE);
    }

    private void add(int fromMillis, int toMillis) throws Exception {
        loop.submit(
                        () -> {
                            for (int at = fromMillis; at < toMillis; at += 20) {
                                if (at % 40 == 0) {
                                    stream.add(picture(at, at % 2000 == 0));
                                }
                                stream.add(sound(at));
                            }
                        })
                .get(5, TimeUnit.SECONDS);
    }
}
