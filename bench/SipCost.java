import io.sipcast.bytes.Bytes;
import io.sipcast.sip.Account;
import io.sipcast.sip.CallHandle;
import io.sipcast.sip.OutgoingCall;
import io.sipcast.sip.Output;
import io.sipcast.sip.Settings;
import io.sipcast.sip.UserAgent;
import io.sipcast.sip.message.Method;
import io.sipcast.sip.message.SipMessage;
import io.sipcast.sip.message.SipParser;
import io.sipcast.sip.message.SipRequest;
import io.sipcast.sip.message.SipResponse;
import io.sipcast.sip.message.SipUri;
import io.sipcast.sip.route.Endpoint;
import io.sipcast.sip.route.Flow;
import io.sipcast.sip.route.IpAddress;
import io.sipcast.sip.route.Target;
import io.sipcast.sip.route.Transport;
import io.sipcast.sip.transaction.Limits;
import io.sipcast.sip.transaction.Timing;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What a call costs the SIP engine by itself, on one thread, in virtual time: the CPU to set it up
 * and tear it down, parsing and printing included, and the memory while it stands. The callee's
 * answers are made outside the measured time.
 */
final class SipCost {
    private static final int BATCH = 500;
    private static final int BATCHES = 60;
    private static final int DIALOGS = 20_000;
    private static final IpAddress OURS = IpAddress.parse("127.0.0.1");
    private static final Target CALLEE = new Target(Transport.UDP, OURS, 5090);
    private static final Flow FLOW = new Flow(CALLEE, new Endpoint(OURS, 5060), 0);
    private static final Bytes SDP =
            Bytes.copyOf(
                    """
                    v=0\r
                    o=- 1 1 IN IP4 127.0.0.1\r
                    s=-\r
                    c=IN IP4 127.0.0.1\r
                    t=0 0\r
                    m=audio 10000 RTP/AVP 0 8 101\r
                    a=rtpmap:101 telephone-event/8000\r
                    """
                            .getBytes(StandardCharsets.US_ASCII));

    private final UserAgent agent =
            new UserAgent(
                    new Settings(
                            "Sipcast", 0, Timing.UNRELIABLE, new Limits(50_000, 50_000, 200_000)),
                    _ -> new Endpoint(OURS, 5060),
                    new SplittableRandom(1),
                    0);
    private final boolean digest;
    private long nowNanos;
    private long handles;
    private long cpuNanos;

    private SipCost(boolean digest) {
        this.digest = digest;
    }

    public static void main(String[] args) {
        for (boolean digest : new boolean[] {false, true}) {
            SipCost cost = new SipCost(digest);
            cost.callsAndHangsUp(BATCHES); // to warm up
            cost.cpuNanos = 0;
            cost.callsAndHangsUp(BATCHES);
            double micros = cost.cpuNanos / 1e3 / (BATCH * BATCHES);
            System.out.printf(
                    "engine, %-8s %6.1f us of CPU a call, %6.0f calls/s on one core%n",
                    digest ? "digest:" : "open:", micros, 1e6 / micros);
        }
        for (boolean digest : new boolean[] {false, true}) {
            System.out.printf(
                    "idle dialog, %-8s %6.2f kB%n",
                    digest ? "digest:" : "open:", new SipCost(digest).bytesPerDialog() / 1024);
        }
    }

    private void callsAndHangsUp(int batches) {
        for (int i = 0; i < batches; i++) {
            List<CallHandle> calls = establish(BATCH);
            List<SipMessage> byes = measured(() -> calls.forEach(c -> agent.hangUp(c, nowNanos)));
            List<byte[]> answers = answers(byes, 200);
            measured(() -> receive(answers));
            nowNanos += Duration.ofSeconds(1).toNanos();
            measured(() -> agent.timeout(nowNanos));
        }
        nowNanos += Duration.ofMinutes(2).toNanos();
        measured(() -> agent.timeout(nowNanos));
        if (agent.counters().calls() + agent.counters().transactions() > 0) {
            throw new IllegalStateException(agent.counters().toString());
        }
    }

