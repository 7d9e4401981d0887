package io.sipcast.sip;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.sip.CallEvent.Termination;
import io.sipcast.sip.message.Method;
import io.sipcast.sip.message.SipMessage;
import io.sipcast.sip.message.SipRequest;
import io.sipcast.sip.message.SipResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Session timers, RFC 4028: whole calls against a callee that has them too. */
class SessionRefreshTest {
    private static final String ALL = "INVITE, ACK, BYE, CANCEL, UPDATE";
    private static final String NO_UPDATE = "INVITE, ACK, BYE, CANCEL";
    private static final Duration ANSWERED = Duration.ofMillis(1010);
    private static final Duration HALF = Duration.ofMinutes(15);
    private static final Duration DAY = Duration.ofHours(24);

    private World world = new World(1);
    private CallHandle call = new CallHandle(0);

    @AfterEach
    void nothingIsLeft() {
        world.hangUp(call);
        world.runToTheEnd();

        UserAgent.Counters counters = world.agent.counters();
        assertThat(counters.calls() + counters.transactions() + counters.timers()).isZero();
    }

    @Test
    void theInviteAsksForHalfAnHour() {
        established("1800;refresher=uac", ALL);

        SipRequest invite = world.requests("INVITE").getFirst();
        assertThat(invite.supported()).containsExactly("timer", "100rel");
        assertThat(header(invite, "Session-Expires")).isEqualTo("1800");
        assertThat(header(invite, "Min-SE")).isEqualTo("90");
        assertThat(world.eventsOf(call))
                .endsWith(
                        new CallEvent.SessionTimed(
                                new SessionSchedule(
                                        Duration.ofMinutes(30),
                                        true,
                                        HALF,
                                        Duration.ofSeconds(1768))));
    }

    @Test
    void offItIsNotAskedForButGrantedAllTheSame() {
        world = new World(1, Settings.DEFAULT.withSessionExpires(Duration.ZERO));
        TimedCallee callee = established("600;refresher=uac", ALL);
        world.run(Duration.ofMinutes(11));

        SipRequest invite = world.requests("INVITE").getFirst();
        assertThat(invite.supported()).containsExactly("timer", "100rel");
        assertThat(invite.headers().has("Session-Expires")).isFalse();
        assertThat(invite.headers().has("Min-SE")).isFalse();
        assertThat(callee.refreshes).hasSize(2); // after 5 and 10 minutes
    }

    @Test
    void aCalleeWithoutTimersIsLeftAlone() {
        TimedCallee callee = established(null, ALL);
        world.run(DAY);

        assertThat(callee.refreshes).isEmpty();
        assertThat(world.eventsOf(call)).last().isInstanceOf(CallEvent.Answered.class);
    }

    @Test
    void anUpdateSaysAllThatARefreshNeeds() {
        TimedCallee callee = established("1800;refresher=uac", ALL);
        world.run(HALF);

        SipRequest update = callee.refreshes.getFirst().request();
        assertThat(update.method()).isEqualTo(Method.UPDATE);
        assertThat(update.cseq().number()).isEqualTo(2);
        assertThat(update.supported()).containsExactly("timer");
        assertThat(header(update, "Session-Expires")).isEqualTo("1800;refresher=uac");
        assertThat(header(update, "Min-SE")).isEqualTo("90");
        assertThat(header(update, "Allow")).isEqualTo(Capabilities.ALLOW);
        assertThat(update.contacts().getFirst().print()).isEqualTo("<sip:alice@192.0.2.1:5060>");
        assertThat(update.headers().has("Require")).isFalse();
        assertThat(update.body().size()).isZero();
    }

