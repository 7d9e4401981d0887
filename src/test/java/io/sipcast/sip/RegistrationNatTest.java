package io.sipcast.sip;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.sip.message.SipRequest;
import io.sipcast.sip.message.Via;
import io.sipcast.sip.route.Target;
import io.sipcast.sip.route.Transport;
import io.sipcast.sip.transaction.Limits;
import io.sipcast.sip.transaction.Timing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Registered from behind a NAT: which contact, and a way that stays open. */
class RegistrationNatTest {
    private static final String PRIVATE = "sip:alice@192.0.2.1:5060";

    private World world = new World(1);
    private Registrar registrar = new Registrar(world);

    @AfterEach
    void nothingIsLeft() {
        world.registrationEvents.keySet().forEach(world::release);
        world.runToTheEnd();

        UserAgent.Counters counters = world.agent.counters();
        assertThat(counters.registrations() + counters.transactions() + counters.timers()).isZero();
        assertThat(registrar.alice()).as("contacts left behind").isEmpty();
    }

    private void with(Nat nat) {
        world =
                new World(
                        1,
                        new Settings("Sipcast", 0, Timing.UNRELIABLE, Limits.DEFAULT, true, nat));
        registrar = new Registrar(world);
    }

    private static Via from(Via via, String ip, int port) {
        return via.receivedFrom(ip, port);
    }

    @Test
    void theAddressThatTheRegistrarSeesBecomesTheContact() {
        registrar.seen = via -> from(via, "203.0.113.9", 40_000);
        RegistrationHandle handle = world.register(600);
        world.run(Duration.ofMinutes(5));

        assertThat(registrar.alice()).containsExactly("sip:alice@203.0.113.9:40000");
        assertThat(contacts())
                .containsExactly(
                        List.of("<" + PRIVATE + ">"),
                        List.of("<sip:alice@203.0.113.9:40000>", "<" + PRIVATE + ">;expires=0"));
        assertThat(world.eventsOf(handle)).containsOnly(new RegistrationEvent.Registered(600));
        assertThat(world.agent.registrations().getFirst().contact())
                .isEqualTo("sip:alice@203.0.113.9:40000");

        world.release(handle);
        world.run(Duration.ofSeconds(1));
        assertThat(contacts()).last().isEqualTo(List.of("<sip:alice@203.0.113.9:40000>"));
    }

    @Test
    void anotherPublicAddressTakesThePlaceOfTheOld() {
        registrar.seen = via -> from(via, "203.0.113.9", 40_000);
        world.register(600);
        world.run(Duration.ofMinutes(5));
        registrar.seen = via -> from(via, "203.0.113.77", 1234);
        world.run(Duration.ofMinutes(10));

        assertThat(registrar.alice()).containsExactly("sip:alice@203.0.113.77:1234");
        assertThat(contacts())
                .contains(
                        List.of(
                                "<sip:alice@203.0.113.77:1234>",
                                "<sip:alice@203.0.113.9:40000>;expires=0"));
    }

    @Test
    void aServerThatTellsTheAddressOnlyIsBelieved() {
        registrar.seen = via -> via.withParam("received", "203.0.113.9");
        world.register(600);
        world.run(Duration.ofSeconds(10));

        assertThat(registrar.alice()).containsExactly("sip:alice@203.0.113.9:5060");
    }

    @ParameterizedTest
    @CsvSource({"192.0.2.1, 5060", "nonsense, 5060", "'', 99999"})
    void withoutANatNothingChanges(String received, String rport) {
        registrar.seen = via -> via.withParam("received", received).withParam("rport", rport);
        world.register(600);
        world.run(Duration.ofMinutes(5));

        assertThat(contacts()).containsExactly(List.of("<" + PRIVATE + ">"));
    }

    @Test
    void aNatThatShowsAnotherPortEachTimeMakesNoLoop() {
        List<Long> times = registrar.timesMillis;
        int[] port = {20_000};
        registrar.seen = via -> from(via, "203.0.113.9", ++port[0]);
        world.register(3600);
        world.run(Duration.ofMinutes(1));
        assertThat(times).hasSizeLessThanOrEqualTo(4);
        world.run(Duration.ofDays(1));

        assertThat(times).as("32 refreshes of a day, and few more").hasSizeLessThan(70);
        assertThat(registrar.alice()).hasSize(1);
        assertThat(registrar.gaps).isZero();
    }

