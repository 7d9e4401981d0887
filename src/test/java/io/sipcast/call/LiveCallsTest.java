package io.sipcast.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.sipcast.live.Streams;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LiveCallsTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    /** Whoever reads both lists, one after the other, finds each call in one of them. */
    @Test
    void aCallIsLiveUntilItIsListedAmongThoseThatEnded() throws Exception {
        Streams hub = UnheardStream.hub();
        try (CallParts parts = new CallParts(false)) {
            LiveCalls calls = parts.calls(hub); // not closed: nobody answers the INVITE
            String callId = calls.start(Requests.toBob(), _ -> {});

            synchronized (calls) { // neither list changes
                calls.terminate(callId);
                await().pollInSameThread().atMost(LIMIT).until(() -> hub.all().isEmpty());
                await().pollInSameThread()
                        .during(Duration.ofMillis(200))
                        .atMost(LIMIT)
                        .until(() -> calls.live().size() == 1);
            }
            await().atMost(LIMIT).until(() -> !calls.ended().isEmpty());
            assertThat(calls.live()).isEmpty();
            assertThat(calls.ended()).extracting(CallInfo::callId).containsExactly(callId);
        }
    }

    /** Nobody was asked, so nobody is told to be out of reach. */
    @Test
    void aCallWithoutPortsForItsMediaSaysSo() throws Exception {
        try (CallParts parts = new CallParts(false)) {
            for (int i = 0; i < parts.ports.size(); i++) {
                parts.ports.take(System.nanoTime());
            }
            LiveCalls calls = parts.calls(UnheardStream.hub());
            calls.start(Requests.toBob(), _ -> {});
            await().atMost(LIMIT).until(() -> !calls.ended().isEmpty());

            CallInfo ended = calls.ended().getFirst();
            assertThat(ended.status()).isEqualTo(CallStatus.FAILED);
            assertThat(ended.sipStatus()).isEqualTo(503);
            assertThat(ended.end())
                    .isEqualTo(
                            new CallEnd.Unavailable(
                                    "all 50 RTP port pairs of rtp.ports 24500-24598 are in use"
                                            + " (0 rest after a call)"));
            calls.close();
        }
    }

    /** Not that its callId or its stream's name was in use. */
    @Test
    void whileTheGatewayShutsDownACallIsRefusedForNow() throws Exception {
        try (CallParts parts = new CallParts(false)) {
            LiveCalls calls = parts.calls(UnheardStream.hub());
            assertThat(calls.outlook()).isNull();
            calls.close();

            assertThat(calls.outlook()).hasMessage("The gateway is shutting down.");
            assertThatExceptionOfType(CallRefused.class)
                    .isThrownBy(() -> calls.start(Requests.toBob(), _ -> {}))
                    .withMessage("The gateway is shutting down.")
                    .satisfies(refused -> {
                        assertThat(refused.reason()).isEqualTo(CallRefused.Reason.FULL);
                        assertThat(refused.retryAfter()).isPositive();
                    });
            assertThat(calls.live()).isEmpty();
        }
    }
}
