package io.sipcast.sip;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.sip.RegistrationState.Phase;
import io.sipcast.sip.message.HeaderName;
import io.sipcast.sip.message.Headers;
import io.sipcast.sip.message.Method;
import io.sipcast.sip.message.SipRequest;
import io.sipcast.sip.message.Via;
import io.sipcast.sip.request.Failure;
import io.sipcast.sip.route.NextHop;
import io.sipcast.sip.route.Target;
import io.sipcast.sip.route.Transport;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The registrar goes away and comes back; those who share a registration come and go meanwhile. */
class RegistrationLossTest {
    private static final Target TCP = World.SERVER.over(Transport.TCP);
    private static final Target OTHER = new Target(Transport.UDP, World.ip("198.51.100.6"), 5060);
    private static final RegistrationEvent REGISTERED = new RegistrationEvent.Registered(60);

    private final World world = new World(1);
    private final Registrar registrar = new Registrar(world);

    RegistrationLossTest() {
        registrar.grantsSeconds = 60;
    }

    @AfterEach
    void nothingIsLeft() {
        world.refusing.clear();
        world.registrationEvents.keySet().forEach(world::release);
        world.runToTheEnd();

        UserAgent.Counters counters = world.agent.counters();
        assertThat(counters.registrations() + counters.transactions() + counters.timers()).isZero();
        assertThat(counters.logins()).isZero();
    }

    private RegistrationHandle registered() {
        RegistrationHandle handle = world.register(600);
        world.run(Duration.ofSeconds(1));
        return handle;
    }

    private void silent(boolean gone) {
        world.loss = gone ? 1 : 0;
    }

    private RegistrationState state() {
        return world.agent.registrations().getFirst();
    }

    @Test
    void retriesBackOffFromSecondsToAMinute() {
        RegistrationHandle handle = registered();
        world.refusing.add(World.SERVER);
        world.run(Duration.ofHours(1));

        List<Duration> pauses =
                world.eventsOf(handle).stream()
                        .filter(event -> event instanceof RegistrationEvent.Lost)
                        .map(event -> ((RegistrationEvent.Lost) event).retryAfter())
                        .toList();
        for (int i = 0; i < pauses.size(); i++) {
            Duration whole = Duration.ofSeconds(Math.min(60, 5L << Math.min(i, 10)));
            assertThat(pauses.get(i)).isBetween(whole.dividedBy(2), whole);
        }
        assertThat(pauses.size()).isBetween(60, 90);
        assertThat(pauses.stream().distinct()).as("jitter").hasSizeGreaterThan(50);
        assertThat(state().phase()).isEqualTo(Phase.LOST);
        assertThat(state().reason()).isEqualTo("udp:198.51.100.5:5060 cannot be reached");
        assertThat(state().contact()).as("it has run out").isNull();
        assertThat(state().expiresAtNanos()).isEmpty();
        assertThat(state().nextTryAtNanos()).isPresent();
    }

    @Test
    void whenTheNetworkIsBackItIsRegisteredWithinAMinute() {
        RegistrationHandle handle = registered();
        silent(true);
        world.run(Duration.ofHours(2));
        assertThat(state().phase()).isEqualTo(Phase.LOST);
        assertThat(state().reason()).isEqualTo("no answer from udp:198.51.100.5:5060");
        silent(false);
        world.run(Duration.ofSeconds(61));

        assertThat(state().phase()).isEqualTo(Phase.REGISTERED);
        assertThat(state().sinceNanos()).isGreaterThan(Duration.ofHours(2).toNanos());
        assertThat(world.eventsOf(handle)).last().isEqualTo(REGISTERED);
    }

    @Test
    void aMessageFromThereIsASignThatItIsBack() {
        registered();
        world.refusing.add(World.SERVER);
        world.run(Duration.ofMinutes(20));
        long next = state().nextTryAtNanos().orElseThrow();
        long failedBefore = Duration.ofNanos(next - world.nowNanos()).toSeconds();
        world.run(Duration.ofSeconds(Math.max(0, failedBefore - 20)));
        world.refusing.clear();
        world.send(options(), World.SERVER);
        world.run(Duration.ofSeconds(1));

        assertThat(world.nowNanos()).isLessThan(next);
        assertThat(state().phase()).isEqualTo(Phase.REGISTERED);
    }

    @Test
    void signsOfLifeMakeNoStorm() {
        registered();
        world.refusing.add(World.SERVER);
        world.run(Duration.ofSeconds(60));
        int before = world.requests("REGISTER").size();
        for (int i = 0; i < 600; i++) {
            world.send(options(), World.SERVER);
            world.run(Duration.ofMillis(100));
        }

        assertThat(world.requests("REGISTER").size() - before).isBetween(8, 13);
    }

    private SipRequest options() {
        SipRequest register = world.requests("REGISTER").getLast();
        Headers headers =
                Headers.builder()
                        .add(HeaderName.VIA, Via.of("UDP", "198.51.100.5", 5060, branch()).print())
                        .add(HeaderName.MAX_FORWARDS, "70")
                        .add(HeaderName.FROM, "<sip:example.com>;tag=1")
                        .add(HeaderName.TO, register.to().print())
                        .add(HeaderName.CALL_ID, branch())
                        .add(HeaderName.CSEQ, "1 OPTIONS")
                        .build();
        return SipRequest.of(Method.OPTIONS, World.ALICE.uri(), headers);
    }

