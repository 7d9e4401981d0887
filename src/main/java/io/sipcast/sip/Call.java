package io.sipcast.sip;

import io.sipcast.bytes.Bytes;
import io.sipcast.sip.auth.Authenticator;
import io.sipcast.sip.auth.Reach;
import io.sipcast.sip.dialog.Dialog;
import io.sipcast.sip.dialog.Sequence;
import io.sipcast.sip.message.Method;
import io.sipcast.sip.message.Reason;
import io.sipcast.sip.message.SipRequest;
import io.sipcast.sip.message.SipResponse;
import io.sipcast.sip.message.SipUri;
import io.sipcast.sip.message.Uri;
import io.sipcast.sip.request.Authority;
import io.sipcast.sip.request.ClientRequest;
import io.sipcast.sip.request.Failure;
import io.sipcast.sip.request.Redirections;
import io.sipcast.sip.route.Endpoint;
import io.sipcast.sip.route.NextHop;
import io.sipcast.sip.route.Target;
import io.sipcast.sip.transaction.ClientTransaction;
import io.sipcast.sip.transaction.ServerTransaction;
import io.sipcast.sip.transaction.TimerQueue;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One call out: the INVITE with all that may answer it, then the dialog of the first 2xx, until
 * nothing of it is left. Every further 2xx is acknowledged and ended (RFC 3261 §13.2.2.4).
 */
final class Call implements CallSide, ClientRequest.User, DialogOwner {
    private enum Phase {
        INVITING,
        ESTABLISHED,
        /** Our BYE is under way. */
        ENDING,
        /** The user has heard the last of it; transactions may still be about. */
        OVER
    }

    private final Context context;
    private final Invitation invitation;
    private final Consumer<Call> retire;
    private final Logins.@Nullable Use login;
    private final Sequence sequence = new Sequence();
    private final Set<Target> asked = new LinkedHashSet<>(); // before any redirection
    private final Forks forks;
    private final EarlyDialogs early;
    private final ClientRequest invite;
    private final TimerQueue.Timer lateAnswers;

    private Phase phase = Phase.INVITING;
    private boolean hangingUp;
    private @Nullable Reason farewell;
    private boolean retired;
    private int live = 1; // the INVITE
    private @Nullable Target invited;
    private boolean sentOn;
    private boolean secure; // where it was sent on to
    private @Nullable Established established;

    /** Calls when {@link #start started}; {@code retire} is told when nothing is left. */
    Call(Context context, OutgoingCall order, Consumer<Call> retire) {
        this.context = context;
        this.invitation = Invitation.of(order, context);
        this.retire = retire;
        this.forks = new Forks(context, this::server);
        this.early = new EarlyDialogs(context, this, forks);
        this.lateAnswers = context.timer(this::released);
        this.login = context.logins().take(order.account(), order.targets());
        this.invite =
                new ClientRequest(
                        context.environment(),
                        this::buildInvite,
                        sequence,
                        new Authority(authenticator(), this::inviteReach),
                        this);
        if (context.settings().followRedirects()) {
            invite.follow(new Redirections(order.callee(), invitation::home, order.allowed()));
        }
    }

    @Override
    public CallHandle handle() {
        return invitation.order().call();
    }

    @Override
    public String callId() {
        return invitation.callId();
    }

    @Override
    public String localTag() {
        return invitation.localTag();
    }

    /** Its configured servers. */
    List<Target> servers() {
        return invitation.order().targets();
    }

    void start() {
        List<Target> targets = invitation.order().targets();
        if (targets.isEmpty()) {
            invite.start(NextHop.of(invitation.order().callee()));
        } else {
            invite.start(targets);
        }
    }

    private @Nullable Authenticator authenticator() {
        return login == null ? null : login.authenticator();
    }

    private SipRequest buildInvite(Target target, Endpoint local, long number) {
        invited = target;
        if (!sentOn) {
            asked.add(target);
        }
        return invitation.request(target, local, number, secure);
    }

