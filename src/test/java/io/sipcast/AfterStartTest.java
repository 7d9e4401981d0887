package io.sipcast;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AfterStartTest {
    private final BlockingQueue<String> ran = new LinkedBlockingQueue<>();
    private final AfterStart afterStart =
            new AfterStart(task -> {
                ran.add("later");
                task.run();
            });

    @Test
    void runsNothingUntilTheStartIsOverAndThenAllInOrder() throws Exception {
        afterStart.execute(() -> ran.add("first on " + Thread.currentThread().getName()));
        afterStart.execute(() -> ran.add("second on " + Thread.currentThread().getName()));
        assertThat(ran).isEmpty();

        afterStart.over();

        assertThat(List.of(next(), next()))
                .isEqualTo(List.of("first on after-start", "second on after-start"));
    }

    @Test
    void whatFailsTakesNothingFromTheRest() throws Exception {
        afterStart.execute(() -> {
            throw new IllegalStateException("meant to fail");
        });
        afterStart.execute(() -> {
            throw new ExceptionInInitializerError("meant to fail");
        });
        afterStart.execute(() -> ran.add("the rest"));

        afterStart.over();

        assertThat(next()).isEqualTo("the rest");
    }

    @Test
    void whatComesLaterGoesWhereItWouldHaveGone() throws Exception {
        afterStart.over();
        afterStart.execute(() -> ran.add("now"));

        assertThat(List.of(next(), next())).isEqualTo(List.of("later", "now"));
    }

    private String next() throws InterruptedException {
        String next = ran.poll(10, TimeUnit.SECONDS);
        return next == null ? "nothing" : next;
    }
}