    private String branch() {
        return Via.MAGIC_COOKIE + Long.toHexString(world.random.nextLong());
    }

    @Test
    void aCallGoesOnWhenItsRegistrationIsLost() {
        registered();
        CallHandle call = world.call("sip:bob@example.com");
        world.run(Duration.ofSeconds(5));
        registrar.first = request -> Registrar.refusal(request, 503);
        world.run(Duration.ofMinutes(30));
        assertThat(state().phase()).isEqualTo(Phase.LOST);
        assertThat(world.eventsOf(call)).last().isInstanceOf(CallEvent.Answered.class);

        world.hangUp(call);
        world.run(Duration.ofSeconds(1));
        assertThat(registrar.callee.leg().byeReceived).isTrue();
    }

    @Test
    void whoJoinsALostOneIsTriedForAtOnce() {
        registered();
        world.refusing.add(World.SERVER);
        world.run(Duration.ofMinutes(10));
        assertThat(state().nextTryAtNanos()).isPresent();
        world.refusing.clear();
        RegistrationHandle second = world.register(600);
        assertThat(world.eventsOf(second)).as("neither failed nor registered").isEmpty();
        world.run(Duration.ofMillis(50));

        assertThat(world.eventsOf(second)).containsExactly(REGISTERED);
    }

    @Test
    void whoJoinsALostOneInVainFailsAlone() {
        RegistrationHandle first = registered();
        silent(true);
        world.run(Duration.ofMinutes(10));
        RegistrationHandle second = world.register(600);
        world.run(Duration.ofSeconds(33));
        assertThat(world.eventsOf(second))
                .containsExactly(
                        new RegistrationEvent.Failed(
                                new Failure.TimedOut("udp:198.51.100.5:5060")));
        silent(false);
        world.run(Duration.ofSeconds(61));

        assertThat(world.eventsOf(first)).last().isEqualTo(REGISTERED);
        assertThat(state().users()).containsExactly(first);
    }

    @Test
    void whoJoinsAnExpiredOneWaitsForItsRefresh() {
        registered();
        world.jump(Duration.ofHours(3));
        RegistrationHandle second = world.register(600);
        assertThat(world.eventsOf(second)).isEmpty();
        world.run(Duration.ofSeconds(1));

        assertThat(world.eventsOf(second)).containsExactly(REGISTERED);
        assertThat(world.requests("REGISTER")).hasSize(2);
    }

    @Test
    void theLastOneToLeaveALostOneWaitsForNothing() {
        RegistrationHandle handle = registered();
        silent(true);
        world.run(Duration.ofMinutes(10));
        runUntilAtRest();
        int sent = world.requests("REGISTER").size();
        world.release(handle);

        assertThat(world.eventsOf(handle)).last().isEqualTo(new RegistrationEvent.Released());
        assertThat(world.requests("REGISTER")).as("it has run out anyhow").hasSize(sent);
        silent(false);
    }

    private void runUntilAtRest() {
        while (state().nextTryAtNanos().isEmpty()) {
            world.run(Duration.ofMillis(100));
        }
    }

    private void runUntilUnderWay() {
        while (state().nextTryAtNanos().isPresent()) {
            world.run(Duration.ofMillis(100));
        }
    }

    @Test
    void leavingWhileARefreshIsUnderWayRemovesItAfterwards() {
        RegistrationHandle handle = registered();
        world.shortest = Duration.ofMillis(400);
        world.longest = world.shortest;
        runUntilUnderWay();
        world.release(handle);
        assertThat(state().phase()).isEqualTo(Phase.UNREGISTERING);
        assertThat(world.eventsOf(handle)).doesNotContain(new RegistrationEvent.Released());
        world.run(Duration.ofSeconds(3));

        assertThat(registrar.alice()).isEmpty();
        assertThat(world.eventsOf(handle)).last().isEqualTo(new RegistrationEvent.Released());
        assertThat(world.agent.registrations()).isEmpty();
    }

    @Test
    void whoComesWhileTheLastOneLeavesDuringARefreshKeepsIt() {
        RegistrationHandle first = registered();
        world.shortest = Duration.ofMillis(400);
        world.longest = world.shortest;
        runUntilUnderWay();
        world.release(first);
        RegistrationHandle second = world.register(600);
        world.run(Duration.ofSeconds(3));

        assertThat(world.eventsOf(second)).contains(REGISTERED);
        assertThat(world.eventsOf(first)).last().isEqualTo(new RegistrationEvent.Released());
        assertThat(registrar.alice()).hasSize(1);
        assertThat(state().users()).containsExactly(second);
    }

