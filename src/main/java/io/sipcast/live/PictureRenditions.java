package io.sipcast.live;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** The renditions of one stream's pictures. Safe for use by any thread. */
final class PictureRenditions {
    private final Track source;
    private final Fillers fillers;
    private final PictureRendition.Threads threads;
    private final PictureTranscoder.Factory factory;
    private final Map<H264Spec, PictureRendition> byKind = new HashMap<>(); // guarded by itself
    private final List<PictureRendition> running = new CopyOnWriteArrayList<>();
    private boolean ended; // guarded likewise

    PictureRenditions(
            Track source,
            Fillers fillers,
            PictureRendition.Threads threads,
            PictureTranscoder.Factory factory) {
        this.source = source;
        this.fillers = fillers;
        this.threads = threads;
        this.factory = factory;
    }

    /** The one of this kind, begun if there was none; {@link #release} it. */
    PictureRendition retain(H264Spec spec) {
        synchronized (byKind) {
            PictureRendition rendition = byKind.get(spec);
            if (rendition == null) {
                rendition = new PictureRendition(spec, source, threads, factory);
                if (!ended) {
                    rendition.fill(fillers.open(rendition.track(), rendition::requestKeyFrame));
                    byKind.put(spec, rendition);
                    running.add(rendition);
                    rendition.wake();
                }
            }
            rendition.retain();
            return rendition;
        }
    }

    void release(PictureRendition rendition) {
        synchronized (byKind) {
            if (rendition.release() && byKind.remove(rendition.spec(), rendition)) {
                stop(rendition);
            }
        }
    }

    /** The source has a picture more. */
    void wake() {
        for (PictureRendition rendition : running) {
            rendition.wake();
        }
    }

    void forgetBefore(long dtsNanos) {
        for (PictureRendition rendition : running) {
            rendition.track().forgetBefore(dtsNanos);
        }
    }

    /** The stream has ended. */
    void end() {
        synchronized (byKind) {
            ended = true;
            byKind.values().forEach(this::stop);
            byKind.clear();
        }
    }

    List<PictureRendition> running() {
        return List.copyOf(running);
    }

    private void stop(PictureRendition rendition) {
        running.remove(rendition);
        Filler filler = rendition.filler();
        if (filler != null) {
            fillers.close(filler);
        }
        rendition.stop();
    }
}
