package io.sipcast.sip;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.sip.RegistrationState.Phase;
import io.sipcast.sip.message.HeaderName;
import io.sipcast.sip.message.SipRequest;
import io.sipcast.sip.message.SipResponse;
import io.sipcast.sip.request.Failure;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a registrar may say, and what is done about it. */
class RegistrarAnswersTest {
    private final World world = new World(1);
    private final Registrar registrar = new Registrar(world);

    @AfterEach
    void nothingIsLeft() {
        world.registrationEvents.keySet().forEach(world::release);
        world.runToTheEnd();

        UserAgent.Counters counters = world.agent.counters();
        assertThat(counters.registrations() + counters.transactions() + counters.timers()).isZero();
        assertThat(counters.logins()).isZero();
    }

    @Test
    void aShortGrantIsRefreshedInTimeEvenOverABadLink() {
        registrar.grantsSeconds = 20;
        RegistrationHandle handle = world.register(3600);
        world.run(Duration.ofSeconds(1));
        world.loss = 0.2;
        world.run(Duration.ofHours(1));
        world.loss = 0;

        assertThat(registrar.gaps).isZero();
        assertThat(world.eventsOf(handle)).containsOnly(new RegistrationEvent.Registered(20));
        assertThat(world.eventsOf(handle)).hasSizeBetween(3600 / 11, 3600 / 8 + 1);
    }

    @Test
    void whatIsListedOfOthersIsNotOurs() {
        registrar.first =
                request -> {
                    SipResponse ok = SipResponse.to(request, 200);
                    String ours = request.contacts().getFirst().uri().print();
                    return ok.withHeaders(
                            ok.headers()
                                    .plus(HeaderName.EXPIRES, "1000")
                                    .plus(HeaderName.CONTACT, "<sip:alice@10.0.0.1>;expires=5")
                                    .plus(
                                            HeaderName.CONTACT,
                                            "<"
                                                    + ours
                                                    + ";x=1>;q=0.5;expires=120, "
                                                    + "<sip:alice@10.0.0.2>;expires=7"));
                };
        RegistrationHandle handle = world.register(600);
        world.run(Duration.ofSeconds(80));

        assertThat(world.eventsOf(handle)).containsExactly(new RegistrationEvent.Registered(120));
    }

    @Test
    void withoutAParameterOfOursTheHeaderCounts() {
        registrar.first =
                request ->
                        Registrar.refusal(
                                request,
                                200,
                                HeaderName.EXPIRES,
                                "90",
                                HeaderName.CONTACT,
                                request.contacts().getFirst().print());
        RegistrationHandle handle = world.register(600);
        world.run(Duration.ofSeconds(1));

        assertThat(world.eventsOf(handle)).containsExactly(new RegistrationEvent.Registered(90));
    }