    @Test
    void whoComesWhileItIsRemovedInVainIsRegistered() {
        RegistrationHandle first = registered();
        world.release(first);
        assertThat(state().phase()).isEqualTo(Phase.UNREGISTERING);
        silent(true);
        world.run(Duration.ofSeconds(5));
        RegistrationHandle second = world.register(600);
        world.run(Duration.ofSeconds(20));
        silent(false);
        world.run(Duration.ofSeconds(40));

        assertThat(world.eventsOf(second)).first().isEqualTo(REGISTERED);
        assertThat(registrar.alice()).hasSize(1);
    }

    @Test
    void anotherNameToShowIsNoOtherRegistration() {
        registered();
        Account named = new Account("alice", "alice", "secret", "example.com", 0, "Studio");
        List<Target> otherOrder = List.of(World.SERVER);
        RegistrationHandle second = world.register(new Enrolment(named, otherOrder, 600));
        world.release(second);
        world.run(Duration.ofSeconds(1));

        assertThat(registrar.alice()).hasSize(1);
        assertThat(world.requests("REGISTER")).hasSize(1);
    }

    @Test
    void theOrderOfTheServersAddressesIsNoOtherRegistration() {
        world.register(new Enrolment(World.ALICE, List.of(World.SERVER, OTHER), 600));
        world.register(new Enrolment(World.ALICE, List.of(OTHER, World.SERVER), 600));
        world.run(Duration.ofSeconds(1));

        assertThat(world.requests("REGISTER")).hasSize(1);
        assertThat(state().users()).hasSize(2);
    }

    @Test
    void whoLeavesWithAnOldPasswordDoesNotRemoveTheOneWithTheNew() {
        RegistrationHandle old = registered();
        Account changed = new Account("alice", "alice", "new", "example.com", 0, null);
        world.register(new Enrolment(changed, List.of(World.SERVER), 600));
        world.run(Duration.ofSeconds(1));
        world.release(old);
        world.run(Duration.ofSeconds(1));

        assertThat(world.eventsOf(old)).last().isEqualTo(new RegistrationEvent.Released());
        assertThat(registrar.alice()).hasSize(1);
        assertThat(world.agent.registrations()).hasSize(1);
    }

    @Test
    void aServerThatMovedIsFoundByItsName() {
        NextHop name = new NextHop("pbx.example.com", 0, null);
        RegistrationHandle handle =
                world.register(new Enrolment(World.ALICE, name, List.of(World.SERVER), 600));
        world.run(Duration.ofSeconds(1));
        world.refusing.add(World.SERVER);
        world.run(Duration.ofMinutes(5));
        assertThat(state().phase()).as("still known nowhere else").isEqualTo(Phase.LOST);
        world.names.put("pbx.example.com", List.of(OTHER));
        world.put(OTHER, registrar.callee);
        world.run(Duration.ofSeconds(62));

        assertThat(world.eventsOf(handle)).last().isEqualTo(REGISTERED);
        assertThat(state().target()).isEqualTo(OTHER);
    }

    @Test
    void aServerThatAnsweredIsAskedFirstTheNextTime() {
        world.put(OTHER, registrar.callee);
        world.refusing.add(World.SERVER);
        world.register(new Enrolment(World.ALICE, List.of(World.SERVER, OTHER), 600));
        world.run(Duration.ofHours(1));

        assertThat(registrar.gaps).isZero();
        assertThat(state().phase()).isEqualTo(Phase.REGISTERED);
        assertThat(world.requests("REGISTER").size())
                .as("only the first was tried in vain")
                .isEqualTo(registrar.timesMillis.size() + 1);
    }

    @Test
    void aClosedConnectionIsMadeAgainByRegistering() {
        world.put(TCP, registrar.callee);
        world.register(new Enrolment(World.ALICE, List.of(TCP), 600));
        registrar.grantsSeconds = 600;
        world.run(Duration.ofMinutes(2));
        assertThat(registrar.timesMillis).hasSize(1);
        world.disconnect(TCP);
        world.run(Duration.ofMillis(100));

        assertThat(registrar.timesMillis).hasSize(2);
    }

    @Test
    void aRegistrarThatClosesEachConnectionMakesNoLoop() {
        world.put(TCP, registrar.callee);
        registrar.grantsSeconds = 3600;
        registrar.first =
                _ -> {
                    world.after(Duration.ofSeconds(1), () -> world.disconnect(TCP));
                    return null;
                };
        world.register(new Enrolment(World.ALICE, List.of(TCP), 3600));
        world.run(Duration.ofMinutes(5));
        assertThat(registrar.timesMillis).hasSizeBetween(3, 6);
        world.run(Duration.ofDays(1));

        assertThat(registrar.timesMillis).hasSizeLessThan(70);
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void aConnectionToSomebodyElseIsNotOurs(boolean other) {
        registrar.grantsSeconds = 600;
        world.put(TCP, registrar.callee);
        world.register(new Enrolment(World.ALICE, List.of(World.SERVER), 600));
        world.run(Duration.ofMinutes(1));
        world.disconnect(other ? OTHER.over(Transport.TCP) : TCP);
        world.run(Duration.ofMinutes(1));

        assertThat(world.requests("REGISTER")).hasSize(1);
    }
}
