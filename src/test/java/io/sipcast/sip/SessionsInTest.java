package io.sipcast.sip;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.bytes.Bytes;
import io.sipcast.sip.message.HeaderName;
import io.sipcast.sip.message.SipRequest;
import io.sipcast.sip.message.SipResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Session timers (RFC 4028) of calls that come in. */
class SessionsInTest {
    private static final Bytes ANSWER = World.bytes("v=0 ours");

    private final World world = new World(1);
    private final Caller caller = new Caller(world);

    @BeforeEach
    void open() {
        world.agent.open(TestReception.OPEN);
        world.arrived = arrival -> world.answer(arrival.call(), ANSWER);
    }

    @AfterEach
    void nothingIsLeft() {
        world.arrivals.forEach(arrival -> world.hangUp(arrival.call()));
        world.runToTheEnd();

        UserAgent.Counters counters = world.agent.counters();
        assertThat(counters.calls() + counters.transactions() + counters.timers()).isZero();
    }

    @Test
    void theCallersIntervalIsGranted() {
        SipResponse ok = answer(timed("600;refresher=uac"));

        assertThat(ok.headers().first(HeaderName.SESSION_EXPIRES)).isEqualTo("600;refresher=uac");
        assertThat(ok.require()).containsExactly("timer");
        assertThat(ok.supported()).contains("timer");
    }

    @Test
    void aCallerThatKnowsNothingOfTimersIsRefreshedByUs() {
        SipResponse ok = answer(caller.invite("studio"));
        assertThat(ok.headers().first(HeaderName.SESSION_EXPIRES)).isEqualTo("1800;refresher=uas");
        assertThat(ok.require()).isEmpty();
        world.run(Duration.ofMinutes(15));

        assertThat(caller.requests.stream().map(request -> request.method().name()))
                .containsExactly("INVITE", "ACK"); // no UPDATE: it has never said Allow
        SipRequest refresh = caller.requests.getFirst();
        assertThat(refresh.body()).isEqualTo(ANSWER);
        assertThat(refresh.to().tag()).isEqualTo("theirs");
    }

    @Test
    void aCallerThatDoesNotRefreshHasGone() {
        answer(timed("600;refresher=uac"));
        world.run(Duration.ofMinutes(10));

        assertThat(caller.requests.stream().map(request -> request.method().name()))
                .containsExactly("BYE");
        assertThat(world.eventsOf(world.arrivals.getFirst().call()))
                .endsWith(new CallEvent.Terminated(CallEvent.Termination.SESSION_EXPIRED));
    }

    @Test
    void anIntervalThatIsTooShortIsRefused() {
        SipRequest invite = timed("30");
        caller.send(invite);
        caller.send(caller.ack(invite));

        assertThat(caller.last(422).headers().first(HeaderName.MIN_SE)).isEqualTo("90");
        assertThat(world.arrivals).isEmpty();
        assertThat(world.turnedAway.getFirst().why())
                .isEqualTo("its session interval is too short");
    }

    @Test
    void noCallOfOursCanBeReplaced() {
        SipRequest invite =
                caller.invite("studio").with(HeaderName.REPLACES, "a;from-tag=b;to-tag=c");
        caller.send(invite);
        caller.send(caller.ack(invite));

        assertThat(caller.statuses()).containsExactly(481);
        assertThat(world.arrivals).isEmpty();
    }

    private SipRequest timed(String interval) {
        return caller.invite("studio")
                .with(HeaderName.SUPPORTED, "timer")
                .with(HeaderName.SESSION_EXPIRES, interval);
    }

    private SipResponse answer(SipRequest invite) {
        caller.send(invite);
        caller.send(caller.ack());
        return caller.last(200);
    }
}
