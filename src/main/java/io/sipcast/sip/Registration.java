package io.sipcast.sip;

import io.sipcast.sip.RegistrationState.Phase;
import io.sipcast.sip.dialog.Sequence;
import io.sipcast.sip.message.SipResponse;
import io.sipcast.sip.request.Authority;
import io.sipcast.sip.request.ClientRequest;
import io.sipcast.sip.request.Failure;
import io.sipcast.sip.request.Resolution;
import io.sipcast.sip.route.NextHop;
import io.sipcast.sip.route.Target;
import io.sipcast.sip.transaction.ClientTransaction;
import io.sipcast.sip.transaction.TimerQueue;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One binding at a registrar (RFC 3261 §10.2), shared by everyone who asked for it: made for the
 * first, refreshed in time, removed after the last. One REGISTER is under way at a time.
 */
final class Registration implements ClientRequest.User {
    /** Whoever comes while the registrar has asked for a longer pause than this is told so. */
    private static final Duration JOIN_PATIENCE = Duration.ofSeconds(30);

    /** A lost registrar that shows signs of life is not asked more often than this. */
    private static final Duration SIGN_PAUSE = Duration.ofSeconds(5);

    /** Those around it. */
    interface Owner {
        /** The handle failed. */
        void forget(RegistrationHandle user);

        /** Nobody needs it any more, and the registrar was told so. */
        void retire(Registration registration);

        /** Whether another registration keeps the same contact at the same registrar. */
        boolean keptByAnother(Registration registration);
    }

    private final long id;
    private final Context context;
    private final Enrolment enrolment;
    private final Owner owner;
    private final KeepAlives keepAlives;
    private final Binding binding;
    private final Logins.@Nullable Use login;
    private final Backoff backoff;
    private final Restraint restraint = new Restraint();
    private final Sequence sequence = new Sequence();
    private final RegistrationUsers users;
    private final TimerQueue.Timer next;

    private List<Target> targets;
    private Phase outcome = Phase.REGISTERING;
    private Phase shownPhase = Phase.REGISTERING;
    private long sinceNanos;
    private boolean withdrawing;
    private boolean pending;
    private long nextAtNanos;
    private long barredUntilNanos;
    private long failedAtNanos;
    private int sipStatus;
    private Duration retryAfter = Duration.ZERO;
    private @Nullable Failure failure;
    private @Nullable Target keptAlive;
    private long successes;

    Registration(
            long id, Context context, Enrolment enrolment, KeepAlives keepAlives, Owner owner) {
        this.id = id;
        this.context = context;
        this.enrolment = enrolment;
        this.keepAlives = keepAlives;
        this.owner = owner;
        this.users = new RegistrationUsers(context, owner::forget);
        this.binding = new Binding(context, enrolment);
        this.login = context.logins().take(enrolment.account(), enrolment.targets());
        this.backoff = new Backoff(context.random());
        this.next = context.timer(this::enrol);
        this.targets = enrolment.targets();
        this.sinceNanos = now();
        this.barredUntilNanos = now();
    }

    Enrolment enrolment() {
        return enrolment;
    }

    Binding binding() {
        return binding;
    }

    // Those who need it.

    void join(RegistrationHandle user) {
        if (outcome == Phase.REGISTERED && binding.stands() && !withdrawing) {
            users.join(user, binding.grantedSeconds());
        } else {
            users.await(user);
            if (!pending) {
                tryFor(user);
            }
        }
        show();
    }

    /** Somebody needs it now, whatever pause there is; only the registrar's own wish counts. */
    private void tryFor(RegistrationHandle user) {
        long barredNanos = barredUntilNanos - now();
        if (failure != null && barredNanos > JOIN_PATIENCE.toNanos()) {
            users.fail(user, failure);
        } else if (barredNanos <= 0) {
            enrol();
        }
    }

    void leave(RegistrationHandle user) {
        if (users.leave(user) && users.isEmpty()) {
            withdrawWhenFree();
        }
        show();
    }

    private void withdrawWhenFree() {
        next.disarm();
        if (pending) {
            return;
        }
        if (binding.stands() && !owner.keptByAnother(this)) {
            withdrawing = true;
            request(binding::remove);
        } else {
            end();
        }
    }

    // REGISTER.

    private void enrol() {
        NextHop server = enrolment.server();
        boolean silent = outcome == Phase.LOST && failure != null && !failure.answered();
        if (silent && server != null && server.literal() == null) {
            pending = true;
            context.environment().resolver().resolve(server, this::enrolAt);
        } else {
            request(binding::register);
        }
    }

    /** The server may have moved; where its name leads nowhere now, it may be where it was. */
    private void enrolAt(Resolution found) {
        targets = found.targets().isEmpty() ? targets : found.targets();
        request(binding::register);
    }

    private void request(ClientRequest.Template template) {
        next.disarm();
        pending = true;
        retryAfter = Duration.ZERO;
        ClientRequest request =
                new ClientRequest(
                        context.environment(),
                        template,
                        sequence,
                        Authority.initial(login == null ? null : login.authenticator()),
                        this);
        if (targets.isEmpty()) {
            request.start(NextHop.of(enrolment.account().registrar()));
        } else {
            request.start(binding.answeringFirst(targets));
        }
    }