    @Test
    void aConfiguredAddressGoesBeforeWhatIsSeen() {
        with(new Nat(Duration.ZERO, false));
        registrar.seen = via -> from(via, "203.0.113.9", 40_000);
        world.register(600);
        world.run(Duration.ofMinutes(5));

        assertThat(contacts()).containsExactly(List.of("<" + PRIVATE + ">"));
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, sip:alice@192.0.2.1:5060;transport=tcp",
        "203.0.113.9, sip:alice@203.0.113.9:40000;transport=tcp"
    })
    void thePortOfAConnectionCountsOnlyBehindANat(String seen, String contact) {
        Target server = World.SERVER.over(Transport.TCP);
        world.put(server, registrar.callee);
        registrar.seen = via -> from(via, seen, 40_000);
        world.register(new Enrolment(World.ALICE, List.of(server), 600));
        world.run(Duration.ofMinutes(1));

        assertThat(registrar.alice()).containsExactly(contact);
    }

    @Test
    void aDatagramNowAndThenKeepsTheWayOpen() {
        RegistrationHandle handle = world.register(3600);
        world.run(Duration.ofHours(1));

        List<Long> pauses = pauses();
        assertThat(pauses).hasSizeBetween(3600 / 25 - 1, 3600 / 20);
        assertThat(pauses).allMatch(pause -> pause >= 20_000 && pause <= 25_000);
        assertThat(pauses.stream().distinct()).as("jitter").hasSizeGreaterThan(100);
        assertThat(world.keepAlives).allMatch(sent -> sent.target().equals(World.SERVER));

        world.release(handle);
        world.run(Duration.ofSeconds(1));
        int before = world.keepAlives.size();
        world.run(Duration.ofHours(1));
        assertThat(world.keepAlives).as("not registered any more").hasSize(before);
    }

    @Test
    void oneWayIsKeptOpenOnceForAllWhoUseIt() {
        for (int i = 0; i < 30; i++) {
            Account account = new Account("user" + i, "user" + i, "x", "example.com", 0, null);
            world.register(new Enrolment(account, List.of(World.SERVER), 3600));
        }
        world.run(Duration.ofMinutes(10));

        assertThat(world.keepAlives).hasSizeBetween(600 / 25, 600 / 20);
    }

    @Test
    void aLostRegistrationKeepsNothingOpen() {
        registrar.grantsSeconds = 60;
        world.register(600);
        world.run(Duration.ofSeconds(1));
        world.refusing.add(World.SERVER);
        world.run(Duration.ofSeconds(60));
        int before = world.keepAlives.size();
        world.run(Duration.ofMinutes(10));
        assertThat(world.keepAlives).hasSize(before);

        world.refusing.clear();
        world.run(Duration.ofMinutes(3));
        assertThat(world.keepAlives.size()).isGreaterThan(before);
    }

    @Test
    void aConnectionIsNotKeptOpenByDatagrams() {
        Target server = World.SERVER.over(Transport.TCP);
        world.put(server, registrar.callee);
        world.register(new Enrolment(World.ALICE, List.of(server), 600));
        world.run(Duration.ofMinutes(5));

        assertThat(world.keepAlives).isEmpty();
    }

    @Test
    void noKeepAlivesWhenTheyAreOff() {
        with(new Nat(Duration.ZERO, true));
        world.register(600);
        world.run(Duration.ofHours(1));

        assertThat(world.keepAlives).isEmpty();
    }

    private List<Long> pauses() {
        List<Long> pauses = new ArrayList<>();
        for (int i = 1; i < world.keepAlives.size(); i++) {
            long nanos = world.keepAlives.get(i).atNanos() - world.keepAlives.get(i - 1).atNanos();
            pauses.add(Duration.ofNanos(nanos).toMillis());
        }
        return pauses;
    }

    /** Of each REGISTER. */
    private List<List<String>> contacts() {
        List<List<String>> all = new ArrayList<>();
        for (SipRequest request : world.requests("REGISTER")) {
            all.add(request.contacts().stream().map(one -> one.print()).toList());
        }
        return all;
    }
}
