package io.sipcast.net;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import io.sipcast.bytes.Bytes;
import io.sipcast.sip.Account;
import io.sipcast.sip.CallHandle;
import io.sipcast.sip.OutgoingCall;
import io.sipcast.sip.Output;
import io.sipcast.sip.Settings;
import io.sipcast.sip.UserAgent;
import io.sipcast.sip.message.SipUri;
import io.sipcast.sip.route.Endpoint;
import io.sipcast.sip.route.IpAddress;
import io.sipcast.sip.route.Target;
import io.sipcast.sip.route.Transport;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The engine on its loop, with hands that only note what it wants. */
class SipEngineTest implements SipEngine.Hands {
    private static final IpAddress IP = Objects.requireNonNull(IpAddress.parse("192.0.2.1"));
    private static final Bytes SDP = Bytes.copyOf("v=0\r\n".getBytes(US_ASCII));

    private final Logger logger = (Logger) LoggerFactory.getLogger(SipEngine.class);
    private final BlockingQueue<String> sent = new LinkedBlockingQueue<>();
    private final Loops loops = new Loops(1);
    private final SipEngine engine =
            new SipEngine(
                    loops.sip(),
                    new UserAgent(
                            Settings.DEFAULT,
                            _ -> new Endpoint(IP, 5060),
                            new Random(1),
                            System.nanoTime()),
                    this);
    private volatile boolean fail;

    @BeforeEach
    void beQuiet() {
        logger.setAdditive(false); // what is meant to fail need not fill the log of the tests
    }

    @AfterEach
    void close() {
        engine.close();
        loops.close();
        logger.setAdditive(true);
    }

    @Override
    public void carryOut(Output output) {
        if (output instanceof Output.Send(var packet)) {
            sent.add(new String(packet.bytes(), US_ASCII).lines().findFirst().orElseThrow());
            if (fail) {
                throw new IllegalStateException("a mistake of the test's");
            }
        }
    }

    @Override
    public void done() {}

    @Override
    public void tick(long nowNanos) {}

    @Test
    void itsTimerWakesItUp() throws Exception {
        invite(1);

        assertThat(next()).isEqualTo("INVITE sip:1@192.0.2.1 SIP/2.0");
        assertThat(next()).as("again after 500 ms").isEqualTo("INVITE sip:1@192.0.2.1 SIP/2.0");
    }

    @Test
    void aMistakeCostsOneCommand() throws Exception {
        engine.perform((_, _) -> {
            throw new IllegalStateException("a mistake of the test's");
        });
        invite(1);

        assertThat(next()).isEqualTo("INVITE sip:1@192.0.2.1 SIP/2.0");
    }

    @Test
    void anOutputThatCannotBeDoneCostsNoOther() throws Exception {
        fail = true;
        engine.perform((agent, now) -> {
            agent.invite(order(1), now);
            agent.invite(order(2), now);
        });

        assertThat(next()).isEqualTo("INVITE sip:1@192.0.2.1 SIP/2.0");
        assertThat(next()).isEqualTo("INVITE sip:2@192.0.2.1 SIP/2.0");
        assertThat(engine.ask(UserAgent::counters).calls()).isEqualTo(2);
    }

    private void invite(int call) {
        engine.perform((agent, now) -> agent.invite(order(call), now));
    }

    private static OutgoingCall order(int call) {
        return new OutgoingCall(
                new CallHandle(call),
                new Account("alice", "alice", null, "example.net", 0, null),
                SipUri.parse("sip:" + call + "@192.0.2.1"),
                List.of(new Target(Transport.UDP, IP, 5060)),
                SDP,
                List.of());
    }

    private String next() throws InterruptedException {
        return Objects.requireNonNull(sent.poll(5, TimeUnit.SECONDS), "nothing was sent");
    }
}
