package io.sipcast.sip;

import io.sipcast.bytes.Bytes;
import io.sipcast.sip.message.CSeq;
import io.sipcast.sip.message.HeaderName;
import io.sipcast.sip.message.Headers;
import io.sipcast.sip.message.Method;
import io.sipcast.sip.message.SipMessage;
import io.sipcast.sip.message.SipRequest;
import io.sipcast.sip.message.SipResponse;
import io.sipcast.sip.message.Uri;
import io.sipcast.sip.route.Target;
import io.sipcast.sip.route.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Who calls us, message by message as the test says; it repeats nothing by itself. */
final class Caller implements World.Peer {
    static final Target AT = new Target(Transport.UDP, World.ip("203.0.113.9"), 5070);
    static final Bytes OFFER = World.bytes("v=0 theirs");

    final List<SipRequest> requests = new ArrayList<>();
    final List<SipResponse> responses = new ArrayList<>();

    /** Whether requests are answered 200. */
    boolean answers = true;

    private final World world;
    private final Target at;
    private int branches;
    private int cseq = 1;

    Caller(World world) {
        this(world, AT);
    }

    Caller(World world, Target at) {
        this.world = world;
        this.at = at;
        world.put(at, this);
    }

    @Override
    public void receive(SipMessage message, Target here) {
        switch (message) {
            case SipRequest request -> {
                requests.add(request);
                if (answers) {
                    world.send(SipResponse.to(request, 200), at);
                }
            }
            case SipResponse response -> responses.add(response);
        }
    }

    /** A new INVITE with SDP. */
    SipRequest invite(String user) {
        return request(Method.INVITE, "sip:" + user + "@192.0.2.1", "<sip:studio@example.com>")
                .withBody(Capabilities.SDP, OFFER);
    }

    /** A new INVITE without SDP. */
    SipRequest bareInvite(String user) {
        return request(Method.INVITE, "sip:" + user + "@192.0.2.1", "<sip:studio@example.com>");
    }

    private SipRequest request(Method method, String uri, String to) {
        Headers headers =
                Headers.builder()
                        .add(HeaderName.VIA, via())
                        .add(HeaderName.MAX_FORWARDS, "70")
                        .add(HeaderName.FROM, "\"Bob\" <sip:bob@example.net>;tag=theirs")
                        .add(HeaderName.TO, to)
                        .add(HeaderName.CALL_ID, "call@203.0.113.9")
                        .add(HeaderName.CSEQ, new CSeq(cseq++, method).print())
                        .add(HeaderName.CONTACT, "<sip:bob@203.0.113.9:5070>")
                        .build();
        return SipRequest.of(method, Uri.parse(uri), headers);
    }

    String via() {
        return "SIP/2.0/UDP 203.0.113.9:5070;rport;branch=z9hG4bKcaller" + ++branches;
    }

    /** The request in the dialog that the last 2xx has begun. */
    SipRequest inDialog(Method method) {
        SipResponse ok = last(200);
        return request(method, ok.contacts().getFirst().uri().print(), ok.to().print());
    }

    /** The ACK of the last 2xx. */
    SipRequest ack() {
        SipResponse ok = last(200);
        return inDialog(Method.ACK)
                .with(HeaderName.CSEQ, new CSeq(ok.cseq().number(), Method.ACK).print());
    }

    /** The ACK of a failure, which belongs to the INVITE's transaction. */
    SipRequest ack(SipRequest invite) {
        return hopByHop(Method.ACK, invite).with(HeaderName.TO, responses.getLast().to().print());
    }

    SipRequest cancel(SipRequest invite) {
        return hopByHop(Method.CANCEL, invite);
    }

    private static SipRequest hopByHop(Method method, SipRequest invite) {
        Headers headers = invite.headers().without(HeaderName.CONTENT_TYPE);
        return SipRequest.of(
                method,
                invite.uri(),
                headers.with(HeaderName.CSEQ, new CSeq(invite.cseq().number(), method).print()));
    }

    SipResponse last(int status) {
        return responses.stream()
                .filter(response -> response.status() == status)
                .reduce((_, later) -> later)
                .orElseThrow(() -> new AssertionError("no " + status + " in " + responses));
    }

    List<Integer> statuses() {
        return responses.stream().map(SipResponse::status).toList();
    }

    /** Sends them one after the other, and waits until each has arrived and an answer is back. */
    void send(SipRequest... messages) {
        for (SipRequest message : messages) {
            world.send(message, at);
            world.run(Duration.ofMillis(20));
        }
    }
}
