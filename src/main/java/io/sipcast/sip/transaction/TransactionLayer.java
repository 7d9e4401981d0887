package io.sipcast.sip.transaction;

import io.sipcast.sip.message.HeaderName;
import io.sipcast.sip.message.Method;
import io.sipcast.sip.message.SipRequest;
import io.sipcast.sip.message.SipResponse;
import io.sipcast.sip.message.Via;
import io.sipcast.sip.route.Endpoint;
import io.sipcast.sip.route.Flow;
import io.sipcast.sip.route.ResponsePath;
import io.sipcast.sip.route.Target;
import io.sipcast.sip.route.Transport;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** All transactions by what their messages have in common, RFC 3261 §17 and §18. */
public final class TransactionLayer {
    /** Whom the requests of others are for. */
    public interface User {
        /** A new request, never ACK or CANCEL. It is answered now or later. */
        void onRequest(ServerTransaction transaction, SipRequest request);

        /** An ACK that no transaction waits for: that of a 2xx. */
        void onAck(SipRequest ack);

        /** A response to nothing. */
        void onStray(SipResponse response);

        /** Whether the request belongs to a dialog, so that its address may have more of them. */
        boolean expects(SipRequest request);
    }

    private static final HexFormat HEX = HexFormat.of();

    private final Map<ClientKey, ClientTransaction> clients = new HashMap<>();
    private final Map<ServerKey, ServerTransaction> servers = new HashMap<>();
    private final Admission admission;

    private final Timing timing;
    private final Limits limits;
    private final TimerQueue timers;
    private final RandomGenerator random;
    private final Wire wire;
    private final User user;

    public TransactionLayer(
            Timing timing,
            Limits limits,
            TimerQueue timers,
            RandomGenerator random,
            Wire wire,
            User user) {
        this.timing = timing;
        this.limits = limits;
        this.admission = new Admission(limits);
        this.timers = timers;
        this.random = random;
        this.wire = wire;
        this.user = user;
    }

    /** How many transactions there are. */
    public int size() {
        return clients.size() + servers.size();
    }

    /** How many requests were dropped because there were too many. */
    public long refused() {
        return admission.refused();
    }

    /** 96 random bits as text, for tags, branches and Call-IDs. */
    public String token() {
        byte[] bytes = new byte[12];
        random.nextBytes(bytes);
        return HEX.formatHex(bytes);
    }

    /** Sends a request that has no Via yet, by any connection that leads to the target. */
    public @Nullable ClientTransaction request(
            SipRequest request,
            Target target,
            Endpoint sentBy,
            ClientTransaction.User transactionUser) {
        return request(request, target, 0, sentBy, transactionUser);
    }

    /**
     * Sends a request that has no Via yet.
     *
     * @param connection the one to use if it still stands, 0 for any that leads to the target
     * @param sentBy our own address on the way to the target
     * @return null when there are too many already
     */
    public @Nullable ClientTransaction request(
            SipRequest request,
            Target target,
            long connection,
            Endpoint sentBy,
            ClientTransaction.User transactionUser) {
        return clients.size() >= limits.clients()
                ? null
                : start(withVia(request, target, sentBy), target, connection, transactionUser);
    }

    /** The ACK of a 2xx is no transaction; the packet is sent again when the 2xx comes again. */
    public Packet acknowledge(SipRequest ack, Target target, Endpoint sentBy) {
        Packet packet = Packet.of(withVia(ack, target, sentBy), target, 0, null);
        send(packet);
        return packet;
    }

    /** Sends an ACK once more. */
    public void repeat(Packet ack) {
        send(ack);
    }

    /** The request as it leaves for this target, with a Via and branch of its own. */
    private SipRequest withVia(SipRequest request, Target target, Endpoint sentBy) {
        Via via =
                Via.of(
                        target.transport().name(),
                        sentBy.ip().toString(),
                        sentBy.port(),
                        Via.MAGIC_COOKIE + token());
        return request.withHeaders(request.headers().plusFirst(HeaderName.VIA, via.print()));
    }

    ClientTransaction start(
            SipRequest request,
            Target target,
            long connection,
            ClientTransaction.User transactionUser) {
        String branch = String.valueOf(request.via().branch());
        ClientKey key = new ClientKey(branch, request.method());
        ClientTransaction transaction =
                new ClientTransaction(this, key, request, target, connection, transactionUser);
        clients.put(key, transaction);
        transaction.start();
        return transaction;
    }

    /** Gives a response to the request it answers. */
    public void receive(SipResponse response) {
        String branch = response.via().branch();
        ClientTransaction transaction =
                branch == null
                        ? null
                        : clients.get(new ClientKey(branch, response.cseq().method()));
        if (transaction != null) {
            transaction.receive(response);
        } else {
            user.onStray(response);
        }
    }

    /** Gives a request to the transaction it belongs to, or begins one. */
    public void receive(SipRequest request, Flow flow) {
        Target peer = flow.peer();
        Via via = request.via().receivedFrom(peer.ip().toString(), peer.port());
        SipRequest stamped = request.withTopVia(via);
        ServerKey key = ServerKey.of(stamped);
        ServerTransaction known = servers.get(key);
        if (stamped.method().equals(Method.ACK)) {
            acknowledged(known, stamped);
        } else if (known != null) {
            known.repeated();
        } else {
            begin(key, stamped, flow);
        }
    }

    private void acknowledged(@Nullable ServerTransaction invite, SipRequest ack) {
        if (invite != null) {
            invite.ack(ack);
        } else {
            user.onAck(ack);
        }
    }

    private void begin(ServerKey key, SipRequest request, Flow flow) {
        Admission.Ticket ticket = admission.take(request, flow.peer().ip(), user.expects(request));
        if (ticket == null) {
            return;
        }
        ServerTransaction transaction = new ServerTransaction(this, key, request, flow, ticket);
        servers.put(key, transaction);
        transaction.start();
    }

    void deliver(ServerTransaction transaction) {
        if (transaction.request().method().equals(Method.CANCEL)) {
            cancel(transaction);
        } else {
            user.onRequest(transaction, transaction.request());
        }
    }

    private void cancel(ServerTransaction cancel) {
        ServerTransaction invite = servers.get(ServerKey.ofCancelled(cancel.request()));
        if (invite == null) {
            cancel.respond(481);
            return;
        }
        SipResponse ok = SipResponse.to(cancel.request(), 200);
        cancel.respond(ok.to().tag() == null ? ok.withToTag(invite.tag()) : ok); // one tag, §9.2
        invite.cancelled();
    }

    /** Answers a message that could not be read, without keeping anything, RFC 3261 §8.2.7. */
    public void answerStateless(SipResponse answer, Flow flow) {
        Target peer = flow.peer();
        Via via = answer.via().receivedFrom(peer.ip().toString(), peer.port());
        send(Packet.of(answer.withTopVia(via), ResponsePath.of(flow, via), null));
    }

    /** The driver could not send this, for the reason given. */
    public void notSent(Packet packet, String why) {
        packet.failed(why);
    }

    void send(Packet packet) {
        wire.send(packet);
    }

    Timing timing(Transport transport) {
        return timing.over(transport.reliable());
    }

    TimerQueue timers() {
        return timers;
    }

    void remove(ClientTransaction transaction) {
        clients.remove(transaction.key(), transaction);
    }

    void remove(ServerTransaction transaction) {
        if (servers.remove(transaction.key(), transaction)) {
            transaction.ticket().giveBack();
        }
    }
}
