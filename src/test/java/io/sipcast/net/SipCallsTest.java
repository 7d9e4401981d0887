package io.sipcast.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import io.sipcast.sip.Arrival;
import io.sipcast.sip.CallEvent;
import io.sipcast.sip.CallHandle;
import io.sipcast.sip.Output;
import io.sipcast.sip.Reception;
import io.sipcast.sip.message.NameAddr;
import io.sipcast.sip.message.Uri;
import io.sipcast.sip.route.IpAddress;
import io.sipcast.sip.route.Target;
import io.sipcast.sip.route.Transport;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class SipCallsTest implements SipDriver.CallListener {
    private static final CallHandle OURS = new CallHandle(1);
    private static final CallHandle THEIRS = new CallHandle(-1);
    private static final CallEvent BYE = new CallEvent.RemoteBye(null);

    private final Logger logger = (Logger) LoggerFactory.getLogger(SipCalls.class);
    private final SipCalls calls = new SipCalls();
    private final List<CallEvent> heard = new ArrayList<>();

    @BeforeEach
    void beQuiet() {
        logger.setAdditive(false); // what is meant to fail need not fill the log of the tests
    }

    @AfterEach
    void close() {
        logger.setAdditive(true);
    }

    @Override
    public void event(CallEvent event) {
        heard.add(event);
    }

    @Override
    public void trace(Output.Trace message) {}

    @Test
    void theClosingEventIsTheLast() {
        calls.add(OURS, this);
        calls.tell(OURS, new CallEvent.Trying());
        calls.tell(THEIRS, new CallEvent.Trying());
        calls.tell(OURS, BYE);
        calls.tell(OURS, new CallEvent.Trying());

        assertThat(heard).containsExactly(new CallEvent.Trying(), BYE);
    }

    @Test
    void whoTakesACallSaysWhoHearsOfIt() {
        calls.receiver(_ -> this);

        assertThat(calls.arrived(arrival())).isTrue();
        calls.tell(THEIRS, BYE);
        assertThat(heard).containsExactly(BYE);
    }

    @Test
    void aCallThatCannotBeTakenIsToBeRejected() {
        calls.receiver(_ -> {
            throw new IllegalStateException("a mistake of the test's");
        });

        assertThat(calls.arrived(arrival())).isFalse();
    }

    @Test
    void nobodyIsLetInBeforeSomebodyTakesCalls() {
        assertThatThrownBy(() -> calls.arrived(arrival()))
                .isInstanceOf(IllegalStateException.class);
    }

    private static Arrival arrival() {
        return new Arrival(
                THEIRS,
                new Reception.Entry(0, "studio", null),
                new Target(
                        Transport.UDP, Objects.requireNonNull(IpAddress.parse("192.0.2.1")), 5060),
                NameAddr.parse("From", "<sip:carol@example.net>;tag=x"),
                Uri.parse("sip:studio@192.0.2.2"),
                null);
    }
}