    /** Where a challenge may come from: without a configured server, from those asked first. */
    private List<Target> server() {
        List<Target> configured = invitation.order().targets();
        return configured.isEmpty() ? List.copyOf(asked) : configured;
    }

    /** Where a redirection leads is past the server: nobody there may see a credential. */
    private Reach inviteReach(Target target) {
        return !sentOn || DialogPath.isServer(server(), target) ? Reach.INITIAL : Reach.ELSEWHERE;
    }

    @Override
    public void onSentOn(int status, Uri to) {
        sentOn = true;
        secure = to instanceof SipUri sip && sip.secure();
        if (phase == Phase.INVITING) {
            emit(new CallEvent.SentOn(status, to));
        }
    }

    // The answers to the INVITE.

    @Override
    public void onProvisional(ClientTransaction transaction, SipResponse response) {
        if (phase != Phase.INVITING) {
            return;
        }
        if (response.status() == 100) {
            emit(new CallEvent.Trying());
            return;
        }
        CallEvent event = early.provisional(transaction, response);
        if (event != null) {
            emit(event);
        }
    }

    @Override
    public void onSuccess(ClientTransaction transaction, SipResponse response) {
        forks.answers(transaction.request());
        answered(transaction.request(), transaction.target(), response);
    }

    /**
     * A 2xx to a transaction that we gave up: an earlier target was only slow. It is as good as any
     * other, and what is under way instead is not needed any more.
     */
    void onLateSuccess(SipResponse response) {
        Target target = invited;
        if (target != null) {
            SipRequest request = invitation.bare(response.cseq().number());
            answered(request, target, response);
            invite.cancel();
        }
    }

    private void answered(SipRequest request, Target target, SipResponse response) {
        Fork fork = forks.success(request, target, response);
        if (fork == null) {
            return;
        }
        if (fork.answered()) {
            fork.acknowledge(request);
        } else {
            fork.dialog().confirm(response);
            fork.acknowledge(request);
            accept(fork, request, response);
        }
    }

    private void accept(Fork fork, SipRequest request, SipResponse response) {
        if (phase != Phase.INVITING) {
            send(fork.path(), Method.BYE, UnaryOperator.identity(), DialogRequest.Owner.NOBODY);
            return;
        }
        Bytes sdp = early.description(fork, response);
        Established dialog = early.establish(fork);
        established = dialog;
        if (hangingUp) {
            bye(CallEvent.Termination.HUNG_UP);
        } else {
            phase = Phase.ESTABLISHED;
            emit(new CallEvent.Answered(response.status(), sdp));
            dialog.called(invitation.order().offer(), request, response);
        }
    }

    @Override
    public void onFailure(Failure why) {
        if (phase != Phase.INVITING) {
            return;
        }
        boolean sentForNothing =
                why instanceof Failure.TimedOut || why instanceof Failure.Cancelled;
        if (sentForNothing && invited != null) {
            live++; // a 2xx may still come, and must be acknowledged and ended
            lateAnswers.arm(context.settings().timing().giveUpNanos());
        }
        close(new CallEvent.Failed(why));
    }

    @Override
    public void onOver() {
        released();
    }

    @Override
    public String contact(Endpoint local, Target target) {
        return invitation.contact(local, target, secure).print();
    }

    // What the user wants.

    /** CANCEL before the answer, BYE after it; it says why. */
    @Override
    public void hangUp(@Nullable Reason why) {
        farewell = why;
        switch (phase) {
            case INVITING -> {
                hangingUp = true;
                invite.cancel(why);
            }
            case ESTABLISHED -> bye(CallEvent.Termination.HUNG_UP);
            case ENDING, OVER -> {}
        }
    }

    @Override
    public @Nullable Established dialog() {
        return phase == Phase.ESTABLISHED ? established : null;
    }

    @Override
    public @Nullable Established negotiating() {
        return phase == Phase.INVITING ? early.negotiating() : dialog();
    }

    @Override
    public boolean alive() {
        return dialog() != null;
    }

    // What the peer wants.

