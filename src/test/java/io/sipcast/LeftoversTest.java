package io.sipcast;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LeftoversTest {
    private final Queue<Runnable> later = new ArrayDeque<>();
    private final AtomicInteger collections = new AtomicInteger();
    private final Leftovers leftovers = new Leftovers(later::add, collections::incrementAndGet);

    @Test
    void areCollectedOnceTheyAreAsMuchAsWhatLives() {
        end(200, 101);
        assertThat(later).isEmpty();
        end(101, 100);
        assertThat(later).hasSize(1);
    }

    @Test
    void manyThatEndTogetherAreCollectedTogether() {
        end(200, 0);
        assertThat(later).hasSize(1);
        later.remove().run();
        assertThat(collections).hasValue(1);
        end(15, 0);
        assertThat(later).isEmpty();
    }

    @Test
    void aFewAreNotWorthIt() {
        end(15, 0);
        assertThat(later).isEmpty();
        end(1, 0);
        assertThat(later).hasSize(1);
    }

    @Test
    void whatComesAndGoesIsCollectedEachTimeAllHaveBeenReplaced() {
        for (int i = 0; i < 400; i++) {
            leftovers.ended(100);
            if (i % 100 == 99) {
                later.remove().run();
            }
        }
        assertThat(collections).hasValue(4);
    }

    private void end(int from, int to) {
        for (int live = from - 1; live >= to; live--) {
            leftovers.ended(live);
        }
    }
}
