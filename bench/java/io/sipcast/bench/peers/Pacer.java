package io.sipcast.bench.peers;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Sends for all calls what is due, each millisecond: all of it with one flush of each socket. Calls
 * begin at different milliseconds of a packet's time, and at different times of a second with their
 * key frames, as strangers' calls do. On its loop but for what says otherwise.
 */
final class Pacer {
    private static final long TICK_NANOS = 1_000_000;
    private static final long PACKET_NANOS = 20_000_000;
    private static final long SECOND_NANOS = 1_000_000_000;

    /** Multiples of it, cut to one, spread evenly however many there are. */
    private static final double GOLDEN = 0.6180339887498949;

    private final EventLoop loop;
    private final List<PacketSocket> sockets;
    private final LatenessMeter lateness;
    private final List<SendingCall> calls = new ArrayList<>();
    private final ScheduledFuture<?> tick;
    private final long gridNanos = System.nanoTime();
    private int begun;

    Pacer(EventLoop loop, List<PacketSocket> sockets, LatenessMeter lateness) {
        this.loop = loop;
        this.sockets = List.copyOf(sockets);
        this.lateness = lateness;
        tick = loop.scheduleAtFixedRate(this::tick, TICK_NANOS, TICK_NANOS, TimeUnit.NANOSECONDS);
    }

    /** Begins within 20 ms. Any thread. */
    void add(SendingCall call) {
        loop.execute(() -> begin(call));
    }

    private void begin(SendingCall call) {
        double place = begun++ * GOLDEN % 1;
        long onGrid = (System.nanoTime() - gridNanos) / PACKET_NANOS * PACKET_NANOS;
        long phase = (long) (place * PACKET_NANOS) / TICK_NANOS * TICK_NANOS;
        long pictures = (long) (place * SECOND_NANOS) / TICK_NANOS * TICK_NANOS;
        call.begin(gridNanos + onGrid + PACKET_NANOS + phase, pictures);
        calls.add(call);
    }

    /** Any thread. */
    void remove(SendingCall call) {
        loop.execute(() -> {
            if (calls.remove(call)) {
                call.end();
            }
        });
    }

    private void tick() {
        long now = System.nanoTime();
        for (int i = 0; i < calls.size(); i++) {
            SendingCall call = calls.get(i);
            if (call.dueNanos() <= now) {
                call.send(now, lateness);
            }
        }
        for (int i = 0; i < sockets.size(); i++) {
            sockets.get(i).flush();
        }
    }

    /** Any thread. */
    void close() {
        tick.cancel(false);
        loop.execute(() -> {
            calls.forEach(SendingCall::end);
            calls.clear();
        });
    }
}
