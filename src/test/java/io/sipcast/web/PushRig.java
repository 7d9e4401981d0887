package io.sipcast.web;

import static io.sipcast.net.TestUnits.picture;
import static io.sipcast.net.TestUnits.sound;

import io.netty.channel.EventLoop;
import io.sipcast.inject.SoundFolder;
import io.sipcast.live.AacSpec;
import io.sipcast.live.FormWishes;
import io.sipcast.live.LiveStream;
import io.sipcast.live.Publication;
import io.sipcast.live.StreamForm;
import io.sipcast.live.StreamName;
import io.sipcast.live.Streams;
import io.sipcast.media.AacSettings;
import io.sipcast.net.Loops;
import io.sipcast.net.RtmpConnector;
import io.sipcast.net.RtmpServer;
import io.sipcast.net.TargetPolicy;
import io.sipcast.push.CallOutlets;
import io.sipcast.push.Push;
import io.sipcast.push.PushOrders;
import io.sipcast.push.PushPolicy;
import io.sipcast.push.PushTerms;
import io.sipcast.push.Pushes;
import io.sipcast.rtmp.RtmpUrl;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;

/** Real pushes over loopback: streams here, and another server that they are published to. */
final class PushRig implements AutoCloseable {
    static final StreamForm FORM =
            new StreamForm(new AacSpec(48_000, 64_000, AacSettings.Coder.FAST));

    final Streams here = streams();
    final Streams there = streams();
    final PushOrders orders;
    private final Loops loops = new Loops(1);
    private final EventLoop loop = loops.next();
    private final RtmpServer own;
    private final RtmpServer other;
    private final Pushes pushes;

    /**
     * Nothing is published yet.
     *
     * @param prefix of the names
     * @param sounds the folder of the sounds
     * @param allowed the targets that are; empty: all
     */
    PushRig(String prefix, Path sounds, List<String> allowed) throws IOException {
        own = server(here);
        other = server(there);
        var connector =
                new RtmpConnector(
                        loops,
                        new TargetPolicy(allowed),
                        task -> Thread.ofVirtual().start(task),
                        () -> new Random(1));
        pushes = new Pushes(connector, own, FORM, _ -> false, PushPolicy.DEFAULT);
        orders =
                new PushOrders(
                        here,
                        pushes,
                        new SoundFolder(Optional.of(sounds)),
                        loops,
                        new PushOrders.Settings(prefix, 64_000));
    }

    private RtmpServer server(Streams streams) throws IOException {
        return new RtmpServer(
                loops, InetAddress.ofLiteral("127.0.0.1"), 0, streams, FORM, () -> new Random(2));
    }

    private static Streams streams() {
        return new Streams(
                (_, _) -> {
                    throw new IllegalStateException("nothing is encoded here");
                },
                Runnable::run,
                System::nanoTime);
    }

    /** {@code rtmp://127.0.0.1:PORT/live} of the other server. */
    String url() {
        return "rtmp://127.0.0.1:" + other.address().getPort() + "/live";
    }

    Pushes pushes() {
        return pushes;
    }

    /** A name that is reserved, as that of a call before its answer. */
    LiveStream reserve(String app, String name) {
        try {
            return here.open(
                    new StreamName(app, name),
                    new Publication(loop, Publication.Audio.UNITS, true, () -> {}));
        } catch (Streams.NameTakenException e) {
            throw new AssertionError(e);
        }
    }

    /** Two pictures of 640x360 and a few frames of sound. */
    void begin(LiveStream stream) {
        onLoop(() -> {
            stream.add(picture(0, true));
            stream.add(sound(0));
            stream.add(sound(21));
            stream.add(picture(40, false));
            stream.add(sound(43));
        });
    }

    /** As the push of a call to its rtmpUrl. */
    void publishAsCall(LiveStream stream, RtmpUrl target) {
        var _ = new CallOutlets(orders).open(stream, target, loop, FormWishes.NONE, () -> {});
    }

    Push open(LiveStream stream, RtmpUrl target, PushTerms terms) {
        return pushes.open(stream, target, loop, terms);
    }

    LiveStream live(String name) {
        LiveStream stream = reserve("live", name);
        begin(stream);
        return stream;
    }

    void onLoop(Runnable task) {
        try {
            loop.submit(task).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    /** Whether the other server is given this stream. */
    boolean arrives(String name) {
        return there.find(StreamName.ofCall(name))
                .filter(one -> one.pictureFormat() != null)
                .isPresent();
    }

    @Override
    public void close() {
        pushes.close();
        own.close();
        other.close();
        loops.close();
    }
}
