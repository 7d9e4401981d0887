package io.sipcast.sip;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.bytes.Bytes;
import io.sipcast.sip.message.HeaderName;
import io.sipcast.sip.message.Method;
import io.sipcast.sip.message.SipRequest;
import io.sipcast.sip.message.SipResponse;
import io.sipcast.sip.route.Target;
import io.sipcast.sip.route.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which description counts before and at the answer, and what becomes of the branches. */
class EarlyDialogsTest {
    private static final String SDP = "application/sdp";
    private static final Bytes ONE = World.bytes("v=0 one");
    private static final Bytes TWO = World.bytes("v=0 two");
    private static final Bytes THREE = World.bytes("v=0 three");
    private static final Duration LONG = Duration.ofSeconds(40);

    private final World world = new World(1);

    @AfterEach
    void nothingIsLeft() {
        world.events.keySet().forEach(world::hangUp);
        world.runToTheEnd();

        UserAgent.Counters counters = world.agent.counters();
        assertThat(counters.calls() + counters.transactions() + counters.timers()).isZero();
        world.events
                .values()
                .forEach(events -> {
                    assertThat(events).last().isInstanceOf(CallEvent.Closing.class);
                    assertThat(events).filteredOn(e -> e instanceof CallEvent.Closing).hasSize(1);
                });
    }

    // Which description counts.

    @Test
    void theFirstOfADialogCountsUntilThe2xxSaysSomethingElse() {
        Callee.Leg leg = tried(1).getFirst();
        send(leg.response(183).withBody(SDP, ONE), leg.response(180).withBody(SDP, TWO));
        assertThat(described()).containsExactly(ONE, ONE);

        send(leg.response(200).withBody(SDP, THREE));
        assertThat(answer()).isEqualTo(THREE);
    }

    @Test
    void anUnreliableOneIsOnlyAPreviewOfTheReliableOne() {
        Callee.Leg leg = tried(1).getFirst();
        send(
                leg.response(183).withBody(SDP, ONE),
                reliable(leg.response(183).withBody(SDP, TWO), 1),
                reliable(leg.response(180).withBody(SDP, THREE), 2));
        assertThat(described()).containsExactly(ONE, TWO, TWO);

        send(leg.response(200));
        assertThat(answer()).isEqualTo(TWO);
    }

    @Test
    void theLastBranchThatIsDescribedIsHeardAndThatOfThe2xxCounts() {
        List<Callee.Leg> legs = tried(2);
        send(
                legs.getFirst().response(183).withBody(SDP, ONE),
                legs.getLast().response(183).withBody(SDP, TWO));
        assertThat(described()).containsExactly(ONE, TWO);

        send(legs.getFirst().response(200));
        assertThat(answer()).isEqualTo(ONE);
    }

    @Test
    void aBranchThatNeverDescribedItselfHasNoAnswer() {
        List<Callee.Leg> legs = tried(2);
        send(legs.getFirst().response(183).withBody(SDP, ONE), legs.getLast().response(200));

        assertThat(answer()).isNull();
    }

    @Test
    void aDescriptionWithoutATagStandsInToo() {
        Callee.Leg leg = tried(1).getFirst();
        send(untagged(leg.response(183).withBody(SDP, ONE)), leg.response(200));

        assertThat(described()).containsExactly(ONE);
        assertThat(answer()).isEqualTo(ONE);
    }

    // UPDATE before the answer.

    @Test
    void anUpdateAfterTheReliableAnswerIsAnswered() {
        Callee.Leg leg = tried(1).getFirst();
        send(reliable(leg.response(183).withBody(SDP, ONE), 1));
        send(
                leg.request(Method.UPDATE)
                        .withBody(SDP, TWO)
                        .with(HeaderName.CONTACT, "<sip:bob@198.51.100.5:5090>"));
        assertThat(world.eventsOf(call())).endsWith(new CallEvent.Offered(TWO));
        world.answer(call(), World.bytes("v=0 ours"));
        world.run(Duration.ofMillis(20));

        SipResponse ok = world.responses().getLast();
        assertThat(ok.status()).isEqualTo(200);
        assertThat(ok.body()).isEqualTo(World.bytes("v=0 ours"));
        assertThat(ok.contacts().getFirst().print()).isEqualTo("<sip:alice@192.0.2.1:5060>");

        send(leg.response(200).withBody(SDP, ONE)); // as it was before the UPDATE
        assertThat(answer()).isEqualTo(TWO);
    }

