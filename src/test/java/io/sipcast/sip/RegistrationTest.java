package io.sipcast.sip;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.sip.message.HeaderName;
import io.sipcast.sip.message.Method;
import io.sipcast.sip.message.NameAddr;
import io.sipcast.sip.message.SipRequest;
import io.sipcast.sip.message.SipResponse;
import io.sipcast.sip.request.Failure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RegistrationTest {
    private final World world = new World(1);
    private final Callee registrar = new Callee(world, Plan.answering());
    private final List<Long> times = new ArrayList<>();
    private long grantedSeconds = 3600;
    private boolean bound;

    RegistrationTest() {
        registrar.gate = this::register;
    }

    @AfterEach
    void nothingIsLeft() {
        world.registrationEvents.keySet().forEach(world::release);
        world.runToTheEnd();

        UserAgent.Counters counters = world.agent.counters();
        assertThat(counters.registrations() + counters.transactions() + counters.timers()).isZero();
        assertThat(counters.logins()).isZero();
    }

    @Test
    void registersAndRemovesItself() {
        RegistrationHandle handle = world.register(600);
        world.run(Duration.ofSeconds(1));
        assertThat(bound).isTrue();
        world.release(handle);
        world.run(Duration.ofSeconds(1));

        assertThat(bound).isFalse();
        assertThat(world.eventsOf(handle))
                .containsExactly(
                        new RegistrationEvent.Registered(600), new RegistrationEvent.Released());
        SipRequest first = world.requests("REGISTER").getFirst();
        assertThat(first.uri().print()).isEqualTo("sip:example.com");
        assertThat(first.to().print()).isEqualTo("<sip:alice@example.com>");
        assertThat(first.contacts().getFirst().print()).isEqualTo("<sip:alice@192.0.2.1:5060>");
        assertThat(world.requests("REGISTER").stream().map(r -> r.expires().orElse(-1)))
                .containsExactly(600L, 0L);
        assertThat(world.requests("REGISTER").stream().map(SipRequest::callId).distinct())
                .hasSize(1);
    }

    @Test
    void refreshesInTimeForAWholeDay() {
        grantedSeconds = 120;
        RegistrationHandle handle = world.register(3600);
        world.loss = 0.1;
        world.run(Duration.ofDays(1));
        world.loss = 0;

        List<RegistrationEvent> events = world.eventsOf(handle);
        assertThat(events).containsOnly(new RegistrationEvent.Registered(120));
        assertThat(events).hasSizeBetween(86_400 / 108, 86_400 / 90 + 1);
        for (int i = 1; i < times.size(); i++) {
            assertThat(times.get(i) - times.get(i - 1)).isLessThan(120_000);
        }
        assertThat(world.requests("REGISTER").stream().map(r -> r.cseq().number()).distinct())
                .hasSize(events.size());
    }

    @Test
    void isSharedByAllWhoWantTheSame() {
        RegistrationHandle first = world.register(600);
        RegistrationHandle second = world.register(600);
        world.run(Duration.ofSeconds(1));
        RegistrationHandle third = world.register(600);
        assertThat(world.requests("REGISTER")).hasSize(1);
        world.release(first);
        world.release(third);
        world.run(Duration.ofSeconds(1));
        assertThat(bound).isTrue();
        world.release(second);
        world.run(Duration.ofSeconds(1));

        assertThat(bound).isFalse();
        assertThat(world.requests("REGISTER")).hasSize(2);
        for (RegistrationHandle handle : List.of(first, second, third)) {
            assertThat(world.eventsOf(handle))
                    .containsExactly(
                            new RegistrationEvent.Registered(600),
                            new RegistrationEvent.Released());
        }
    }

    @Test
    void whoComesWhileItIsRemovedFindsItMadeAgain() {
        RegistrationHandle first = world.register(600);
        world.run(Duration.ofSeconds(1));
        world.release(first);
        RegistrationHandle second = world.register(600);
        world.run(Duration.ofSeconds(1));

        assertThat(bound).isTrue();
        assertThat(world.eventsOf(second)).containsExactly(new RegistrationEvent.Registered(600));
        assertThat(world.requests("REGISTER").stream().map(r -> r.expires().orElse(-1)))
                .containsExactly(600L, 0L, 600L);
    }

    @Test
    void whoLeavesBeforeItIsMadeLeavesNothing() {
        RegistrationHandle handle = world.register(600);
        world.release(handle);
        world.run(Duration.ofSeconds(1));

        assertThat(bound).isFalse();
        assertThat(world.eventsOf(handle)).containsExactly(new RegistrationEvent.Released());
    }

    @Test
    void asksForLongerWhenTheRegistrarWantsThat() {
        registrar.gate =
                request ->
                        request.expires().orElse(0) < 1800 && request.expires().orElse(0) > 0
                                ? SipResponse.to(request, 423).with(HeaderName.MIN_EXPIRES, "1800")
                                : register(request);
        RegistrationHandle handle = world.register(60);
        world.run(Duration.ofMinutes(29));

        assertThat(world.eventsOf(handle))
                .containsOnly(new RegistrationEvent.Registered(1800))
                .hasSize(2);
        assertThat(world.requests("REGISTER").stream().map(r -> r.expires().orElse(-1)))
                .containsExactly(60L, 1800L, 1800L);
    }

    @Test
    void aRegistrarThatWantsTheSameOverAndOverIsRefused() {
        registrar.gate =
                request -> SipResponse.to(request, 423).with(HeaderName.MIN_EXPIRES, "1800");
        RegistrationHandle handle = world.register(60);
        world.run(Duration.ofSeconds(1));

        assertThat(world.eventsOf(handle))
                .containsExactly(
                        new RegistrationEvent.Failed(
                                new Failure.Rejected(423, "Interval Too Brief")));
    }

    @Test
    void aFirstFailureIsFinal() {
        registrar.gate = request -> SipResponse.to(request, 403);
        RegistrationHandle handle = world.register(60);
        world.run(Duration.ofMinutes(5));

        assertThat(world.eventsOf(handle))
                .containsExactly(
                        new RegistrationEvent.Failed(new Failure.Rejected(403, "Forbidden")));
        assertThat(world.requests("REGISTER")).hasSize(1);
        assertThat(world.agent.counters().registrations()).isZero();
    }

    @Test
    void aLaterFailureIsTriedAgain() {
        RegistrationHandle handle = world.register(60);
        world.run(Duration.ofSeconds(10));
        world.refusing.add(World.SERVER);
        world.run(Duration.ofSeconds(60));
        world.refusing.clear();
        world.run(Duration.ofSeconds(60));

        List<RegistrationEvent> events = world.eventsOf(handle);
        assertThat(lost(events.get(1)).why())
                .isEqualTo(new Failure.Unreachable("udp:198.51.100.5:5060"));
        assertThat(lost(events.get(1)).retryAfter())
                .isBetween(Duration.ofMillis(2500), Duration.ofSeconds(5));
        assertThat(lost(events.get(2)).retryAfter())
                .isBetween(Duration.ofSeconds(5), Duration.ofSeconds(10));
        assertThat(events).last().isEqualTo(new RegistrationEvent.Registered(60));
    }

    @Test
    void theTimeGrantedToOthersIsNotOurs() {
        registrar.gate =
                request -> {
                    SipResponse ok = SipResponse.to(request, 200);
                    String ours = request.contacts().getFirst().print();
                    return ok.withHeaders(
                            ok.headers()
                                    .plus(HeaderName.CONTACT, "<sip:x@10.0.0.1>;expires=5")
                                    .plus(HeaderName.CONTACT, ours + ";expires=77"));
                };
        RegistrationHandle handle = world.register(600);
        world.run(Duration.ofSeconds(10));

        assertThat(world.eventsOf(handle)).containsExactly(new RegistrationEvent.Registered(77));
    }

    private static RegistrationEvent.Lost lost(RegistrationEvent event) {
        return (RegistrationEvent.Lost) event;
    }

    /** Grants what is asked for, up to its own limit. */
    private @Nullable SipResponse register(SipRequest request) {
        if (!request.method().equals(Method.REGISTER)) {
            return null;
        }
        long seconds = Math.min(grantedSeconds, request.expires().orElse(grantedSeconds));
        times.add(Duration.ofNanos(world.nowNanos()).toMillis());
        bound = seconds > 0;
        SipResponse ok = SipResponse.to(request, 200);
        NameAddr contact = request.contacts().getFirst();
        return bound
                ? ok.with(
                        HeaderName.CONTACT,
                        contact.withParam("expires", Long.toString(seconds)).print())
                : ok;
    }
}