    @Test
    void aReInviteSendsTheSameDescriptionAgainAndIsAcknowledged() {
        TimedCallee callee = established("1800;refresher=uac", NO_UPDATE);
        world.run(HALF.plusSeconds(1));

        SipRequest reInvite = callee.refreshes.getFirst().request();
        assertThat(reInvite.method()).isEqualTo(Method.INVITE);
        assertThat(reInvite.body()).isEqualTo(World.OFFER);
        assertThat(reInvite.contentType()).isEqualTo("application/sdp");
        assertThat(header(reInvite, "Session-Expires")).isEqualTo("1800;refresher=uac");
        assertThat(reInvite.contacts().getFirst().print()).isEqualTo("<sip:alice@192.0.2.1:5060>");
        SipRequest ack = callee.callee.received.getLast();
        assertThat(ack.cseq().print()).isEqualTo("2 ACK");
        assertThat(ack.to()).isEqualTo(reInvite.to());
        assertThat(ack.via().branch()).isNotEqualTo(reInvite.via().branch());
        assertThat(world.eventsOf(call)).contains(new CallEvent.AnswerToOffer(TimedCallee.ANSWER));
    }

    /** What cures the calls that drop at exactly 15 or 30 minutes. */
    @ParameterizedTest
    @CsvSource({"UPDATE, 0", "INVITE, 0", "UPDATE, 0.2", "INVITE, 0.2"})
    void aDayOfOurRefreshes(String method, double loss) {
        TimedCallee callee =
                established("1800;refresher=uac", method.equals("UPDATE") ? ALL : NO_UPDATE);
        world.loss = loss;
        world.run(DAY);
        world.loss = 0;

        assertThat(world.eventsOf(call)).noneMatch(e -> e instanceof CallEvent.Closing);
        assertThat(callee.refreshes).hasSizeBetween(95, 96);
        assertThat(callee.refreshes).allMatch(r -> r.request().method().name().equals(method));
        Duration before = ANSWERED;
        for (TimedCallee.Refresh refresh : callee.refreshes) {
            Duration pause = refresh.at().minus(before);
            assertThat(pause).isBetween(HALF, HALF.plusSeconds(loss == 0 ? 1 : 64));
            before = refresh.at();
        }
    }

    @ParameterizedTest
    @CsvSource({"UPDATE, 0", "INVITE, 0", "UPDATE, 0.2", "INVITE, 0.2"})
    void aDayOfThePeersRefreshes(String method, double loss) {
        TimedCallee callee = established("1800;refresher=uas", ALL);
        world.reaction =
                (handle, event) -> {
                    if (event instanceof CallEvent.Offered) {
                        world.answer(handle, World.OFFER);
                    }
                };
        world.loss = loss;
        callee.refreshEvery(HALF, new Method(method), "1800;refresher=uac");
        world.run(DAY);
        world.loss = 0;

        assertThat(world.eventsOf(call)).noneMatch(e -> e instanceof CallEvent.Closing);
        assertThat(callee.refreshes).isEmpty();
        assertThat(callee.answers.stream().map(SipResponse::cseq).distinct()).hasSize(95);
        assertThat(callee.answers)
                .allMatch(ok -> ok.status() == 200)
                .allMatch(ok -> "1800;refresher=uac".equals(header(ok, "Session-Expires")))
                .allMatch(ok -> ok.require().equals(List.of("timer")));
    }

    @ParameterizedTest
    @ValueSource(strings = {ALL, NO_UPDATE})
    void aCalleeThatDiesIsNoticedByOurRefresh(String allow) {
        TimedCallee callee = established("1800;refresher=uac", allow);
        world.run(Duration.ofMinutes(20));
        callee.die();
        world.run(Duration.ofMinutes(12));

        // Sent after half an hour, given up 32 s later; the BYE is not answered either.
        assertThat(byeSentAt()).isEqualTo(ANSWERED.plus(HALF).plus(HALF).plusMillis(32_010));
        assertThat(world.eventsOf(call))
                .endsWith(new CallEvent.Terminated(Termination.PEER_SILENT));
    }