    @Override
    public void onResponse(SipResponse response) {
        sipStatus = response.status();
        retryAfter =
                response.status() < 300
                        ? Duration.ZERO
                        : Duration.ofSeconds(response.retryAfter().orElse(0));
        if (!withdrawing) {
            users.answered(sipStatus);
        }
    }

    @Override
    public void onProvisional(ClientTransaction transaction, SipResponse response) {}

    @Override
    public void onSuccess(ClientTransaction transaction, SipResponse response) {
        pending = false;
        if (withdrawing) {
            binding.removed();
            withdrawn();
            return;
        }
        binding.accepted(transaction, response);
        if (binding.grantedSeconds() == 0) {
            failed(new Failure.NothingGranted(response.status()));
            return;
        }
        successes++;
        outcome = Phase.REGISTERED;
        failure = null;
        backoff.succeeded();
        keepAlive(binding.target());
        users.registered(binding.grantedSeconds());
        if (users.isEmpty()) {
            withdrawWhenFree();
        } else {
            users.released();
            arm(binding.refreshNanos());
            if (binding.moved(transaction.request())) {
                sooner(restraint.delayNanos(now()));
            }
        }
        show();
    }

    @Override
    public void onFailure(Failure why) {
        pending = false;
        if (withdrawing) {
            withdrawn();
        } else {
            failed(why);
        }
    }

    /** Who waited for it fails; who had it goes on, and the binding may stand for a while yet. */
    private void failed(Failure why) {
        failure = why;
        failedAtNanos = now();
        keepAlive(null);
        users.failed(why);
        if (users.isEmpty()) {
            withdrawWhenFree();
        } else {
            users.released();
            retryLater(why);
        }
        show();
    }

    private void retryLater(Failure why) {
        outcome = Backoff.isRefusal(why) ? Phase.REFUSED : Phase.LOST;
        Duration asked = why.answered() ? retryAfter : Duration.ZERO;
        Duration pause = backoff.failed(why, asked);
        barredUntilNanos = now() + Backoff.bounded(asked).toNanos();
        arm(pause.toNanos());
        users.lost(why, pause);
    }

    /** Whatever the registrar said to it: the binding runs out by itself. */
    private void withdrawn() {
        withdrawing = false;
        keepAlive(null);
        if (users.isEmpty()) {
            end();
        } else {
            outcome = Phase.REGISTERING; // somebody came meanwhile
            failure = null;
            users.released();
            enrol();
        }
        show();
    }

    private void end() {
        next.disarm();
        keepAlive(null);
        users.released();
        if (login != null) {
            login.release();
        }
        owner.retire(this);
    }

    @Override
    public void onOver() {}

    // What is seen besides answers.

    /** A connection to this peer is gone: requests from the registrar would have come on it. */
    void disconnected(Target peer) {
        if (peer.equals(binding.target()) && isAtRest(Phase.REGISTERED)) {
            sooner(restraint.delayNanos(now()));
        }
    }

    /** Where there was no answer somebody is alive: the network is back. */
    void heardFrom(Target peer) {
        boolean silent = failure != null && !failure.answered();
        if (silent
                && isAtRest(Phase.LOST)
                && targets.contains(peer)
                && now() - failedAtNanos >= SIGN_PAUSE.toNanos()) {
            enrol();
        }
    }

    private boolean isAtRest(Phase phase) {
        return outcome == phase && !pending && !users.isEmpty();
    }

    private void keepAlive(@Nullable Target target) {
        if (target == null || !target.equals(keptAlive)) {
            keepAlives.release(keptAlive);
            keptAlive = target;
            keepAlives.hold(target);
        }
    }

    private void arm(long afterNanos) {
        nextAtNanos = now() + afterNanos;
        next.arm(afterNanos);
    }

    private void sooner(long afterNanos) {
        if (nextAtNanos - now() > afterNanos) {
            arm(afterNanos);
        }
    }

    private long now() {
        return context.environment().timers().nowNanos();
    }

    // For people.

    private void show() {
        Phase phase = withdrawing || users.isEmpty() ? Phase.UNREGISTERING : outcome;
        if (phase != shownPhase) {
            shownPhase = phase;
            sinceNanos = now();
        }
    }

    RegistrationState state() {
        Target answering = binding.target();
        var contact = binding.contact();
        boolean expired = shownPhase == Phase.REGISTERED && contact == null; // a refresh is late
        return new RegistrationState(
                id,
                enrolment.account().uri().print(),
                enrolment.account().registrar().print(),
                answering != null || targets.isEmpty() ? answering : targets.getFirst(),
                contact == null ? null : contact.uri().print(),
                expired ? Phase.LOST : shownPhase,
                expired ? binding.expiredAtNanos() : sinceNanos,
                binding.expiresAtNanos(),
                sipStatus,
                failure == null ? null : failure.sentence(),
                users.list(),
                Math.max(0, successes - 1),
                next.armed() ? OptionalLong.of(nextAtNanos) : OptionalLong.empty());
    }
}