    @Test
    void anUpdateThatIsStillOpenAtTheAnswerIsAnsweredAfterIt() {
        Callee.Leg leg = tried(1).getFirst();
        send(reliable(leg.response(183).withBody(SDP, ONE), 1));
        send(leg.request(Method.UPDATE).withBody(SDP, TWO));
        send(leg.response(200));
        world.answer(call(), World.bytes("v=0 ours"));

        assertThat(answer()).isEqualTo(ONE);
        assertThat(world.responses().getLast().status()).isEqualTo(200);
    }

    @Test
    void anUpdateIsTurnedDownWhenAnotherBranchAnswers() {
        List<Callee.Leg> legs = tried(2);
        send(reliable(legs.getFirst().response(183).withBody(SDP, ONE), 1));
        send(legs.getFirst().request(Method.UPDATE).withBody(SDP, TWO));
        send(legs.getLast().response(200).withBody(SDP, THREE));

        assertThat(answer()).isEqualTo(THREE);
        assertThat(world.responses().getLast().status()).isEqualTo(487);
    }

    @Test
    void anUpdateHasToWaitWhileOurOfferIsOpen() {
        List<Callee.Leg> legs = tried(2);
        Callee.Leg first = legs.getFirst();
        send(first.response(183).withBody(SDP, ONE)); // a preview, no answer
        send(first.request(Method.UPDATE).withBody(SDP, TWO));
        send(
                reliable(first.response(183).withBody(SDP, ONE), 1),
                reliable(legs.getLast().response(183).withBody(SDP, THREE), 1));
        send(first.request(Method.UPDATE).withBody(SDP, TWO)); // nobody listens to that branch

        assertThat(statuses(world.responses())).containsExactly(491, 491);
        assertThat(world.eventsOf(call())).noneMatch(e -> e instanceof CallEvent.Offered);
    }

    @Test
    void anUpdateWithoutAnOfferMovesThePeer() {
        Callee.Leg leg = tried(1).getFirst();
        send(leg.response(180));
        send(leg.request(Method.UPDATE).with(HeaderName.CONTACT, "<sip:bob@198.51.100.5:5090>"));
        send(reliable(leg.response(183), 1));

        assertThat(statuses(world.responses())).containsExactly(200);
        assertThat(world.requests("PRACK").getFirst().uri().print())
                .isEqualTo("sip:bob@198.51.100.5:5090");
    }

    // Branches.

    @Test
    void eachBranchIsAcknowledgedAndEndedByItsOwnWay() {
        List<Callee.Leg> legs = tried(2);
        Target desk = new Target(Transport.UDP, World.ip("198.51.100.21"), 5060);
        Target mobile = new Target(Transport.UDP, World.ip("198.51.100.22"), 5070);
        List<String> atDesk = listen(desk);
        List<String> atMobile = listen(mobile);
        send(
                answered(legs.getFirst(), "sip:bob@10.0.0.1", "sip:198.51.100.21;lr"),
                answered(legs.getLast(), "sip:bob@198.51.100.22:5070", null));
        world.run(Duration.ofSeconds(1));

        assertThat(atDesk).containsExactly("1 ACK sip:bob@10.0.0.1");
        assertThat(atMobile)
                .contains("1 ACK sip:bob@198.51.100.22:5070", "2 BYE sip:bob@198.51.100.22:5070");
        world.hangUp(call());
        world.run(Duration.ofMillis(20));
        assertThat(atDesk).contains("2 BYE sip:bob@10.0.0.1");
    }

    @Test
    void theRouteOfThe2xxCountsNotThatOfTheEarlyAnswer() {
        Callee.Leg leg = tried(1).getFirst();
        Target last = new Target(Transport.UDP, World.ip("198.51.100.21"), 5060);
        List<String> atLast = listen(last);
        send(leg.response(180).with(HeaderName.RECORD_ROUTE, "<sip:198.51.100.99;lr>"));
        send(answered(leg, "sip:bob@10.0.0.1", "sip:198.51.100.21;lr"));

        assertThat(atLast).containsExactly("1 ACK sip:bob@10.0.0.1");
    }

    @Test
    void a199EndsItsBranchAndNothingElse() {
        List<Callee.Leg> legs = tried(2);
        send(legs.getFirst().response(180), legs.getLast().response(180));
        send(legs.getFirst().response(199));
        assertThat(world.eventsOf(call()))
                .last()
                .isEqualTo(new CallEvent.Provisional(199, "Early Dialog Terminated", null));
        send(legs.getFirst().request(Method.OPTIONS));
        assertThat(world.responses().getLast().status()).isEqualTo(481);

        send(legs.getLast().response(200).withBody(SDP, ONE));
        assertThat(answer()).isEqualTo(ONE);
    }

