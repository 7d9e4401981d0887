package io.sipcast.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.sdp.LocalMedia;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is seen and heard of a call, and what is left of it. */
class CallStreamTest {
    private final CallParts call = new CallParts(false);
    private final CallStream stream = call.stream;

    CallStreamTest() throws Exception {}

    @AfterEach
    void close() {
        call.close();
    }

    @Test
    void beginsWithTheFirstMediaAndLeavesNothing() throws Exception {
        LocalMedia ours = stream.open(CallParts.LOOPBACK, "127.0.0.1");
        assertThat(stream.begun()).isFalse();
        assertThat(status()).as("its target waits").isEqualTo("PENDING");

        var _ = call.talks.offer(ours, 1);
        var _ = call.talks.answered(200, CallParts.description(0, "sendrecv"));
        stream.hear(call.talks.agreed()); // early
        assertThat(stream.begun()).isTrue();
        assertThat(status()).isEqualTo("PUBLISHING");
        assertThat(stream.history()).isNull();

        stream.goLive(call.talks.agreed());
        stream.close();
        assertThat(stream.history()).isNotNull();
        isGone();
    }

    @Test
    void closesWithoutMedia() {
        stream.close();

        assertThat(stream.media()).isNull();
        isGone();
    }

    private void isGone() {
        assertThat(call.live.ended()).isTrue();
        assertThat(call.closedOutlets).containsExactly("push");
        assertThat(call.ports.inUse()).isZero();
    }

    private String status() {
        return call.report.info().destinations().getFirst().target().status();
    }
}
