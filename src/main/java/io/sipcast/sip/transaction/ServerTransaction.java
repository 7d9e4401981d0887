package io.sipcast.sip.transaction;

import io.sipcast.sip.message.HeaderName;
import io.sipcast.sip.message.Method;
import io.sipcast.sip.message.SipRequest;
import io.sipcast.sip.message.SipResponse;
import io.sipcast.sip.route.Flow;
import io.sipcast.sip.route.ResponsePath;
import org.jspecify.annotations.Nullable;

/** A request to be answered: one server machine with its messages and timers. */
public final class ServerTransaction implements Packet.Sender {
    /** What happens to an INVITE while and after it is answered; of no concern to most. */
    public interface User {
        /** The ACK of a 2xx. */
        void onAck(SipRequest ack);

        /** The peer gives the INVITE up: it is to be answered 487. */
        void onCancel();

        /** No ACK came for a failure, or an answer could not be sent. */
        void onFailure(TransactionFailure why);

        /** The last call: nothing of the transaction is left. */
        void onTerminated();
    }

    private static final int TRYING = 100;

    private final TransactionLayer layer;
    private final ServerKey key;
    private final SipRequest request;
    private final Flow flow;
    private final Admission.Ticket ticket;
    private final Timing timing;
    private final String tag;
    private final NamedTimers timers;
    private ServerState state;
    private boolean answered;
    private @Nullable User user;
    private @Nullable Packet last;

    ServerTransaction(
            TransactionLayer layer,
            ServerKey key,
            SipRequest request,
            Flow flow,
            Admission.Ticket ticket) {
        this.layer = layer;
        this.key = key;
        this.request = request;
        this.flow = flow;
        this.ticket = ticket;
        this.timing = layer.timing(flow.transport());
        this.tag = layer.token();
        this.timers = new NamedTimers(layer.timers(), t -> feed(new ServerInput.Expired(t), null));
        this.state = new NonInviteServer.State.Terminated();
    }

    ServerKey key() {
        return key;
    }

    /** Its place among all requests of others. */
    Admission.Ticket ticket() {
        return ticket;
    }

    public SipRequest request() {
        return request;
    }

    public Flow flow() {
        return flow;
    }

    /** What is put into To where the request has no tag. */
    public String tag() {
        return tag;
    }

    /** Whether a final answer was given. */
    public boolean answered() {
        return answered;
    }

    /** Who is told what happens next. */
    public void follow(User newUser) {
        user = newUser;
    }

    void start() {
        run(
                request.method().equals(Method.INVITE)
                        ? InviteServer.start()
                        : NonInviteServer.start(),
                request);
    }

    void repeated() {
        feed(new ServerInput.Repeated(), null);
    }

    void ack(SipRequest ack) {
        feed(new ServerInput.Ack(), ack);
    }

    /** A CANCEL is answered 200 in any case, and matters only until the final answer (§9.2). */
    void cancelled() {
        if (!answered && user != null) {
            user.onCancel();
        }
    }

    public void respond(int status) {
        respond(SipResponse.to(request, status));
    }

    /**
     * Sends a response; a 2xx to an INVITE once more whenever the user says so. One without a tag
     * in To is given this transaction's.
     */
    public void respond(SipResponse response) {
        SipResponse whole = tagged(response);
        if (!response.isProvisional()) {
            answered = true;
        }
        last = Packet.of(whole, ResponsePath.of(flow, request.via()), this);
        feed(new ServerInput.Respond(response.status()), null);
    }

    /** The 2xx again, as it was: its ACK is late. */
    public void repeatSuccess() {
        feed(new ServerInput.Respond(200), null);
    }

    private SipResponse tagged(SipResponse response) {
        boolean lacks = response.status() != TRYING && response.to().tag() == null;
        return lacks ? response.with(HeaderName.TO, response.to().withTag(tag).print()) : response;
    }

    @Override
    public void notSent(String why) {
        feed(new ServerInput.TransportError(), null);
    }

    private void feed(ServerInput input, @Nullable SipRequest message) {
        run(
                switch (state) {
                    case InviteServer.State invite -> InviteServer.step(timing, invite, input);
                    case NonInviteServer.State other -> NonInviteServer.step(timing, other, input);
                },
                message);
    }

    private void run(Step<? extends ServerState> step, @Nullable SipRequest message) {
        boolean ends = step.next().terminated() && !state.terminated();
        state = step.next();
        if (ends) {
            timers.disarmAll();
            layer.remove(this);
        }
        for (Action action : step.actions()) {
            perform(action, message);
        }
        if (ends && user != null) {
            user.onTerminated();
        }
    }

    private void perform(Action action, @Nullable SipRequest message) {
        switch (action) {
            case Action.Send _ -> {
                if (last != null) {
                    layer.send(last);
                }
            }
            case Action.SendTrying _ -> {
                SipResponse trying = SipResponse.to(request, TRYING);
                last = Packet.of(trying, ResponsePath.of(flow, request.via()), this);
                layer.send(last);
            }
            case Action.Deliver _ -> deliver(message);
            case Action.Arm(TimerName timer, long afterNanos) -> timers.arm(timer, afterNanos);
            case Action.Disarm(TimerName timer) -> timers.disarm(timer);
            case Action.Fail(TransactionFailure why) -> {
                if (user != null) {
                    user.onFailure(why);
                }
            }
            case Action.Acknowledge _ -> throw new IllegalStateException("ACK from a server");
        }
    }

    private void deliver(@Nullable SipRequest message) {
        if (message == null) {
            return;
        }
        if (!message.method().equals(Method.ACK)) {
            layer.deliver(this);
        } else if (user != null) {
            user.onAck(message);
        }
    }
}
