package io.sipcast.ice;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.ice.IceNetwork.Node;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Two whole agents over a network, in virtual time. */
class IceAgentTest {
    private final IceNetwork network = new IceNetwork(8445);
    private final Node offerer = network.node("192.0.2.1");
    private final Node answerer = network.node("198.51.100.1");

    /** Both know the other's description. */
    private void begin(Node a, boolean aLite, boolean aControls, Node b, boolean bLite) {
        begin(a, aLite, aControls, b, bLite, !aControls, 1, 2);
    }

    private void begin(
            Node a,
            boolean aLite,
            boolean aControls,
            Node b,
            boolean bLite,
            boolean bControls,
            int streams,
            int components) {
        for (int stream = 0; stream < streams; stream++) {
            boolean rtcp = components == 2;
            IceDescription ofA =
                    a.description(a.identity.credentials(), aLite, true, stream, components);
            IceDescription ofB =
                    b.description(b.identity.credentials(), bLite, true, stream, components);
            a.agent.begin(
                    stream,
                    new IceTerms(ofA.credentials(), ofB, aLite, aControls, rtcp),
                    a.ports(stream, components),
                    network.now());
            b.agent.begin(
                    stream,
                    new IceTerms(ofB.credentials(), ofA, bLite, bControls, rtcp),
                    b.ports(stream, components),
                    network.now());
        }
    }

    private void assertCompleted() {
        assertThat(offerer.report().state()).isEqualTo(IceState.COMPLETED);
        assertThat(answerer.report().state()).isEqualTo(IceState.COMPLETED);
        assertThat(offerer.selected.get(1)).isEqualTo(answerer.base(0, 1));
        assertThat(answerer.selected.get(1)).isEqualTo(offerer.base(0, 1));
    }

    @Test
    void twoFullAgentsFindEachOther() {
        begin(offerer, false, true, answerer, false);
        network.run(1000);

        assertCompleted();
        assertThat(offerer.selected.get(2)).isEqualTo(answerer.base(0, 2));
        assertThat(answerer.selected.get(2)).isEqualTo(offerer.base(0, 2));
        assertThat(offerer.report().role()).isEqualTo(IceReport.Role.CONTROLLING);
        assertThat(answerer.report().role()).isEqualTo(IceReport.Role.CONTROLLED);
        assertThat(offerer.report().pairs())
                .contains(
                        new IceReport.Pair(1, "192.0.2.1:10000", "198.51.100.1:10000", "host", 40));
        assertThat(offerer.selections).as("each chosen once").isEqualTo(2);
    }

