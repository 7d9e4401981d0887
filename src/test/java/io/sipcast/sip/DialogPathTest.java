package io.sipcast.sip;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.sip.dialog.Dialog;
import io.sipcast.sip.dialog.Sequence;
import io.sipcast.sip.message.HeaderName;
import io.sipcast.sip.message.Headers;
import io.sipcast.sip.message.Method;
import io.sipcast.sip.message.SipRequest;
import io.sipcast.sip.message.SipResponse;
import io.sipcast.sip.message.SipUri;
import io.sipcast.sip.request.Authority;
import io.sipcast.sip.request.ClientRequest;
import io.sipcast.sip.request.Environment;
import io.sipcast.sip.request.TargetHealth;
import io.sipcast.sip.route.Endpoint;
import io.sipcast.sip.route.Flow;
import io.sipcast.sip.route.Target;
import io.sipcast.sip.route.Transport;
import io.sipcast.sip.transaction.Limits;
import io.sipcast.sip.transaction.Packet;
import io.sipcast.sip.transaction.ServerTransaction;
import io.sipcast.sip.transaction.TimerQueue;
import io.sipcast.sip.transaction.Timing;
import io.sipcast.sip.transaction.TransactionLayer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Which connection requests take to a peer that called us. */
class DialogPathTest {
    private static final Target PEER = new Target(Transport.TCP, World.ip("203.0.113.9"), 40_000);
    private static final Flow FLOW = new Flow(PEER, new Endpoint(World.OURS, 5060), 12);

    private final List<Packet> sent = new ArrayList<>();
    private final TimerQueue timers = new TimerQueue(0);
    private final TransactionLayer layer =
            new TransactionLayer(
                    Timing.UNRELIABLE,
                    Limits.DEFAULT,
                    timers,
                    new SplittableRandom(1),
                    sent::add,
                    new NobodyCalls());
    private final Environment environment =
            new Environment(
                    layer,
                    timers,
                    Timing.UNRELIABLE,
                    _ -> new Endpoint(World.OURS, 5060),
                    (_, _) -> {},
                    new TargetHealth(),
                    0);

    @Test
    void theWayThatThePeerOpenedLeadsToAContactBehindItsNat() {
        DialogPath path = path("sip:bob@10.1.1.1:5060;transport=tcp", "");
        path.begunOver(FLOW);
        bye(path);

        Packet bye = sent.getFirst();
        assertThat(bye.message().print()).asString().startsWith("BYE sip:bob@10.1.1.1:5060");
        assertThat(bye.connection()).isEqualTo(12);
        assertThat(bye.target()).as("when it is gone").hasToString("tcp:10.1.1.1:5060");
    }

    @Test
    void withoutItAnyConnectionToTheContactWillDo() {
        bye(path("sip:bob@10.1.1.1:5060;transport=tcp", ""));

        assertThat(sent.getFirst().connection()).isZero();
    }

    @Test
    void aContactByAnotherTransportIsReachedThere() {
        DialogPath path = path("sip:bob@10.1.1.1:5060", "");
        path.begunOver(FLOW);
        bye(path);

        assertThat(sent.getFirst().connection()).isZero();
        assertThat(sent.getFirst().target()).hasToString("udp:10.1.1.1:5060");
    }

    @Test
    void aProxyIsReachedOverItsOwnConnectionOnly() {
        DialogPath same = path("sip:bob@10.1.1.1", "<sip:203.0.113.9;transport=tcp;lr>");
        DialogPath other = path("sip:bob@10.1.1.1", "<sip:203.0.113.10;transport=tcp;lr>");
        same.begunOver(FLOW);
        other.begunOver(FLOW);
        bye(same);
        bye(other);

        assertThat(sent).extracting(Packet::connection).containsExactly(12L, 0L);
    }

    private DialogPath path(String contact, String recordRoute) {
        Headers.Builder headers =
                Headers.builder()
                        .add(HeaderName.FROM, "<sip:bob@example.com>;tag=b")
                        .add(HeaderName.TO, "<sip:us@example.com>")
                        .add(HeaderName.CALL_ID, "c")
                        .add(HeaderName.CSEQ, "1 INVITE")
                        .add(HeaderName.CONTACT, "<" + contact + ">");
        if (!recordRoute.isEmpty()) {
            headers.add(HeaderName.RECORD_ROUTE, recordRoute);
        }
        SipRequest invite =
                SipRequest.of(Method.INVITE, SipUri.parse("sip:us@192.0.2.1"), headers.build());
        return new DialogPath(environment, Dialog.ofRequest(invite, "a"), List.of(), PEER);
    }

    private void bye(DialogPath path) {
        ClientRequest request =
                new ClientRequest(
                        environment,
                        (_, _, number) -> path.dialog().request(Method.BYE, number),
                        new Sequence(),
                        new Authority(null, path::reach),
                        new DialogRequest(new Unheard(), () -> {}));
        path.locate(targets -> request.start(targets, path::connection));
    }

    private static final class Unheard implements DialogRequest.Owner {
        @Override
        public void answered(int status) {}

        @Override
        public void unanswered() {}
    }

    private static final class NobodyCalls implements TransactionLayer.User {
        @Override
        public void onRequest(ServerTransaction transaction, SipRequest request) {}

        @Override
        public void onAck(SipRequest ack) {}

        @Override
        public void onStray(SipResponse response) {}

        @Override
        public boolean expects(SipRequest request) {
            return false;
        }
    }
}