    @Test
    void aByeEndsItsBranchAndTheLastOneTheCall() {
        List<Callee.Leg> legs = tried(2);
        send(legs.getFirst().response(180), legs.getLast().response(180));
        send(legs.getFirst().request(Method.BYE));
        assertThat(world.eventsOf(call())).noneMatch(e -> e instanceof CallEvent.Closing);

        send(legs.getLast().request(Method.BYE));
        assertThat(statuses(world.responses())).containsExactly(200, 200);
        assertThat(world.eventsOf(call())).last().isEqualTo(new CallEvent.RemoteBye(null));
        assertThat(world.requests("CANCEL")).hasSize(1);
    }

    @Test
    void theAnswerOfOneBranchTooManyIsTakenStill() {
        List<Callee.Leg> legs = tried(Forks.MOST + 8);
        legs.forEach(leg -> send(leg.response(183).withBody(SDP, ONE)));
        assertThat(described().stream().filter(Objects::nonNull)).hasSize(Forks.MOST);
        send(legs.getLast().response(200).withBody(SDP, TWO));

        assertThat(answer()).isEqualTo(TWO);
        assertThat(world.requests("ACK")).hasSize(1);
    }

    @Test
    void allWhoAnswerAtOnceAreAcknowledgedAndAllButOneEnded() {
        List<Callee.Leg> legs = tried(4);
        legs.forEach(leg -> world.send(leg.response(200).withBody(SDP, ONE), World.SERVER));
        world.run(Duration.ofSeconds(1));

        assertThat(tags("ACK")).containsExactlyInAnyOrder("leg1", "leg2", "leg3", "leg4");
        assertThat(tags("BYE")).containsExactlyInAnyOrder("leg2", "leg3", "leg4");
        assertThat(world.eventsOf(call()))
                .filteredOn(e -> e instanceof CallEvent.Answered)
                .hasSize(1);
    }

    @Test
    void allWhoAnswerACancelledCallAreEnded() {
        List<Callee.Leg> legs = tried(2);
        send(legs.getFirst().response(180));
        world.hangUp(call());
        legs.forEach(leg -> world.send(leg.response(200).withBody(SDP, ONE), World.SERVER));
        world.run(LONG);

        assertThat(tags("ACK")).containsExactly("leg1", "leg2");
        assertThat(tags("BYE")).containsExactly("leg1", "leg2");
        assertThat(world.eventsOf(call())).noneMatch(e -> e instanceof CallEvent.Answered);
    }

    // Peers that do it wrong, or late.

    @Test
    void aPeerOfRfc2543HasNoTagAtAll() {
        Callee.Leg leg = tried(1).getFirst();
        send(untagged(leg.response(180)), untagged(leg.response(200).withBody(SDP, ONE)));
        assertThat(answer()).isEqualTo(ONE);
        SipRequest info = leg.request(Method.INFO);
        send(info.with(HeaderName.FROM, info.from().print().replaceAll(";tag=.*", "")));
        world.hangUp(call());

        assertThat(statuses(world.responses())).containsExactly(200);
        assertThat(tags("ACK")).containsExactly("");
        assertThat(tags("BYE")).containsExactly("");
    }

    @Test
    void aWrongNumberInAResponseIsOverlooked() {
        Callee.Leg leg = tried(1).getFirst();
        send(
                leg.response(180).with(HeaderName.CSEQ, "7 INVITE"),
                leg.response(200).withBody(SDP, ONE).with(HeaderName.CSEQ, "7 INVITE"));

        assertThat(answer()).isEqualTo(ONE);
        assertThat(world.requests("ACK").getFirst().cseq().number()).isEqualTo(1);
    }

    @Test
    void aResponseToAnotherMethodIsNoAnswer() {
        Callee.Leg leg = tried(1).getFirst();
        send(leg.response(200).withBody(SDP, ONE).with(HeaderName.CSEQ, "1 OPTIONS"));

        assertThat(world.eventsOf(call())).containsExactly(new CallEvent.Trying());
        assertThat(world.agent.counters().strayResponses()).isEqualTo(1);
    }

