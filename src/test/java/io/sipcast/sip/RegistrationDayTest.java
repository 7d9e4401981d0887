package io.sipcast.sip;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.sip.RegistrationState.Phase;
import io.sipcast.sip.message.HeaderName;
import io.sipcast.sip.message.SipRequest;
import io.sipcast.sip.message.SipResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Thirty accounts at one registrar, which challenges them with nonces that run out, for a day. */
class RegistrationDayTest {
    private static final int ACCOUNTS = 30;
    private static final long NONCE_SECONDS = 300;
    private static final Pattern NONCE = Pattern.compile("nonce=\"at(\\d+)\"");

    private final World world = new World(7);
    private final Registrar registrar = new Registrar(world);
    private final List<RegistrationHandle> handles = new ArrayList<>();
    private final Map<String, List<Long>> refreshes = new HashMap<>();

    RegistrationDayTest() {
        registrar.first = this::challenge;
    }

    /** As a registrar that puts the time into its nonces. */
    private @Nullable SipResponse challenge(SipRequest request) {
        long now = Duration.ofNanos(world.nowNanos()).toSeconds();
        String credentials = request.headers().first(HeaderName.AUTHORIZATION);
        Matcher nonce = NONCE.matcher(credentials == null ? "" : credentials);
        if (nonce.find() && Long.parseLong(nonce.group(1)) >= now - NONCE_SECONDS) {
            note(request);
            return null;
        }
        return Registrar.challenge(request, "at" + now, credentials != null);
    }

    private void note(SipRequest request) {
        refreshes
                .computeIfAbsent(request.to().uri().print(), _ -> new ArrayList<>())
                .add(Duration.ofNanos(world.nowNanos()).toMillis());
    }

    @AfterEach
    void nothingIsLeft() {
        handles.forEach(world::release);
        world.runToTheEnd();

        UserAgent.Counters counters = world.agent.counters();
        assertThat(counters.registrations() + counters.transactions() + counters.timers()).isZero();
        assertThat(registrar.bindings.values()).allMatch(Map::isEmpty);
    }

    private void register(int accounts) {
        for (int i = 0; i < accounts; i++) {
            Account account =
                    new Account("user" + i, "user" + i, "secret" + i, "example.com", 0, null);
            handles.add(world.register(new Enrolment(account, List.of(World.SERVER), 3600)));
        }
    }

    @ParameterizedTest
    @CsvSource({"3600, 0", "600, 0.1", "120, 0.1"})
    void everyAccountIsRefreshedInTimeAndNotMoreOften(long grantedSeconds, double loss) {
        registrar.grantsSeconds = grantedSeconds;
        register(ACCOUNTS);
        world.run(Duration.ofMinutes(1));
        world.loss = loss;
        world.run(Duration.ofDays(1));
        world.loss = 0;

        double latest = Math.min(0.9 * grantedSeconds, grantedSeconds - 10.0);
        long least = (long) (86_400 / latest);
        long most = (long) (86_400 / (latest * 0.75 / 0.9)) + 2;
        assertThat(registrar.gaps).as("refreshed too late").isZero();
        assertThat(refreshes).hasSize(ACCOUNTS);
        assertThat(refreshes.values())
                .allSatisfy(times -> assertThat(times.size()).isBetween((int) least, (int) most));
        assertThat(world.agent.registrations())
                .allSatisfy(state -> assertThat(state.phase()).isEqualTo(Phase.REGISTERED));
        assertThat(world.requests("REGISTER").stream().map(r -> r.via().branch()).distinct())
                .as("a challenge at each refresh at most")
                .hasSizeLessThan((int) (2 * most * ACCOUNTS));
    }

    /** All begin in the same moment; after some hours chance has spread them. */
    @Test
    void theyDoNotComeAllAtOnce() {
        register(ACCOUNTS);
        world.run(Duration.ofDays(1));

        long from = Duration.ofHours(12).toMillis();
        Map<Long, Integer> perMinute = new HashMap<>();
        refreshes.values().stream()
                .flatMap(List::stream)
                .filter(at -> at > from)
                .forEach(at -> perMinute.merge(at / 60_000, 1, Integer::sum));
        assertThat(perMinute.values()).as("in any minute").allMatch(count -> count <= 6);
    }

    @ParameterizedTest
    @CsvSource({"PT2H", "PT7H30M", "P9D"})
    void aClockThatJumpsRefreshesAllAtOnceAndOnce(Duration jump) {
        register(ACCOUNTS);
        world.run(Duration.ofMinutes(10));
        refreshes.clear();
        world.keepAlives.clear();
        world.jump(jump);
        world.run(Duration.ofSeconds(1));

        assertThat(refreshes.values())
                .hasSize(ACCOUNTS)
                .allSatisfy(times -> assertThat(times).hasSize(1));
        assertThat(world.keepAlives).as("not one for each that was missed").hasSizeLessThan(2);
        world.run(Duration.ofMinutes(30));
        assertThat(refreshes.values()).allSatisfy(times -> assertThat(times).hasSize(1));
        for (RegistrationHandle handle : handles) {
            assertThat(world.eventsOf(handle)).containsOnly(new RegistrationEvent.Registered(3600));
        }
    }

    /** The answer to a REGISTER that was under way is long gone. */
    @Test
    void aClockThatJumpsWhileARefreshIsUnderWayIsMadeUpForInSeconds() {
        registrar.grantsSeconds = 60;
        register(1);
        world.run(Duration.ofSeconds(1));
        world.loss = 1;
        while (world.agent.registrations().getFirst().nextTryAtNanos().isPresent()) {
            world.run(Duration.ofMillis(100));
        }
        world.jump(Duration.ofHours(5));
        world.loss = 0;
        int before = world.requests("REGISTER").size();
        world.run(Duration.ofSeconds(6));

        assertThat(world.agent.registrations().getFirst().phase()).isEqualTo(Phase.REGISTERED);
        assertThat(world.requests("REGISTER").size() - before).isLessThanOrEqualTo(4);
    }

    /** As the clock of a machine whose hypervisor moves it. */
    @Test
    void aClockThatStandsStillChangesNothing() {
        register(2);
        world.run(Duration.ofMinutes(1));
        for (int i = 0; i < 1000; i++) {
            world.run(Duration.ZERO);
        }

        assertThat(world.requests("REGISTER")).hasSize(4);
    }
}