    @Test
    void aContactThatIsNotListedIsRefreshedSoonAndWithoutAStorm() {
        registrar.first =
                request ->
                        Registrar.refusal(
                                request,
                                200,
                                HeaderName.CONTACT,
                                "<sip:alice@10.0.0.1>;expires=5, <sip:a@10.0.0.2>;expires=3");
        world.register(3600);
        world.run(Duration.ofMinutes(10));

        assertThat(world.requests("REGISTER")).hasSizeBetween(11, 16);
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void grantedForNoTimeIsNotRegistered(boolean byContact) {
        registrar.first = request -> forNoTime(request, byContact);
        RegistrationHandle handle = world.register(600);
        world.run(Duration.ofMinutes(1));

        assertThat(world.eventsOf(handle))
                .containsExactly(new RegistrationEvent.Failed(new Failure.NothingGranted(200)));
        assertThat(world.requests("REGISTER")).hasSize(1);
    }

    @Test
    void grantedForNoTimeLaterIsTriedAgainWithoutAStorm() {
        registrar.grantsSeconds = 60;
        RegistrationHandle handle = world.register(600);
        world.run(Duration.ofSeconds(1));
        registrar.first = request -> forNoTime(request, true);
        world.run(Duration.ofMinutes(10));
        assertThat(world.requests("REGISTER")).hasSizeBetween(12, 25);
        assertThat(state().phase()).isEqualTo(Phase.LOST);
        assertThat(state().reason()).isEqualTo("answered 200 but keeps no contact of ours");
        assertThat(state().contact()).isNull();

        registrar.first = _ -> null;
        world.run(Duration.ofMinutes(1));
        assertThat(world.eventsOf(handle)).last().isEqualTo(new RegistrationEvent.Registered(60));
    }

    private static SipResponse forNoTime(SipRequest request, boolean byContact) {
        String ours = request.contacts().getFirst().print();
        return byContact
                ? Registrar.refusal(request, 200, HeaderName.CONTACT, ours + ";expires=0")
                : Registrar.refusal(request, 200, HeaderName.EXPIRES, "0");
    }

    @Test
    void aLongerTimeThatWasDemandedIsRemembered() {
        registrar.first =
                request -> {
                    long asked = request.expires().orElse(0);
                    return asked > 0 && asked < 1800
                            ? Registrar.refusal(request, 423, HeaderName.MIN_EXPIRES, "1800")
                            : null;
                };
        world.register(60);
        world.run(Duration.ofHours(2));

        assertThat(world.requests("REGISTER").stream().map(r -> r.expires().orElse(-1)))
                .startsWith(60L, 1800L)
                .filteredOn(seconds -> seconds == 60)
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"503, 90", "500, 45", "480, 200"})
    void retryAfterIsHonoured(int status, int seconds) {
        registrar.grantsSeconds = 60;
        world.register(600);
        world.run(Duration.ofSeconds(1));
        registrar.first =
                request ->
                        Registrar.refusal(
                                request, status, HeaderName.RETRY_AFTER, seconds + " (busy);x=1");
        world.run(Duration.ofSeconds(59));
        registrar.first = _ -> null;
        world.run(Duration.ofMinutes(5));

        List<Long> times = registrar.timesMillis;
        long pause = times.get(2) - times.get(1);
        assertThat(pause).isBetween(seconds * 1000L, Math.max(60_000L, seconds * 1100L) + 100);
        assertThat(state().phase()).isEqualTo(Phase.REGISTERED);
    }

    @Test
    void retryAfterAtFirstEndsInAFailureAndNoMore() {
        registrar.first = request -> Registrar.refusal(request, 503, HeaderName.RETRY_AFTER, "5");
        RegistrationHandle handle = world.register(600);
        world.run(Duration.ofMinutes(1));

        assertThat(world.eventsOf(handle))
                .containsExactly(
                        new RegistrationEvent.Failed(
                                new Failure.Rejected(503, "Service Unavailable")));
        assertThat(world.requests("REGISTER")).hasSize(1);
    }

    @Test
    void whoComesInALongRetryAfterIsToldAtOnceAndInAShortOneWaits() {
        registrar.grantsSeconds = 60;
        world.register(600);
        world.run(Duration.ofSeconds(1));
        registrar.first = request -> Registrar.refusal(request, 503, HeaderName.RETRY_AFTER, "120");
        world.run(Duration.ofSeconds(55));
        assertThat(state().phase()).isEqualTo(Phase.LOST);
        int sent = world.requests("REGISTER").size();
        RegistrationHandle early = world.register(600);
        assertThat(world.eventsOf(early))
                .containsExactly(
                        new RegistrationEvent.Failed(
                                new Failure.Rejected(503, "Service Unavailable")));

        registrar.first = _ -> null;
        world.run(Duration.ofSeconds(100));
        RegistrationHandle late = world.register(600);
        assertThat(world.requests("REGISTER")).hasSize(sent);
        assertThat(world.eventsOf(late)).isEmpty();
        world.run(Duration.ofSeconds(40));
        assertThat(world.eventsOf(late)).first().isEqualTo(new RegistrationEvent.Registered(60));
    }

