package io.sipcast.sip.transaction;

import io.sipcast.sip.message.CSeq;
import io.sipcast.sip.message.HeaderName;
import io.sipcast.sip.message.Headers;
import io.sipcast.sip.message.Method;
import io.sipcast.sip.message.SipRequest;
import io.sipcast.sip.message.SipResponse;
import io.sipcast.sip.route.Target;
import org.jspecify.annotations.Nullable;

/** A request on its way: one client machine with its messages and timers. */
public final class ClientTransaction implements Packet.Sender {
    /** Whom the answers are for. */
    public interface User {
        /** Every provisional answer, the final one once, and every 2xx to an INVITE. */
        void onResponse(ClientTransaction transaction, SipResponse response);

        /** There will be no final answer. */
        void onFailure(ClientTransaction transaction, TransactionFailure why);

        /** The last call: nothing of the transaction is left. */
        void onTerminated(ClientTransaction transaction);
    }

    private final TransactionLayer layer;
    private final ClientKey key;
    private final Timing timing;
    private final Packet packet;
    private final SipRequest request;
    private final User user;
    private final NamedTimers timers;
    private ClientState state;
    private @Nullable Packet ack;
    private String obstacle = "";

    ClientTransaction(
            TransactionLayer layer,
            ClientKey key,
            SipRequest request,
            Target target,
            long connection,
            User user) {
        this.layer = layer;
        this.key = key;
        this.timing = layer.timing(target.transport());
        this.request = request;
        this.packet = Packet.of(request, target, connection, this);
        this.user = user;
        this.timers = new NamedTimers(layer.timers(), t -> feed(new ClientInput.Expired(t), null));
        this.state = new InviteClient.State.Terminated();
    }

    ClientKey key() {
        return key;
    }

    /** As it was sent, with its Via. */
    public SipRequest request() {
        return request;
    }

    public Target target() {
        return packet.target();
    }

    /** Why the transport could not send, as the driver said it; empty while it could. */
    public String obstacle() {
        return obstacle;
    }

    public boolean terminated() {
        return state.terminated();
    }

    void start() {
        run(
                request.method().equals(Method.INVITE)
                        ? InviteClient.start(timing)
                        : NonInviteClient.start(timing),
                null);
    }

    void receive(SipResponse response) {
        feed(new ClientInput.Answer(response.status()), response);
    }

    @Override
    public void notSent(String why) {
        obstacle = why;
        feed(new ClientInput.TransportError(), null);
    }

    private void feed(ClientInput input, @Nullable SipResponse response) {
        run(
                switch (state) {
                    case InviteClient.State invite -> InviteClient.step(timing, invite, input);
                    case NonInviteClient.State other -> NonInviteClient.step(timing, other, input);
                },
                response);
    }

    private void run(Step<? extends ClientState> step, @Nullable SipResponse response) {
        boolean ends =
                step.next().terminated() && !(state.terminated() && step.actions().isEmpty());
        state = step.next();
        if (ends) {
            timers.disarmAll();
            layer.remove(this);
        }
        for (Action action : step.actions()) {
            perform(action, response);
        }
        if (ends) {
            user.onTerminated(this);
        }
    }

    private void perform(Action action, @Nullable SipResponse response) {
        switch (action) {
            case Action.Send _ -> layer.send(packet);
            case Action.Acknowledge _ -> acknowledge(response);
            case Action.Deliver _ -> {
                if (response != null) {
                    user.onResponse(this, response);
                }
            }
            case Action.Arm(TimerName timer, long afterNanos) -> timers.arm(timer, afterNanos);
            case Action.Disarm(TimerName timer) -> timers.disarm(timer);
            case Action.Fail(TransactionFailure why) -> user.onFailure(this, why);
            case Action.SendTrying _ -> throw new IllegalStateException("100 from a client");
        }
    }

    private void acknowledge(@Nullable SipResponse failure) {
        if (ack == null && failure != null) {
            String to = failure.to().print();
            SipRequest message = companion(Method.ACK).with(HeaderName.TO, to);
            ack = Packet.of(message, target(), packet.connection(), this);
        }
        if (ack != null) {
            layer.send(ack);
        }
    }

    /**
     * The CANCEL of this INVITE, sent the same way (RFC 3261 §9.1). The caller has seen a
     * provisional answer and no final one.
     */
    public void cancel(User cancelUser) {
        layer.start(companion(Method.CANCEL), target(), packet.connection(), cancelUser);
    }

    /** Gives the transaction up without a word; the user hears no more of it. */
    public void abandon() {
        if (!state.terminated()) {
            state = new InviteClient.State.Terminated();
            timers.disarmAll();
            layer.remove(this);
            user.onTerminated(this);
        }
    }

    /** ACK (§17.1.1.3) and CANCEL (§9.1) repeat what identifies and routes the INVITE. */
    private SipRequest companion(Method method) {
        Headers original = request.headers();
        CSeq cseq = new CSeq(request.cseq().number(), method);
        Headers headers =
                Headers.builder()
                        .add(HeaderName.VIA, request.via().print())
                        .copy(HeaderName.ROUTE, original)
                        .copy(HeaderName.MAX_FORWARDS, original)
                        .copy(HeaderName.FROM, original)
                        .copy(HeaderName.TO, original)
                        .copy(HeaderName.CALL_ID, original)
                        .add(HeaderName.CSEQ, cseq.print())
                        .copy(HeaderName.USER_AGENT, original)
                        .build();
        return SipRequest.of(method, request.uri(), headers);
    }
}