    @Test
    void aFullAgentFindsALiteOneAndNominates() {
        begin(offerer, false, true, answerer, true);
        network.run(1000);

        assertCompleted();
        assertThat(answerer.report().role()).isEqualTo(IceReport.Role.LITE);
        assertThat(answerer.report().checks()).isEqualTo(4); // of each component: found, chosen
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void lossAndReorderingOnlyTakeTime(int seed) {
        IceNetwork bad = new IceNetwork(seed).impaired(0.2, 400);
        Node a = bad.node("192.0.2.1");
        Node b = bad.node("198.51.100.1");
        boolean lite = seed % 2 == 0;
        for (int stream = 0; stream < 2; stream++) {
            IceDescription ofA = a.description(a.identity.credentials(), false, true, stream, 2);
            IceDescription ofB = b.description(b.identity.credentials(), lite, true, stream, 2);
            a.agent.begin(
                    stream,
                    new IceTerms(ofA.credentials(), ofB, false, true, true),
                    a.ports(stream, 2),
                    bad.now());
            b.agent.begin(
                    stream,
                    new IceTerms(ofB.credentials(), ofA, lite, false, true),
                    b.ports(stream, 2),
                    bad.now());
        }
        bad.run(39_000);

        for (int stream = 0; stream < 2; stream++) {
            assertThat(a.selected).containsEntry(10 * stream + 1, b.base(stream, 1));
            assertThat(a.selected).containsEntry(10 * stream + 2, b.base(stream, 2));
            assertThat(b.selected).containsEntry(10 * stream + 1, a.base(stream, 1));
            assertThat(b.selected).containsEntry(10 * stream + 2, a.base(stream, 2));
        }
    }

    /** The peer names its private address only; its checks show the public one. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aPeerBehindANatIsFoundByWhereItsChecksComeFrom(boolean lite) {
        Node natted = network.node("10.0.0.7").behind("203.0.113.7");
        begin(natted, false, true, offerer, lite);
        network.run(5000);

        assertThat(offerer.selected.get(1)).hasToString("203.0.113.7:10000");
        assertThat(natted.selected.get(1)).isEqualTo(offerer.base(0, 1));
        assertThat(offerer.report().pairs().getFirst().type()).isEqualTo("prflx");
        assertThat(natted.report().pairs().getFirst().local()).isEqualTo("203.0.113.7:10000");
    }

    @ParameterizedTest
    @CsvSource({"true, 1", "true, 2", "true, 3", "false, 1", "false, 2", "false, 3"})
    void aRoleConflictIsSettledByTheTieBreaker(boolean bothControl, long seed) {
        IceNetwork net = new IceNetwork(seed);
        Node a = net.node("192.0.2.1");
        Node b = net.node("198.51.100.1");
        IceDescription ofA = a.description(a.identity.credentials(), false, true, 0, 2);
        IceDescription ofB = b.description(b.identity.credentials(), false, true, 0, 2);
        a.agent.begin(
                0,
                new IceTerms(ofA.credentials(), ofB, false, bothControl, true),
                a.ports(0, 2),
                net.now());
        b.agent.begin(
                0,
                new IceTerms(ofB.credentials(), ofA, false, bothControl, true),
                b.ports(0, 2),
                net.now());
        net.run(3000);

        assertThat(a.report().state()).isEqualTo(IceState.COMPLETED);
        assertThat(b.report().state()).isEqualTo(IceState.COMPLETED);
        assertThat(List.of(a.report().role(), b.report().role()))
                .containsExactlyInAnyOrder(IceReport.Role.CONTROLLING, IceReport.Role.CONTROLLED);
    }

    @Test
    void aLiteAgentTellsAFullOneThatItControls() {
        begin(offerer, false, false, answerer, true); // the offerer has overlooked a=ice-lite
        network.run(2000);

        assertCompleted();
        assertThat(offerer.report().role()).isEqualTo(IceReport.Role.CONTROLLING);
    }

    @Test
    void checksThatOvertakeTheAnswerCount() {
        offerer.agent.expect(0, offerer.identity.credentials());
        IceDescription ofOfferer =
                offerer.description(offerer.identity.credentials(), false, true, 0, 1);
        IceDescription ofAnswerer =
                answerer.description(answerer.identity.credentials(), false, true, 0, 1);
        answerer.agent.begin(
                0,
                new IceTerms(ofAnswerer.credentials(), ofOfferer, false, false, false),
                answerer.ports(0, 1),
                network.now());
        network.run(300); // the answer takes its time
        assertThat(offerer.validated).as("nobody yet").isEmpty();
        assertThat(answerer.validated).containsExactly(offerer.base(0, 1));

        offerer.agent.begin(
                0,
                new IceTerms(ofOfferer.credentials(), ofAnswerer, false, true, false),
                offerer.ports(0, 1),
                network.now());
        assertThat(offerer.validated).containsExactly(answerer.base(0, 1));
        network.run(300);
        assertCompleted();
    }

    @Test
    void aRestartWithOtherCredentialsMovesToAnotherAddress() {
        begin(offerer, false, true, answerer, false);
        network.run(1000);
        assertCompleted();

        Node moved = network.node("203.0.113.77");
        IceCredentials fresh = answerer.identity.next().credentials();
        IceDescription ofMoved = moved.description(moved.identity.credentials(), false, true, 0, 2);
        IceDescription ours = offerer.description(fresh, false, true, 0, 2);
        offerer.agent.begin(
                0,
                new IceTerms(fresh, ofMoved, false, false, true),
                offerer.ports(0, 2),
                network.now());
        assertThat(offerer.selected.get(1)).as("meanwhile").isEqualTo(answerer.base(0, 1));
        moved.agent.begin(
                0,
                new IceTerms(ofMoved.credentials(), ours, false, true, true),
                moved.ports(0, 2),
                network.now());
        network.run(1000);

        assertThat(offerer.selected.get(1)).isEqualTo(moved.base(0, 1));
        assertThat(offerer.report().role()).isEqualTo(IceReport.Role.CONTROLLED);
        assertThat(offerer.report().restarts()).isEqualTo(1);
    }

    @Test
    void theSameTermsAgainChangeNothing() {
        begin(offerer, false, true, answerer, false);
        network.run(1000);
        int sent = network.sent();
        begin(offerer, false, true, answerer, false);
        network.run(1000);

        assertThat(network.sent()).isEqualTo(sent);
        assertCompleted();
    }

    @Test
    void consentIsAskedForAndItsLossEndsSending() {
        begin(offerer, false, true, answerer, true);
        network.run(60_000);
        assertCompleted();
        int inAMinute = network.sent();
        assertThat(inAMinute).as("about one check in 5 s for each component").isBetween(40, 70);

        network.cutOff(answerer.base(0, 1));
        network.run(29_000 - 6_000); // the last answer may be 6 s old
        assertThat(offerer.report().state()).isEqualTo(IceState.COMPLETED);
        network.run(8_000);
        assertThat(offerer.report().state()).isEqualTo(IceState.CONSENT_LOST);
        assertThat(offerer.selected).doesNotContainKey(1).containsKey(2);
    }

    @Test
    void aPeerThatIsNowhereFailsAfterAllPatience() {
        IceDescription ours =
                offerer.description(offerer.identity.credentials(), false, true, 0, 1);
        IceDescription theirs =
                new IceDescription(
                        answerer.identity.credentials(),
                        false,
                        true,
                        List.of(
                                Candidate.parse("1 1 UDP 1 203.0.113.99 9999 typ host")
                                        .orElseThrow()));
        offerer.agent.begin(
                0,
                new IceTerms(ours.credentials(), theirs, false, true, false),
                offerer.ports(0, 1),
                network.now());
        network.run(39_000);
        assertThat(offerer.report().state()).isEqualTo(IceState.CHECKING);
        assertThat(offerer.strangers).as("Rc of RFC 8489").hasSize(7);
        network.run(2_000);
        assertThat(offerer.report().state()).isEqualTo(IceState.FAILED);
        network.run(60_000);
        assertThat(offerer.strangers).hasSize(7);
        assertThat(offerer.selected).isEmpty();
    }

    /** RFC 5245's aggressive peer nominates a worse pair first, then a better one. */
    @Test
    void theBestOfWhatAnAggressivePeerNominatesIsUsed() {
        IceDescription peer =
                new IceDescription(
                        answerer.identity.credentials(),
                        false,
                        false,
                        List.of(
                                Candidate.parse("1 1 UDP 2130706431 198.51.100.1 10000 typ host")
                                        .orElseThrow(),
                                Candidate.parse("2 1 UDP 100 198.51.100.2 10000 typ relay")
                                        .orElseThrow()));
        IceTerms terms = new IceTerms(offerer.identity.credentials(), peer, true, false, false);
        offerer.agent.begin(0, terms, offerer.ports(0, 1), network.now());
        Requests requests = new Requests(terms);
        TransportAddress worse = IceNetwork.address("198.51.100.2", 10_000);
        TransportAddress better = IceNetwork.address("198.51.100.1", 10_000);

        ask(worse, requests.nominating());
        assertThat(offerer.selected.get(1)).isEqualTo(worse);
        ask(better, requests.nominating());
        assertThat(offerer.selected.get(1)).isEqualTo(better);
        ask(worse, requests.nominating());
        assertThat(offerer.selected.get(1)).isEqualTo(better);
        network.run(16_000); // it has gone silent
        ask(worse, requests.nominating());
        assertThat(offerer.selected.get(1)).isEqualTo(worse);
    }

    private void ask(TransportAddress from, byte[] request) {
        network.inject(from, offerer.base(0, 1), request);
        network.run(100);
    }
}