    @Test
    void aCalleeThatDoesNotRefreshIsHungUpBeforeTheIntervalEnds() {
        TimedCallee callee = established("1800;refresher=uas", ALL);
        callee.refreshEvery(HALF, Method.UPDATE, "1800;refresher=uac");
        world.run(Duration.ofMinutes(20));
        callee.die();
        world.run(Duration.ofMinutes(30));

        Duration lastRefresh = Duration.ofMillis(1105).plus(HALF); // as it arrives
        assertThat(byeSentAt()).isEqualTo(lastRefresh.plusSeconds(1768));
        assertThat(world.eventsOf(call))
                .endsWith(new CallEvent.Terminated(Termination.SESSION_EXPIRED));
    }

    @ParameterizedTest
    @CsvSource({"481, UNKNOWN_TO_PEER", "408, PEER_SILENT"})
    void aRefreshThatNobodyKnowsEndsTheCall(int status, Termination why) {
        for (String allow : List.of(ALL, NO_UPDATE)) {
            world = new World(1);
            TimedCallee callee = established("1800;refresher=uac", allow);
            callee.otherwise = request -> SipResponse.to(request, status);
            world.run(HALF.plusSeconds(1));

            assertThat(world.eventsOf(call)).last().isEqualTo(new CallEvent.Terminated(why));
            assertThat(callee.callee.leg().byeReceived).isTrue();
        }
    }

    @Test
    void aRefusedRefreshIsTriedAgainAndTheCallEndsWithItsInterval() {
        for (String allow : List.of(ALL, NO_UPDATE)) {
            world = new World(1);
            TimedCallee callee = established("1800;refresher=uac", allow);
            callee.otherwise = request -> SipResponse.to(request, 500);
            world.run(Duration.ofMinutes(29));
            assertThat(seconds(callee.refreshes).subList(0, 4))
                    .containsExactly(901L, 1335L, 1552L, 1660L);
            assertThat(world.eventsOf(call)).noneMatch(e -> e instanceof CallEvent.Closing);
            world.run(Duration.ofMinutes(1));

            assertThat(byeSentAt().toSeconds()).isEqualTo(1769);
            assertThat(world.eventsOf(call))
                    .endsWith(new CallEvent.Terminated(Termination.SESSION_EXPIRED));
        }
    }

    @Test
    void aRefusedRefreshThatSucceedsLaterKeepsTheCall() {
        TimedCallee callee = established("1800;refresher=uac", ALL);
        callee.otherwise =
                request -> callee.refreshes.size() == 1 ? SipResponse.to(request, 503) : null;
        world.run(Duration.ofMinutes(40));

        assertThat(seconds(callee.refreshes)).containsExactly(901L, 1335L, 2235L);
    }

