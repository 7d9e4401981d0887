package io.sipcast.sip;

import io.sipcast.sip.dialog.Sequence;
import io.sipcast.sip.message.CSeq;
import io.sipcast.sip.message.HeaderName;
import io.sipcast.sip.message.Headers;
import io.sipcast.sip.message.Method;
import io.sipcast.sip.message.NameAddr;
import io.sipcast.sip.message.SipRequest;
import io.sipcast.sip.message.SipResponse;
import io.sipcast.sip.request.Authority;
import io.sipcast.sip.request.ClientRequest;
import io.sipcast.sip.request.Failure;
import io.sipcast.sip.route.Endpoint;
import io.sipcast.sip.route.NextHop;
import io.sipcast.sip.route.Target;
import io.sipcast.sip.transaction.ClientTransaction;
import io.sipcast.sip.transaction.TimerQueue;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One binding at a registrar (RFC 3261 §10.2), shared by everyone who asked for it: made for the
 * first, refreshed in time, removed after the last.
 */
final class Registration implements ClientRequest.User {
    private static final String MAX_FORWARDS = "70";
    private static final Duration FIRST_RETRY = Duration.ofSeconds(5);
    private static final Duration LAST_RETRY = Duration.ofMinutes(1);

    /** Refreshed after three quarters of the time granted, and up to this part of it later. */
    private static final double JITTER = 0.15;

    private static final double EARLY = 0.75;

    private final Context context;
    private final Enrolment enrolment;
    private final Consumer<Registration> retire;
    private final String callId;
    private final NameAddr from;
    private final Logins.@Nullable Use login;
    private final Sequence sequence = new Sequence();
    private final Set<RegistrationHandle> users = new LinkedHashSet<>();
    private final Set<RegistrationHandle> leaving = new LinkedHashSet<>();
    private final TimerQueue.Timer refresh;

    private long askedSeconds;
    private long grantedSeconds;
    private boolean withdrawing;
    private boolean pending;
    private Duration retryAfter = FIRST_RETRY;

    /** {@code retire} is told when nobody needs it any more and the registrar was told so. */
    Registration(Context context, Enrolment enrolment, Consumer<Registration> retire) {
        this.context = context;
        this.enrolment = enrolment;
        this.retire = retire;
        this.callId = context.transactions().token();
        this.from = enrolment.account().address().withTag(context.transactions().token());
        this.login = context.logins().take(enrolment.account(), enrolment.targets());
        this.refresh = context.timer(this::enrol);
        this.askedSeconds = enrolment.expiresSeconds();
    }

    Enrolment enrolment() {
        return enrolment;
    }

    String callId() {
        return callId;
    }

    Set<RegistrationHandle> users() {
        return users;
    }

    void join(RegistrationHandle user) {
        users.add(user);
        if (withdrawing || (pending && grantedSeconds == 0)) {
            return; // it will hear
        }
        if (grantedSeconds > 0) {
            context.emit(user, new RegistrationEvent.Registered(grantedSeconds));
        } else {
            enrol();
        }
    }

    void leave(RegistrationHandle user) {
        if (!users.remove(user)) {
            return;
        }
        if (users.isEmpty()) {
            leaving.add(user);
            withdrawWhenFree();
        } else {
            context.emit(user, new RegistrationEvent.Released());
        }
    }

    private void withdrawWhenFree() {
        refresh.disarm();
        if (!pending) {
            withdrawing = true;
            request(0);
        }
    }

    private void enrol() {
        request(askedSeconds);
    }

    private void request(long expiresSeconds) {
        pending = true;
        ClientRequest request =
                new ClientRequest(
                        context.environment(),
                        (target, local, number) -> build(target, local, number, expiresSeconds),
                        sequence,
                        Authority.initial(login == null ? null : login.authenticator()),
                        this);
        if (enrolment.targets().isEmpty()) {
            request.start(NextHop.of(enrolment.account().registrar()));
        } else {
            request.start(enrolment.targets());
        }
    }

