package io.sipcast.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoop;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoopSeatTest {
    private final Loops loops = new Loops(2);

    @AfterEach
    void close() {
        loops.close();
    }

    @Test
    void aLoopTakesCallsUntilItIsFull() {
        EventLoop first = loops.mediaLoops().getFirst();
        int calls = 1;
        LoopSeat seat = loops.seat();
        for (; seat.loop().equals(first); calls++) {
            seat = loops.seat();
        }

        assertThat(calls).isGreaterThan(100);
        assertThat(seat.loop()).isSameAs(loops.mediaLoops().getLast());
    }

    @Test
    void itIsLeftOnce() {
        var left = new AtomicInteger();
        var seat = new LoopSeat(loops.mediaLoops().getFirst(), left::incrementAndGet);

        seat.close();
        seat.close();

        assertThat(left).hasValue(1);
    }
}