    private List<CallHandle> establish(int count) {
        List<OutgoingCall> orders = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            orders.add(order());
        }
        List<SipMessage> sent = measured(() -> orders.forEach(o -> agent.invite(o, nowNanos)));
        if (digest) {
            List<byte[]> challenges = answers(sent, 401);
            sent = measured(() -> receive(challenges));
        }
        List<byte[]> ringing = answers(sent, 180);
        List<byte[]> ok = answers(sent, 200);
        measured(() -> receive(ringing));
        measured(() -> receive(ok));
        return orders.stream().map(OutgoingCall::call).toList();
    }

    private OutgoingCall order() {
        var account = new Account("alice", "alice", digest ? "secret" : null, "trunk", 0, null);
        SipUri callee = SipUri.parse("sip:bob@127.0.0.1:5090");
        return new OutgoingCall(
                new CallHandle(++handles), account, callee, List.of(CALLEE), SDP, List.of());
    }

    /** Does this with the time counted, and returns what was sent. */
    private List<SipMessage> measured(Runnable work) {
        var cpu = ManagementFactory.getThreadMXBean();
        List<SipMessage> sent = new ArrayList<>();
        long start = cpu.getCurrentThreadCpuTime();
        work.run();
        for (Output out = agent.poll(); out != null; out = agent.poll()) {
            switch (out) {
                case Output.Send(var packet) -> sent.add(packet.message());
                case Output.Resolve(long id, var hop) ->
                        agent.resolved(id, List.of(CALLEE), nowNanos);
                case Output.OfCall _,
                        Output.Arrived _,
                        Output.TurnedAway _,
                        Output.OfRegistration _,
                        Output.KeepAlive _,
                        Output.Trace _,
                        Output.RegistrationTrace _ -> {}
            }
        }
        cpuNanos += cpu.getCurrentThreadCpuTime() - start;
        return sent;
    }

    private void receive(List<byte[]> datagrams) {
        datagrams.forEach(bytes -> agent.receive(SipParser.read(bytes), FLOW, nowNanos));
    }

    private static List<byte[]> answers(List<SipMessage> sent, int status) {
        List<byte[]> answers = new ArrayList<>();
        for (SipMessage message : sent) {
            if (message instanceof SipRequest request && !request.method().equals(Method.ACK)) {
                answers.add(answer(request, status).print());
            }
        }
        return answers;
    }

    private static SipResponse answer(SipRequest request, int status) {
        SipResponse bare = SipResponse.to(request, status).withToTag("callee");
        if (status == 401) { // a nonce for each call, as some servers have it
            return bare.with(
                    "WWW-Authenticate",
                    "Digest realm=\"trunk\", nonce=\"%s\", stale=true, qop=\"auth\", algorithm=MD5"
                            .formatted(request.callId()));
        }
        SipResponse whole = bare.with("Contact", "<sip:bob@127.0.0.1:5090>");
        boolean answered = status == 200 && request.method().equals(Method.INVITE);
        return answered ? whole.withBody("application/sdp", SDP) : whole;
    }

    private double bytesPerDialog() {
        establishAll(DIALOGS / 10); // what is allocated once
        long before = used();
        establishAll(DIALOGS);
        double bytes = (double) (used() - before) / DIALOGS;
        if (agent.counters().calls() != DIALOGS + DIALOGS / 10
                || agent.counters().transactions() > 0) {
            throw new IllegalStateException(agent.counters().toString());
        }
        return bytes;
    }

    /** And lets all transactions run out. */
    private void establishAll(int count) {
        for (int i = 0; i < count; i += BATCH) {
            establish(BATCH);
        }
        nowNanos += Duration.ofMinutes(2).toNanos();
        measured(() -> agent.timeout(nowNanos));
    }

    private static long used() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
