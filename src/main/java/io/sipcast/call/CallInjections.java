package io.sipcast.call;

import io.sipcast.inject.FileSound;
import io.sipcast.inject.InjectionRefused;
import io.sipcast.inject.SoundFolder;
import io.sipcast.inject.StreamInjection;
import io.sipcast.live.LiveStream;
import io.sipcast.live.Streams;
import io.sipcast.media.Injection;
import org.jspecify.annotations.Nullable;

/** Makes callees hear and see files and streams. Safe for use by any thread; may wait. */
final class CallInjections {
    private static final String CALL_ID = "callId";
    private static final String STREAM_NAME = "streamName";

    private final Streams streams;
    private final SoundFolder sounds;

    CallInjections(Streams streams, SoundFolder sounds) {
        this.streams = streams;
        this.sounds = sounds;
    }

    /** Plays a file once, in place of what is injected. */
    void sound(@Nullable Call call, String fileName) throws InjectionRefused {
        CallMedia media = mediaOf(call);
        Ear ear = earOf(media);
        refuseWithoutSound(ear);
        inject(media, FileSound.open(sounds.find(fileName), fileName, ear.sampleRateHz()));
    }

    /** Passes a stream on, in place of what is injected. */
    void stream(@Nullable Call call, String streamName) throws InjectionRefused {
        CallMedia media = mediaOf(call);
        LiveStream stream = find(streamName);
        if (call != null && call.publishes(stream)) {
            throw InjectionRefused.conflict(
                    STREAM_NAME,
                    "The callee would hear itself: " + stream.name() + " is this call's own.");
        }
        Ear ear = earOf(media);
        if (!ear.pictures()) {
            refuseWithoutSound(ear);
        }
        inject(media, new StreamInjection(stream));
    }

    /** Silence again, if anything is injected. */
    void end(@Nullable Call call) throws InjectionRefused {
        if (!mediaOf(call).endInjection()) {
            throw InjectionRefused.notFound(CALL_ID, "Nothing is injected into this call.");
        }
    }

    private static CallMedia mediaOf(@Nullable Call call) throws InjectionRefused {
        if (call == null || call.state().status().ended()) {
            throw InjectionRefused.notFound(CALL_ID, "There is no live call with this callId.");
        }
        CallMedia media = call.answeredMedia();
        if (media == null) {
            throw InjectionRefused.conflict(CALL_ID, "This call is not answered yet.");
        }
        return media;
    }

    private static Ear earOf(CallMedia media) throws InjectionRefused {
        Ear ear = media.ear();
        if (ear == null) {
            throw gone();
        }
        return ear;
    }

    /**
     * Neither a call without sound nor a codec that is only decoded here lets anything be heard.
     */
    static void refuseWithoutSound(Ear ear) throws InjectionRefused {
        if (!ear.sound()) {
            throw InjectionRefused.conflict(CALL_ID, "This call has no sound.");
        }
        if (ear.sampleRateHz() == 0) {
            throw InjectionRefused.conflict(
                    CALL_ID,
                    "The callee takes "
                            + ear.codec()
                            + ", which this server can only decode: it hears nothing but silence.");
        }
    }

    private static void inject(CallMedia media, Injection injection) throws InjectionRefused {
        if (!media.inject(injection)) {
            injection.close();
            throw gone();
        }
    }

    private static InjectionRefused gone() {
        return InjectionRefused.notFound(CALL_ID, "The call has ended.");
    }

    private LiveStream find(String streamName) throws InjectionRefused {
        try {
            return streams.find(streamName)
                    .orElseThrow(() ->
                            InjectionRefused.notFound(
                                    STREAM_NAME, "There is no stream " + streamName + "."));
        } catch (IllegalArgumentException e) {
            throw InjectionRefused.badField(STREAM_NAME, "streamName: " + e.getMessage() + ".");
        }
    }
}
