package io.sipcast;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LeftoversTest {
    private final Queue<Runnable> later = new ArrayDeque<>();
    private final AtomicInteger collections = new AtomicInteger();
    private final Leftovers leftovers =
            new Leftovers((_, task) -> later.add(task), collections::incrementAndGet);

    @Test
    void areCollectedTwiceOnceTheyAreAsMuchAsWhatLives() {
        end(200, 101);
        assertThat(later).isEmpty();
        end(101, 100);
        runLater();
        assertThat(collections).hasValue(2);
    }

    @Test
    void manyThatEndTogetherAreCollectedTogether() {
        end(200, 0);
        runLater();
        assertThat(collections).hasValue(2);
        end(15, 0);
        assertThat(later).isEmpty();
    }

    @Test
    void aFewAreNotWorthIt() {
        end(15, 0);
        assertThat(later).isEmpty();
        leftovers.ended(0);
        assertThat(later).isNotEmpty();
    }

    @Test
    void whatComesAndGoesIsCollectedEachTimeAllHaveBeenReplaced() {
        for (int i = 0; i < 400; i++) {
            leftovers.ended(100);
            if (i % 100 == 99) {
                runLater();
            }
        }
        assertThat(collections).hasValue(8);
    }

    private void runLater() {
        while (!later.isEmpty()) {
            later.remove().run();
        }
    }

    private void end(int from, int to) {
        for (int live = from - 1; live >= to; live--) {
            leftovers.ended(live);
        }
    }
}
