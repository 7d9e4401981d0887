package io.sipcast.sip;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.sip.message.Rfc4475;
import io.sipcast.sip.message.SipResponse;
import io.sipcast.sip.route.Target;
import io.sipcast.sip.route.Transport;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every message of RFC 4475 at the engine: what goes back, and that nothing stays behind. */
class Rfc4475AnswersTest {
    private static final Target STRANGER =
            new Target(Transport.UDP, World.ip("203.0.113.9"), 40_000);

    private final World world = new World(4475);

    @AfterEach
    void nothingIsLeft() {
        world.runToTheEnd();
        UserAgent.Counters counters = world.agent.counters();
        assertThat(counters.calls() + counters.transactions() + counters.timers()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "wsinv, 481",
        "intmeth, 501",
        "esc01, 404",
        "escnull, 405",
        "esc02, 501",
        "lwsdisp, 200",
        "longreq, 404",
        "dblreq, 405",
        "semiuri, 200",
        "transports, 200",
        "mpart01, 405",
        "unreason, 0",
        "noreason, 0",
        "badinv01, 0",
        "clerr, 400",
        "ncl, 400",
        "scalar02, 0",
        "scalarlg, 0",
        "quotbal, 0",
        "ltgtruri, 400",
        "lwsruri, 400",
        "lwsstart, 400",
        "trws, 400",
        "escruri, 404",
        "baddate, 404",
        "regbadct, 400",
        "badaspec, 200",
        "baddn, 0",
        "badvers, 0",
        "mismatch01, 400",
        "mismatch02, 400",
        "bigcode, 0",
        "badbranch, 200",
        "insuf, 0",
        "unkscm, 416",
        "novelsc, 416",
        "unksm2, 405",
        "bext01, 420",
        "invut, 404",
        "regaut01, 405",
        "multi01, 400",
        "mcl01, 400",
        "bcast, 0",
        "zeromf, 200",
        "cparam01, 405",
        "cparam02, 405",
        "regescrt, 405",
        "sdp01, 404",
        "inv2543, 404"
    })
    void isAnswered(String name, int status) {
        List<SipResponse> answers = answers(name);

        assertThat(answers.stream().map(SipResponse::status).distinct().toList())
                .isEqualTo(status == 0 ? List.of() : List.of(status));
    }

    @Test
    void saysWhichExtensionsAndMethodsItDoesNotHave() {
        assertThat(answers("bext01").getFirst().unsupported())
                .containsExactly("nothingSupportsThis", "nothingSupportsThisEither");
        assertThat(answers("intmeth").getLast().headers().first("Allow")).contains("INVITE");
    }

    /** §3.2.1: the branch is no key, so the rest of RFC 3261 §17.2.3 tells repeats from others. */
    @Test
    void twoRequestsWithTheSameBadBranchAreTwo() {
        List<SipResponse> first = answers("badbranch");
        byte[] other =
                new String(Rfc4475.message("badbranch"), UTF_8)
                        .replace("badbranch.", "other.")
                        .getBytes(UTF_8);
        world.sendRaw(other, STRANGER);
        world.run(Duration.ofMillis(100));

        assertThat(first.getFirst().callId()).startsWith("badbranch.");
        assertThat(world.responses().getLast().callId()).startsWith("other.");
    }

    /** All of them while a call stands: it does not even notice. */
    @Test
    void aCallGoesOn() {
        Callee callee = new Callee(world, Plan.answering());
        CallHandle call = world.call("sip:bob@example.com");
        world.run(Duration.ofSeconds(5));
        int events = world.eventsOf(call).size();
        Rfc4475.messages().values().forEach(bytes -> world.sendRaw(bytes, STRANGER));
        world.run(Duration.ofSeconds(60));

        assertThat(world.eventsOf(call)).hasSize(events);
        world.hangUp(call);
        world.runToTheEnd();
        assertThat(callee.leg().byeReceived).isTrue();
    }

    static Set<String> names() {
        return Rfc4475.messages().keySet();
    }

    /** The same twice: the answer, if there is one, is the same. */
    @ParameterizedTest
    @MethodSource("names")
    void isAnsweredTheSameAgain(String name) {
        List<SipResponse> first = List.copyOf(answers(name));
        int before = world.responses().size();
        world.sendRaw(Rfc4475.message(name), STRANGER);
        world.run(Duration.ofMillis(20));

        List<SipResponse> again = world.responses().subList(before, world.responses().size());
        assertThat(again).allMatch(first::contains);
        assertThat(again.isEmpty()).isEqualTo(first.isEmpty());
    }

    private List<SipResponse> answers(String name) {
        int before = world.responses().size();
        world.sendRaw(Rfc4475.message(name), STRANGER);
        world.run(Duration.ofMillis(100));
        return world.responses().subList(before, world.responses().size());
    }
}