    @Override
    public void receive(ServerTransaction transaction) {
        SipRequest request = transaction.request();
        Fork fork = forks.get(Dialog.tagOf(request.from()));
        Established main = established;
        boolean unheardBranch = phase == Phase.INVITING && request.method().equals(Method.BYE);
        if (!Dialog.tagOf(request.to()).equals(invitation.localTag())) {
            transaction.respond(481);
        } else if (fork == null && !unheardBranch) {
            transaction.respond(481);
        } else if (fork != null && !fork.dialog().accept(request)) {
            transaction.respond(500);
        } else if (main != null
                && fork != null
                && main.path() == fork.path()
                && phase != Phase.INVITING) {
            main.receive(transaction, phase == Phase.ESTABLISHED);
        } else {
            receiveAside(transaction, fork);
        }
    }

    /** In an early dialog, or in one that is not the call. */
    private void receiveAside(ServerTransaction transaction, @Nullable Fork fork) {
        switch (transaction.request().method().name()) {
            case "BYE" -> {
                transaction.respond(200);
                byeAside(fork);
            }
            case "INFO" -> {
                if (!Capabilities.refusePackage(transaction)) {
                    transaction.respond(200);
                }
            }
            case "OPTIONS" -> Capabilities.describe(transaction);
            case "INVITE" -> transaction.respond(491); // our own is under way
            case "UPDATE" -> {
                if (fork != null && phase == Phase.INVITING) {
                    early.update(transaction, fork);
                } else {
                    transaction.respond(481); // that branch is being ended
                }
            }
            case "NOTIFY" -> transaction.respond(489);
            case "REFER" -> Capabilities.declineReferral(transaction);
            default -> Capabilities.refuseMethod(transaction);
        }
    }

    /**
     * BYE before any 2xx: that was lost on the way, or comes after it. With no other branch left
     * the call is over.
     */
    private void byeAside(@Nullable Fork fork) {
        if (phase != Phase.INVITING) {
            return;
        }
        if (fork != null) {
            early.end(fork);
        }
        if (forks.isEmpty()) {
            close(new CallEvent.RemoteBye(null));
            invite.cancel();
        }
    }

    @Override
    public void onAck(SipRequest ack) {
        if (established != null) {
            established.onAck(ack);
        }
    }

    /** The peer's BYE, answered already. */
    @Override
    public void remoteBye(@Nullable String reason) {
        close(
                phase == Phase.ENDING
                        ? new CallEvent.Terminated(CallEvent.Termination.HUNG_UP)
                        : new CallEvent.RemoteBye(reason));
    }

    // How it ends.

    /** Ends the established call, for this reason. */
    @Override
    public void bye(CallEvent.Termination why) {
        phase = Phase.ENDING;
        Established main = Objects.requireNonNull(established);
        main.close();
        Reason reason = why == CallEvent.Termination.NO_ACK ? Reason.sip(408) : farewell;
        send(main.path(), Method.BYE, Reason.saying(reason), new Farewell(why, this::close));
    }

    private void close(CallEvent.Closing last) {
        if (phase == Phase.OVER) {
            return;
        }
        phase = Phase.OVER;
        if (established != null) {
            established.close();
        }
        early.close();
        emit(last);
        retireIfDone();
    }

    private void released() {
        live--;
        retireIfDone();
    }

    private void retireIfDone() {
        if (phase == Phase.OVER && live == 0 && !retired) {
            retired = true;
            if (login != null) {
                login.release();
            }
            retire.accept(this);
        }
    }

    @Override
    public void emit(CallEvent event) {
        context.emit(handle(), event);
    }

    @Override
    public ClientRequest send(
            DialogPath path,
            Method method,
            UnaryOperator<SipRequest> finish,
            DialogRequest.Outcome outcome) {
        live++;
        ClientRequest request =
                new ClientRequest(
                        context.environment(),
                        DialogRequest.template(context, this, path, method, finish),
                        path.dialog().sequence(),
                        new Authority(authenticator(), path::reach),
                        new DialogRequest(outcome, this::released));
        path.locate(targets -> request.start(targets, path::connection));
        return request;
    }
}