    @Test
    void provisionalAnswersAfterTheFinalOneAreIgnored() {
        Callee.Leg leg = tried(1).getFirst();
        send(leg.response(200).withBody(SDP, ONE));
        send(leg.response(180), reliable(leg.response(183).withBody(SDP, TWO), 1));

        assertThat(answer()).isEqualTo(ONE);
        assertThat(world.requests("PRACK")).isEmpty();
    }

    @Test
    void anAnswerIsAcknowledgedAsOftenAsItComes() {
        Callee.Leg leg = tried(1).getFirst();
        for (int second = 0; second < 40; second++) { // longer than a transaction lives
            send(leg.response(200).withBody(SDP, ONE));
            world.run(Duration.ofMillis(980));
        }

        assertThat(world.requests("ACK")).hasSize(40);
        assertThat(world.eventsOf(call()))
                .filteredOn(e -> e instanceof CallEvent.Answered)
                .hasSize(1);
    }

    @Test
    void anAnswerAfterWeGaveUpIsAcknowledgedAndEnded() {
        Callee.Leg leg = tried(1).getFirst();
        send(leg.response(180));
        world.put(World.SERVER, (_, _) -> {}); // neither the CANCEL nor 487 comes through
        world.hangUp(call());
        world.run(Duration.ofSeconds(33));
        assertThat(world.eventsOf(call())).last().isInstanceOf(CallEvent.Failed.class);
        send(leg.response(200).withBody(SDP, ONE));

        assertThat(tags("ACK")).containsExactly("leg1");
        assertThat(tags("BYE")).containsExactly("leg1");
    }

    @Test
    void anAnswerToAnInviteThatTimedOutIsAcknowledgedAndEnded() {
        Callee callee = new Callee(world, Plan.silent());
        world.call("sip:bob@example.com");
        world.run(Duration.ofSeconds(33));
        send(callee.leg().response(200).withBody(SDP, ONE));

        assertThat(tags("ACK")).containsExactly("leg1");
        assertThat(tags("BYE")).containsExactly("leg1");
    }

    private List<Callee.Leg> tried(int branches) {
        Callee callee = new Callee(world, Plan.ringing().without(false).branches(branches));
        world.call("sip:bob@example.com");
        world.run(Duration.ofMillis(50));
        return List.copyOf(callee.legs.values());
    }

    private CallHandle call() {
        return world.events.keySet().iterator().next();
    }

    private List<Bytes> described() {
        return world.eventsOf(call()).stream()
                .filter(event -> event instanceof CallEvent.Provisional)
                .map(event -> ((CallEvent.Provisional) event).sdp())
                .toList();
    }

    private @Nullable Bytes answer() {
        return world.eventsOf(call()).stream()
                .filter(event -> event instanceof CallEvent.Answered)
                .map(event -> ((CallEvent.Answered) event).sdp())
                .toList()
                .getFirst();
    }

    private static List<Integer> statuses(List<SipResponse> responses) {
        return responses.stream().map(SipResponse::status).toList();
    }

    /** The To tags of the requests of this method; empty for those without. */
    private List<String> tags(String method) {
        return world.requests(method).stream()
                .map(request -> Objects.requireNonNullElse(request.to().tag(), ""))
                .toList();
    }

    /** What arrives there, as "1 ACK sip:bob@host". */
    private List<String> listen(Target target) {
        List<String> heard = new ArrayList<>();
        world.put(
                target,
                (message, _) -> {
                    if (message instanceof SipRequest request) {
                        heard.add(request.cseq().print() + " " + request.uri().print());
                    }
                });
        return heard;
    }

    private static SipResponse answered(
            Callee.Leg leg, String contact, @Nullable String recordRoute) {
        SipResponse ok =
                leg.response(200).withBody(SDP, ONE).with(HeaderName.CONTACT, "<" + contact + ">");
        return recordRoute == null ? ok : ok.with(HeaderName.RECORD_ROUTE, "<" + recordRoute + ">");
    }

    private static SipResponse reliable(SipResponse response, long number) {
        return response.with(HeaderName.REQUIRE, "100rel")
                .with(HeaderName.RSEQ, Long.toString(number));
    }

    private static SipResponse untagged(SipResponse response) {
        return response.with(HeaderName.TO, response.to().print().replaceAll(";tag=.*", ""));
    }

    private void send(SipResponse... responses) {
        for (SipResponse response : responses) {
            world.send(response, World.SERVER);
            world.run(Duration.ofMillis(20));
        }
    }

    private void send(SipRequest request) {
        world.send(request, World.SERVER);
        world.run(Duration.ofMillis(20));
    }
}