    /** Some registrars don't say stale when they mean it. */
    @ParameterizedTest
    @CsvSource({"true", "false"})
    void aNonceThatRanOutIsReplacedAtEveryRefreshForADay(boolean sayStale) {
        registrar.grantsSeconds = 600;
        int[] nonces = {0};
        registrar.first =
                request -> {
                    if (Registrar.isWithNonce(request, "n" + nonces[0])) {
                        nonces[0]++; // good for one request
                        return null;
                    }
                    boolean had = request.headers().has(HeaderName.AUTHORIZATION);
                    return Registrar.challenge(request, "n" + nonces[0], had && sayStale);
                };
        RegistrationHandle handle = world.register(3600);
        world.run(Duration.ofDays(1));

        assertThat(world.eventsOf(handle)).containsOnly(new RegistrationEvent.Registered(600));
        assertThat(world.eventsOf(handle)).hasSizeBetween(86_400 / 540, 86_400 / 450 + 1);
        assertThat(world.requests("REGISTER"))
                .as("one challenge each")
                .hasSize(2 * world.eventsOf(handle).size());
    }

    @Test
    void aPasswordThatWasChangedIsReportedAndTriedSlowly() {
        registrar.grantsSeconds = 60;
        boolean[] changed = {false};
        registrar.first =
                request -> {
                    if (!Registrar.isWithNonce(request, "n")) {
                        return Registrar.challenge(request, "n", false);
                    }
                    return changed[0] ? Registrar.refusal(request, 403) : null;
                };
        RegistrationHandle handle = world.register(600);
        world.run(Duration.ofSeconds(1));
        changed[0] = true;
        world.run(Duration.ofHours(2));

        assertThat(state().phase()).isEqualTo(Phase.REFUSED);
        assertThat(state().sipStatus()).isEqualTo(403);
        assertThat(state().reason()).isEqualTo("answered 403 Forbidden");
        assertThat(state().users()).containsExactly(handle);
        assertThat(refusals()).hasSizeBetween(8, 22);
        assertThat(world.eventsOf(handle))
                .as("the call is told, and goes on")
                .element(1)
                .isInstanceOfSatisfying(
                        RegistrationEvent.Lost.class,
                        lost -> {
                            assertThat(lost.why())
                                    .isEqualTo(new Failure.Rejected(403, "Forbidden"));
                            assertThat(lost.retryAfter())
                                    .isBetween(Duration.ofSeconds(30), Duration.ofSeconds(60));
                        });

        changed[0] = false;
        world.run(Duration.ofMinutes(16));
        assertThat(state().phase()).isEqualTo(Phase.REGISTERED);
        assertThat(state().reason()).isNull();
    }

    private List<Long> refusals() {
        return registrar.timesMillis.stream().filter(at -> at > 60_000).toList();
    }

    @Test
    void whoComesWhenRefusedIsTriedForAtOnceAndFailsAlone() {
        registrar.grantsSeconds = 60;
        RegistrationHandle first = world.register(600);
        world.run(Duration.ofSeconds(1));
        registrar.first = request -> Registrar.refusal(request, 403);
        world.run(Duration.ofSeconds(60));
        int sent = world.requests("REGISTER").size();
        RegistrationHandle second = world.register(600);
        assertThat(world.requests("REGISTER")).hasSize(sent + 1);
        world.run(Duration.ofSeconds(1));

        assertThat(world.eventsOf(second))
                .containsExactly(
                        new RegistrationEvent.Failed(new Failure.Rejected(403, "Forbidden")));
        assertThat(world.eventsOf(first)).last().isInstanceOf(RegistrationEvent.Lost.class);
        assertThat(state().users()).containsExactly(first);
    }

    @Test
    void everyAnswerIsToldToWhoWaits() {
        registrar.first =
                request ->
                        Registrar.isWithNonce(request, "n")
                                ? null
                                : Registrar.challenge(request, "n", false);
        RegistrationHandle handle = world.register(600);
        world.run(Duration.ofSeconds(1));
        RegistrationHandle second = world.register(600);
        world.run(Duration.ofHours(1));

        assertThat(world.statuses.get(handle)).containsExactly(401, 200);
        assertThat(world.statuses.get(second)).isNull();
    }

    private RegistrationState state() {
        return world.agent.registrations().getFirst();
    }
}