    @ParameterizedTest
    @ValueSource(strings = {ALL, NO_UPDATE})
    void aRefreshThatMeetsThePeersOwnIsTriedAgainSoon(String allow) {
        TimedCallee callee = established("1800;refresher=uac", allow);
        callee.otherwise =
                request -> callee.refreshes.size() == 1 ? SipResponse.to(request, 491) : null;
        world.run(HALF.plusSeconds(10));

        assertThat(callee.refreshes).hasSize(2);
        Duration wait = callee.refreshes.get(1).at().minus(callee.refreshes.get(0).at());
        assertThat(wait).isBetween(Duration.ofMillis(2110), Duration.ofMillis(4010));
        assertThat(wait.toMillis() % 10).isZero();
        assertThat(callee.refreshes.get(1).request().cseq().number()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {405, 501})
    void anUpdateThatIsNotAllowedAfterAllBecomesAReInvite(int status) {
        TimedCallee callee = established("1800;refresher=uac", ALL);
        callee.otherwise =
                request ->
                        request.method().equals(Method.UPDATE)
                                ? SipResponse.to(request, status)
                                : callee.ok(request).with("Allow", NO_UPDATE);
        world.run(HALF.plusSeconds(1));

        assertThat(callee.refreshes.stream().map(r -> r.request().method().name()))
                .containsExactly("UPDATE", "INVITE");
        world.run(HALF.plusSeconds(1));
        assertThat(callee.refreshes).hasSize(3);
        assertThat(callee.refreshes.getLast().request().method()).isEqualTo(Method.INVITE);
    }

    @Test
    void aLongerIntervalIsAskedForAfter422() {
        TimedCallee callee = new TimedCallee(world, "7200;refresher=uac", ALL);
        AtomicInteger refused = new AtomicInteger();
        var usual = callee.callee.gate;
        callee.callee.gate =
                request ->
                        request.method().equals(Method.INVITE) && refused.getAndIncrement() < 2
                                ? SipResponse.to(request, 422)
                                        .withToTag("proxy")
                                        .with("Min-SE", refused.get() == 1 ? "3600" : "7200")
                                : usual.apply(request);
        call = world.call("sip:bob@example.com");
        world.run(Duration.ofSeconds(2));

        List<SipRequest> invites = world.requests("INVITE");
        assertThat(invites.stream().map(i -> header(i, "Session-Expires")))
                .containsExactly("1800", "3600", "7200");
        assertThat(invites.stream().map(i -> header(i, "Min-SE")))
                .containsExactly("90", "3600", "7200");
        assertThat(invites.stream().map(i -> i.cseq().number())).containsExactly(1L, 2L, 3L);
        assertThat(invites.stream().map(i -> i.from()).distinct()).hasSize(1);
        assertThat(invites.stream().map(SipRequest::callId).distinct()).hasSize(1);
        world.run(Duration.ofHours(1));
        assertThat(header(callee.refreshes.getFirst().request(), "Min-SE")).isEqualTo("7200");
    }

    @Test
    void a422ThatAsksForNothingMoreIsAFailure() {
        for (String least : List.of("90", "soon")) {
            world = new World(1);
            TimedCallee callee = new TimedCallee(world, null, ALL);
            callee.callee.gate =
                    request ->
                            request.method().equals(Method.INVITE)
                                    ? SipResponse.to(request, 422)
                                            .withToTag("proxy")
                                            .with("Min-SE", least)
                                    : null;
            call = world.call("sip:bob@example.com");
            world.run(Duration.ofSeconds(2));

            assertThat(world.requests("INVITE")).hasSize(1);
            CallEvent.Failed failed = (CallEvent.Failed) world.eventsOf(call).getLast();
            assertThat(failed.why().status()).isEqualTo(422);
        }
    }

    @Test
    void a422WithoutEndIsGivenUp() {
        TimedCallee callee = new TimedCallee(world, null, ALL);
        AtomicInteger least = new AtomicInteger(1800);
        callee.callee.gate =
                request ->
                        request.method().equals(Method.INVITE)
                                ? SipResponse.to(request, 422)
                                        .withToTag("proxy")
                                        .with("Min-SE", "" + least.incrementAndGet())
                                : null;
        call = world.call("sip:bob@example.com");
        world.run(Duration.ofSeconds(10));

        assertThat(world.requests("INVITE")).hasSize(20);
        assertThat(world.eventsOf(call)).last().isInstanceOf(CallEvent.Failed.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {ALL, NO_UPDATE})
    void aRefreshIsMadeLongerAfter422(String allow) {
        TimedCallee callee = established("1800;refresher=uac", allow);
        callee.otherwise =
                request ->
                        callee.refreshes.size() == 1
                                ? SipResponse.to(request, 422).with("Min-SE", "2400")
                                : callee.ok(request).with("Session-Expires", "2400;refresher=uac");
        world.run(Duration.ofMinutes(36));

        assertThat(callee.refreshes.stream().map(r -> header(r.request(), "Session-Expires")))
                .containsExactly("1800;refresher=uac", "2400;refresher=uac", "2400;refresher=uac");
        assertThat(seconds(callee.refreshes)).containsExactly(901L, 901L, 2101L);
        assertThat(header(callee.refreshes.getLast().request(), "Min-SE")).isEqualTo("2400");
    }

    @ParameterizedTest
    @CsvSource({"UPDATE", "INVITE"})
    void thePeersRefreshMayChangeIntervalAndRefresher(String method) {
        TimedCallee callee = established("1800;refresher=uas", ALL);
        world.reaction =
                (handle, event) -> {
                    if (event instanceof CallEvent.Offered) {
                        world.answer(handle, World.OFFER);
                    }
                };
        world.run(HALF);
        callee.refresh(new Method(method), "120;refresher=uas");
        world.run(Duration.ofSeconds(61));

        assertThat(header(callee.answers.getFirst(), "Session-Expires"))
                .isEqualTo("120;refresher=uas");
        assertThat(callee.answers.getFirst().require()).containsExactly("timer");
        assertThat(callee.answers.getFirst().supported()).containsExactly("timer", "100rel");
        assertThat(callee.refreshes).hasSize(1); // ours, after a minute
        assertThat(world.eventsOf(call))
                .contains(
                        new CallEvent.SessionTimed(
                                new SessionSchedule(
                                        Duration.ofMinutes(2),
                                        true,
                                        Duration.ofMinutes(1),
                                        Duration.ofSeconds(88))));
    }

    @ParameterizedTest
    @CsvSource({"UPDATE", "INVITE"})
    void thePeersIntervalMayBeTooShort(String method) {
        TimedCallee callee = established("1800;refresher=uas", ALL);
        callee.refresh(new Method(method), "60;refresher=uac");
        world.run(Duration.ofSeconds(1));

        SipResponse refusal = callee.answers.getFirst();
        assertThat(refusal.status()).isEqualTo(422);
        assertThat(header(refusal, "Min-SE")).isEqualTo("90");
        assertThat(world.eventsOf(call)).noneMatch(e -> e instanceof CallEvent.Offered);
    }

    @Test
    void aRefreshMovesTheTargetBothWays() {
        TimedCallee callee = established("1800;refresher=uac", ALL);
        callee.otherwise =
                request -> callee.ok(request).with("Contact", "<sip:bob@198.51.100.5:5060;moved>");
        world.run(HALF.plusSeconds(1));
        world.hangUp(call);

        assertThat(world.requests("BYE").getFirst().uri().print())
                .isEqualTo("sip:bob@198.51.100.5:5060;moved");
    }

    @Test
    void aRefreshThatIsAnsweredWithoutATimerEndsTheTimer() {
        TimedCallee callee = established("1800;refresher=uac", ALL);
        callee.otherwise = request -> SipResponse.to(request, 200);
        world.run(DAY);

        assertThat(callee.refreshes).hasSize(1);
        assertThat(world.eventsOf(call)).last().isEqualTo(new CallEvent.SessionTimed(null));
    }

    @Test
    void aHungUpCallIsNotRefreshed() {
        TimedCallee callee = established("90;refresher=uac", ALL);
        world.run(Duration.ofSeconds(44));
        world.hangUp(call);
        world.run(Duration.ofMinutes(5));

        assertThat(callee.refreshes).isEmpty();
        assertThat(world.agent.counters().timers()).isZero();
    }

    private TimedCallee established(@Nullable String sessionExpires, String allow) {
        TimedCallee callee = new TimedCallee(world, sessionExpires, allow);
        call = world.call("sip:bob@example.com");
        world.run(Duration.ofMillis(1100));
        assertThat(world.eventsOf(call)).anyMatch(e -> e instanceof CallEvent.Answered);
        return callee;
    }

    private static @Nullable String header(SipMessage message, String name) {
        return message.headers().first(name);
    }

    private static List<Long> seconds(List<TimedCallee.Refresh> refreshes) {
        return refreshes.stream().map(r -> r.at().toSeconds()).toList();
    }

    private Duration byeSentAt() {
        Output.Trace bye =
                world.traces.stream()
                        .filter(Output.Trace::sent)
                        .filter(t ->
                                t.message() instanceof SipRequest r
                                        && r.method().equals(Method.BYE))
                        .findFirst()
                        .orElseThrow();
        return Duration.ofNanos(bye.atNanos());
    }
}