    private SipRequest build(Target target, Endpoint local, long number, long expiresSeconds) {
        String user = enrolment.account().user();
        Headers headers =
                Headers.builder()
                        .add(HeaderName.MAX_FORWARDS, MAX_FORWARDS)
                        .add(HeaderName.FROM, from.print())
                        .add(HeaderName.TO, NameAddr.of(enrolment.account().uri()).print())
                        .add(HeaderName.CALL_ID, callId)
                        .add(HeaderName.CSEQ, new CSeq(number, Method.REGISTER).print())
                        .add(HeaderName.CONTACT, Context.contact(user, local, target).print())
                        .add(HeaderName.EXPIRES, Long.toString(expiresSeconds))
                        .add(HeaderName.ALLOW, Capabilities.ALLOW)
                        .build();
        return context.named(
                SipRequest.of(Method.REGISTER, enrolment.account().registrar(), headers));
    }

    @Override
    public void onProvisional(ClientTransaction transaction, SipResponse response) {}

    @Override
    public void onSuccess(ClientTransaction transaction, SipResponse response) {
        pending = false;
        if (withdrawing) {
            withdrawn();
            return;
        }
        askedSeconds = transaction.request().expires().orElse(askedSeconds); // after a 423
        grantedSeconds = granted(transaction.request(), response);
        retryAfter = FIRST_RETRY;
        if (users.isEmpty()) {
            withdrawWhenFree();
            return;
        }
        refresh.arm(refreshNanos());
        var registered = new RegistrationEvent.Registered(grantedSeconds);
        users.forEach(user -> context.emit(user, registered));
    }

    /** What the registrar says of our own contact; it lists those of others too (§10.3). */
    private long granted(SipRequest request, SipResponse response) {
        NameAddr ours = request.contacts().getFirst();
        List<NameAddr> bindings = response.contacts();
        for (NameAddr binding : bindings) {
            boolean same = binding.sipUri() != null && binding.sipUri().matches(ours.uri());
            OptionalLong seconds = seconds(binding.params().value("expires"));
            if ((same || bindings.size() == 1) && seconds.isPresent()) {
                return Math.max(1, seconds.getAsLong());
            }
        }
        return Math.max(1, response.expires().orElse(askedSeconds));
    }

    private static OptionalLong seconds(@Nullable String text) {
        boolean number = text != null && text.matches("[0-9]{1,10}");
        return number ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }

    private long refreshNanos() {
        double part = EARLY + JITTER * context.random().nextDouble();
        return (long) (part * Duration.ofSeconds(grantedSeconds).toNanos());
    }

    @Override
    public void onFailure(Failure why) {
        pending = false;
        if (withdrawing) {
            withdrawn();
        } else if (grantedSeconds == 0) {
            users.forEach(user -> context.emit(user, new RegistrationEvent.Failed(why)));
            end();
        } else if (users.isEmpty()) {
            withdrawWhenFree();
        } else {
            retryLater(why);
        }
    }

    /** The binding may stand for a while yet; calls go on without it. */
    private void retryLater(Failure why) {
        Duration pause = why.answered() ? LAST_RETRY : retryAfter;
        retryAfter = shorter(retryAfter.multipliedBy(2), LAST_RETRY);
        refresh.arm(pause.toNanos());
        users.forEach(user -> context.emit(user, new RegistrationEvent.Lost(why, pause)));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** Whatever the registrar said to it: the binding runs out by itself. */
    private void withdrawn() {
        withdrawing = false;
        grantedSeconds = 0;
        if (users.isEmpty()) {
            end();
        } else {
            enrol(); // somebody came meanwhile
            release();
        }
    }

    private void end() {
        release();
        if (login != null) {
            login.release();
        }
        retire.accept(this);
    }

    private void release() {
        leaving.forEach(user -> context.emit(user, new RegistrationEvent.Released()));
        leaving.clear();
    }

    @Override
    public void onOver() {}
}
