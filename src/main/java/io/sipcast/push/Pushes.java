package io.sipcast.push;

import io.netty.channel.EventLoop;
import io.sipcast.live.FormWishes;
import io.sipcast.live.LiveStream;
import io.sipcast.live.Opus;
import io.sipcast.live.SoundSwitch;
import io.sipcast.live.StreamForm;
import io.sipcast.net.RtmpConnector;
import io.sipcast.net.RtmpServer;
import io.sipcast.rtmp.RtmpUrl;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** The pushes of this node that have not ended. Safe for use by any thread. */
public final class Pushes implements AutoCloseable {
    private final RtmpConnector connector;
    private final RtmpServer server;
    private final StreamForm form;
    private final Predicate<RtmpUrl> oneSize;
    private final PushPolicy policy;
    private final FailureCounts failures = new FailureCounts();
    private final List<Push> pushes = new CopyOnWriteArrayList<>();

    /**
     * No pushes yet.
     *
     * @param server our own: what would only come back to it is not sent
     * @param form in which targets get streams
     * @param oneSize targets that end a stream whose pictures change their size
     * @param policy when to give up and when to try again
     */
    public Pushes(
            RtmpConnector connector,
            RtmpServer server,
            StreamForm form,
            Predicate<RtmpUrl> oneSize,
            PushPolicy policy) {
        this.connector = connector;
        this.server = server;
        this.form = form;
        this.oneSize = oneSize;
        this.policy = policy;
    }

    /**
     * Begins to publish a stream, until it ends or the push is closed.
     *
     * @param loop where its connections sit: the stream's own, so that nothing changes threads
     */
    public Push open(LiveStream stream, RtmpUrl target, EventLoop loop) {
        return open(stream, target, loop, PushTerms.of(FormWishes.NONE));
    }

    /** The same on terms of its own. */
    public Push open(LiveStream stream, RtmpUrl target, EventLoop loop, PushTerms terms) {
        var push = new Push(this, stream, target, loop, terms);
        pushes.add(push);
        push.start();
        return push;
    }

    /** Oldest first. */
    public List<Push> all() {
        return List.copyOf(pushes);
    }

    /** How often attempts and publishes have failed, by {@code RtmpFailure.label}. */
    public Map<String, Long> failures() {
        return failures.all();
    }

    FailureCounts counts() {
        return failures;
    }

    PushPolicy policy() {
        return policy;
    }

    RtmpConnector connector() {
        return connector;
    }

    RtmpServer server() {
        return server;
    }

    StreamForm formFor(RtmpUrl target, PushTerms terms) {
        StreamForm wished = form.with(terms.form());
        StreamForm heard =
                terms.sound() == null ? wished : replaceable(wished, terms, terms.sound());
        return oneSize.test(target) ? heard.with(heard.video().withOneSize()) : heard;
    }

    /** Sounds that may come in place of the stream's are AAC, so that is. */
    private static StreamForm replaceable(StreamForm wished, PushTerms terms, SoundSwitch sound) {
        boolean asIs = terms.opusAsItComes() || wished.opus() == Opus.EVERYBODY;
        return (asIs ? wished : wished.with(Opus.NOBODY)).with(sound);
    }

    /** Facebook: no settings change in mid-broadcast. */
    public static boolean isKnownForOneSize(RtmpUrl target) {
        String host = target.host().toLowerCase(Locale.ROOT);
        return host.equals("facebook.com") || host.endsWith(".facebook.com");
    }

    void remove(Push push) {
        if (pushes.remove(push)) {
            push.terms().over().run();
        }
    }

    @Override
    public void close() {
        pushes.forEach(Push::close);
    }
}
