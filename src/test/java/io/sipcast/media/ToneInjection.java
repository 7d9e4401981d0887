package io.sipcast.media;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** A tone in blocks of 10 ms, and pictures as a test puts them in. */
final class ToneInjection implements Injection {
    private final String name;
    private final int hz;
    private final int sampleRateHz;
    private final boolean exact;
    private long left;
    private long position;

    final Queue<Shown> pictures = new ArrayDeque<>();
    int keyFramesAsked;
    boolean closed;

    ToneInjection(String name, int hz, int sampleRateHz, boolean exact, long millis) {
        this.name = name;
        this.hz = hz;
        this.sampleRateHz = sampleRateHz;
        this.exact = exact;
        this.left = millis / 10;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public @Nullable Pcm sound(long nowNanos) {
        if (left == 0) {
            return null;
        }
        left--;
        int count = sampleRateHz / 100;
        short[] samples = ToneMeter.tone(hz, 10_000, sampleRateHz, position, count);
        long start = position / count * 10_000_000L;
        position += count;
        return new Pcm(start, start + 10_000_000L, sampleRateHz, samples);
    }

    @Override
    public boolean exact() {
        return exact;
    }

    @Override
    public @Nullable Shown picture(long nowNanos) {
        Shown next = pictures.peek();
        return next != null && next.atNanos() <= nowNanos ? pictures.remove() : null;
    }

    @Override
    public void requestKeyFrame(long nowNanos) {
        keyFramesAsked++;
    }

    @Override
    public boolean ended() {
        return left == 0 && pictures.isEmpty();
    }

    @Override
    public void close() {
        closed = true;
    }
}
