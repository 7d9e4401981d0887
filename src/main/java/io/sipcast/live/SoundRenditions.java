package io.sipcast.live;

import io.sipcast.media.Pcm;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/** What is made of the samples of one stream, shared by all who want the same. Any thread. */
final class SoundRenditions implements SoundChoice.Renditions {
    private final Past<Pcm> samples;
    private final Executor loop;
    private final LongSupplier from;
    private final Runnable told;
    private final Runnable wanted;
    private final Streams.Services services;
    private final Map<SoundSpec, Rendition> renditions = new HashMap<>(); // guarded by itself
    private final List<Rendition> running = new CopyOnWriteArrayList<>();
    private volatile CallSound sound = CallSound.UNKNOWN;

    /**
     * Nothing is made yet.
     *
     * @param loop the stream's
     * @param from the stream time where a rendition begins, asked for on the loop
     * @param told see {@link Rendition}
     * @param wanted asks for samples of what has come so far, on the loop
     */
    SoundRenditions(
            Past<Pcm> samples,
            Executor loop,
            LongSupplier from,
            Runnable told,
            Runnable wanted,
            Streams.Services services) {
        this.samples = samples;
        this.loop = loop;
        this.from = from;
        this.told = told;
        this.wanted = wanted;
        this.services = services;
    }

    @Override
    public CallSound sound() {
        return sound;
    }

    /** What a call's sound will be, as was agreed. */
    void expect(CallSound agreed) {
        sound = agreed;
        told.run();
    }

    /** There is another block. On the loop. */
    void added(Pcm block) {
        CallSound before = sound;
        if (block.packet() != null) {
            sound = CallSound.OPUS;
        } else if (before == CallSound.UNKNOWN) {
            sound = CallSound.OTHER;
        }
        for (Rendition rendition : running) {
            rendition.run();
        }
        if (before == CallSound.UNKNOWN) {
            told.run();
        }
    }

    @Override
    public Rendition retain(SoundSpec spec) {
        synchronized (renditions) {
            Rendition rendition = renditions.get(spec);
            if (rendition == null) {
                rendition = new Rendition(spec, samples, loop, told, services);
                renditions.put(spec, rendition);
                start(rendition);
            }
            rendition.retain();
            return rendition;
        }
    }

    private void start(Rendition rendition) {
        running.add(rendition);
        loop.execute(() -> {
            wanted.run();
            rendition.start(from.getAsLong());
        });
    }

    /** Whether there are none. */
    boolean isEmpty() {
        return running.isEmpty();
    }

    @Override
    public void release(Rendition rendition) {
        synchronized (renditions) {
            if (rendition.release() && renditions.remove(rendition.spec(), rendition)) {
                stop(rendition);
            }
        }
    }

    private void stop(Rendition rendition) {
        running.remove(rendition);
        loop.execute(rendition::stop);
    }

    /** On the loop. */
    void forgetBefore(long dtsNanos) {
        for (Rendition rendition : running) {
            rendition.track().forgetBefore(dtsNanos);
        }
    }

    void end() {
        synchronized (renditions) {
            renditions.values().forEach(this::stop);
            renditions.clear();
        }
    }
}
