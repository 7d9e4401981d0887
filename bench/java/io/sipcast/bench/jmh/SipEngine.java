package io.sipcast.bench.jmh;

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
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;

/**
 * The whole SIP engine in virtual time, without a network, and a callee that rings and answers.
 *
 * <p>The same calls always come to the same messages, so that what the callee says can be written
 * down once and played back: then it costs nothing.
 */
final class SipEngine {
    private static final IpAddress OURS = Objects.requireNonNull(IpAddress.parse("127.0.0.1"));
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

    /** The callee. */
    interface Callee {
        /** What it answers to these, and with which status. */
        List<byte[]> answers(List<SipMessage> sent, int status);
    }

    private final UserAgent agent =
            new UserAgent(
                    new Settings(
                            "Sipcast", 0, Timing.UNRELIABLE, new Limits(50_000, 50_000, 200_000)),
                    _ -> new Endpoint(OURS, 5060),
                    new SplittableRandom(1),
                    0);
    private final boolean digest;
    private final Callee callee;
    private long nowNanos;
    private long handles;

    SipEngine(boolean digest, Callee callee) {
        this.digest = digest;
        this.callee = callee;
    }

    /** Makes calls at once, hangs up, and lets what they leave behind run out. */
    void callAndHangUp(int count) {
        List<CallHandle> calls = establish(count);
        List<SipMessage> byes = sent(() -> calls.forEach(call -> agent.hangUp(call, nowNanos)));
        receive(callee.answers(byes, 200));
        runOut();
        if (agent.counters().calls() + agent.counters().transactions() > 0) {
            throw new IllegalStateException(agent.counters().toString());
        }
    }

    /** Makes calls that stand. */
    void standing(int count) {
        long before = agent.counters().calls();
        establish(count);
        runOut();
        if (agent.counters().calls() != before + count || agent.counters().transactions() > 0) {
            throw new IllegalStateException(agent.counters().toString());
        }
    }

    private void runOut() {
        nowNanos += Duration.ofMinutes(2).toNanos();
        sent(() -> agent.timeout(nowNanos));
    }

    private List<CallHandle> establish(int count) {
        List<OutgoingCall> orders = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            orders.add(order());
        }
        List<SipMessage> sent = sent(() -> orders.forEach(o -> agent.invite(o, nowNanos)));
        if (digest) {
            sent = receive(callee.answers(sent, 401));
        }
        List<byte[]> ringing = callee.answers(sent, 180);
        List<byte[]> ok = callee.answers(sent, 200);
        receive(ringing);
        receive(ok);
        return orders.stream().map(OutgoingCall::call).toList();
    }

    private OutgoingCall order() {
        var account = new Account("alice", "alice", digest ? "secret" : null, "trunk", 0, null);
        SipUri uri = SipUri.parse("sip:bob@127.0.0.1:5090");
        return new OutgoingCall(
                new CallHandle(++handles), account, uri, List.of(CALLEE), SDP, List.of());
    }

    /** Does this, and returns what was sent, printed as it is for the network. */
    private List<SipMessage> sent(Runnable work) {
        List<SipMessage> sent = new ArrayList<>();
        work.run();
        for (Output out = agent.poll(); out != null; out = agent.poll()) {
            switch (out) {
                case Output.Send(var packet) -> sent.add(packet.message());
                case Output.Resolve(long id, var _) ->
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
        return sent;
    }

    private List<SipMessage> receive(List<byte[]> datagrams) {
        return sent(() ->
                datagrams.forEach(bytes -> agent.receive(SipParser.read(bytes), FLOW, nowNanos)));
    }

    /** A callee that thinks. */
    static List<byte[]> answer(List<SipMessage> sent, int status) {
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
}
