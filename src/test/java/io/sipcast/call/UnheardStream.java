package io.sipcast.call;

import io.netty.channel.EventLoop;
import io.sipcast.live.LiveStream;
import io.sipcast.live.Publication;
import io.sipcast.live.StreamName;
import io.sipcast.live.Streams;

/** The stream of a call to which nobody listens: there is no encoder. */
final class UnheardStream {
    private UnheardStream() {}

    static LiveStream open(EventLoop loop, String name) throws Streams.NameTakenException {
        return hub().open(
                        StreamName.ofCall(name),
                        new Publication(loop, Publication.Audio.PCM, false, () -> {}));
    }

    /** A hub of such streams. */
    static Streams hub() {
        return new Streams(
                (_, _) -> {
                    throw new AssertionError("nobody listens");
                },
                Runnable::run,
                System::nanoTime);
    }
}
