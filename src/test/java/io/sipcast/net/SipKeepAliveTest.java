package io.sipcast.net;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sipcast.sip.route.Target;
import io.sipcast.sip.route.Transport;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Pings on connections of ours, with the clock put forward. */
@Timeout(30)
class SipKeepAliveTest {
    private static final Duration PAUSE = Duration.ofMinutes(2);

    private final SipEnd end =
            new SipEnd(SipTls.standard(), SipEnd.LOOPBACK, SipConnections.Limits.DEFAULT);
    private final ServerSocket listener;
    private Socket peer = new Socket();
    private long now = System.nanoTime();

    SipKeepAliveTest() throws IOException {
        listener = new ServerSocket(0, 5, SipEnd.LOOPBACK);
    }

    @BeforeEach
    void connect() throws IOException {
        end.send("request", target());
        peer = listener.accept();
        peer.setSoTimeout(8000);
        assertThat(read(7)).isEqualTo("request");
    }

    @AfterEach
    void close() throws IOException {
        end.close();
        peer.close();
        listener.close();
    }

    private Target target() {
        return new Target(Transport.TCP, Addresses.ip(SipEnd.LOOPBACK), listener.getLocalPort());
    }

    @Test
    void whoAnswersNoPingIsKept() throws IOException {
        pinged();
        after(Duration.ofSeconds(15));
        pinged();

        end.send("request", target());
        assertThat(read(7)).isEqualTo("request");
        assertThat(end.transports().counters().open()).isEqualTo(1);
    }

    @Test
    void whoStopsAnsweringIsGone() throws IOException {
        pinged();
        pong("one");
        pinged();
        after(Duration.ofSeconds(9));
        assertThat(end.transports().counters().open()).isEqualTo(1);

        after(Duration.ofSeconds(2));
        assertThat(peer.getInputStream().read()).isEqualTo(-1);
        assertThat(end.transports().counters().open()).isZero();
    }

    @Test
    void aPongIsNoHalfOfAPing() throws IOException {
        for (int i = 0; i < 3; i++) {
            pinged();
            pong("pong-" + i);
        }
        say("\r\n\r\n"); // and this is one, answered in turn
        assertThat(read(2)).isEqualTo("\r\n");
        say(SipEnd.options("TCP", "after"));
        assertThat(end.next().callId()).isEqualTo("after");
    }

    @Test
    void aConnectionThatPeersMadeIsNotPinged() throws IOException {
        try (var theirs = new Socket(SipEnd.LOOPBACK, end.transports().port())) {
            theirs.setSoTimeout(8000);
            theirs.getOutputStream().write(SipEnd.options("TCP", "one").getBytes(US_ASCII));
            assertThat(end.next().callId()).isEqualTo("one");
            after(PAUSE);
            after(Duration.ofMinutes(12));
            theirs.getOutputStream().write("\r\n\r\n".getBytes(US_ASCII));
            byte[] pong = theirs.getInputStream().readNBytes(2);
            assertThat(new String(pong, US_ASCII)).as("the first that came").isEqualTo("\r\n");
        }
    }

    @Test
    void onOursAnHourOfSilenceIsNoReasonToClose() throws IOException {
        after(Duration.ofMinutes(74));
        assertThat(end.transports().counters().open()).isEqualTo(1);

        after(Duration.ofMinutes(2));
        await().until(() -> end.transports().counters().open() == 0);
    }

    private void pinged() throws IOException {
        after(PAUSE);
        assertThat(read(4)).isEqualTo("\r\n\r\n");
    }

    private void after(Duration time) {
        now += time.toNanos();
        end.transports().sweep(now);
    }

    private void say(String text) throws IOException {
        peer.getOutputStream().write(text.getBytes(US_ASCII));
    }

    /** With a message behind it that shows that it has arrived. */
    private void pong(String callId) throws IOException {
        say("\r\n" + SipEnd.options("TCP", callId));
        assertThat(end.next().callId()).isEqualTo(callId);
    }

    private String read(int bytes) throws IOException {
        return new String(peer.getInputStream().readNBytes(bytes), US_ASCII);
    }
}
