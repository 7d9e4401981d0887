package io.sipcast;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StreamPartsTest {
    /** A stream's loop or a worker itself may ask for more while the gateway closes. */
    @Test
    void whatPictureWorkersAreAskedForOnceClosedIsForNobody() {
        var done = new AtomicInteger();
        ExecutorService workers = StreamParts.pictureWorkers();
        workers.execute(done::incrementAndGet);
        workers.close();

        workers.execute(done::incrementAndGet);
        assertThat(done).hasValue(1);
    }
}
