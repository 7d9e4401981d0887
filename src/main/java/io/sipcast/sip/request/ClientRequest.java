package io.sipcast.sip.request;

import io.sipcast.sip.auth.Authenticator.Answer;
import io.sipcast.sip.dialog.Sequence;
import io.sipcast.sip.message.CSeq;
import io.sipcast.sip.message.HeaderName;
import io.sipcast.sip.message.Method;
import io.sipcast.sip.message.SessionExpires;
import io.sipcast.sip.message.SipRequest;
import io.sipcast.sip.message.SipResponse;
import io.sipcast.sip.message.Uri;
import io.sipcast.sip.route.Endpoint;
import io.sipcast.sip.route.NextHop;
import io.sipcast.sip.route.Target;
import io.sipcast.sip.transaction.ClientTransaction;
import io.sipcast.sip.transaction.TimerQueue;
import io.sipcast.sip.transaction.TransactionFailure;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * One request from the user's point of view: as many transactions as it takes to have an answer.
 * Everything that any request may need is decided here: credentials, another target, another
 * transport, another address, a longer time, CANCEL.
 */
public final class ClientRequest implements ClientTransaction.User {
    /** Makes the request anew for each attempt. */
    @FunctionalInterface
    public interface Template {
        /**
         * The request without Via and credentials.
         *
         * @param local our own address on the way to the target
         * @param number for CSeq
         */
        SipRequest build(Target target, Endpoint local, long number);
    }

    /** Whom the outcome is for: one success or one failure, then the end. */
    public interface User {
        void onProvisional(ClientTransaction transaction, SipResponse response);

        /** Every answer, before anything is done about it: the one that is told in the end too. */
        default void onResponse(SipResponse response) {}

        /** A 2xx; to an INVITE there may be several. */
        void onSuccess(ClientTransaction transaction, SipResponse response);

        void onFailure(Failure why);

        /** A redirection is followed: what comes now comes from there. */
        default void onSentOn(int status, Uri to) {}

        /** The last call: no transaction is left. */
        void onOver();
    }

    /** After this long without a word over TCP a large request goes over UDP after all. */
    private static final long TCP_PATIENCE_NANOS = Duration.ofSeconds(2).toNanos();

    /**
     * After this long without a word the next target is asked, if there is one: a request over UDP
     * has been sent five times by then, and nobody waits 64 T1 for each of several dead servers.
     */
    private static final long PATIENCE_NANOS = Duration.ofSeconds(8).toNanos();

    /** Challenges, shorter times and targets all together. */
    private static final int MAX_ATTEMPTS = 20;

    private final Environment environment;
    private final Template template;
    private final Sequence sequence;
    private final Authority authority;
    private final User user;
    private final TimerQueue.Timer tcpSilent;
    private final TimerQueue.Timer patience;
    private final Failover failover;
    private final Cancels cancels;

    /** INVITEs that another target was asked instead of: that one may only be slow. */
    private final Set<ClientTransaction> overdue = new HashSet<>();

    private Redirections redirections = Redirections.none();
    private ToLongFunction<Target> connectionTo = _ -> 0;
    private int attempts;
    private long number;
    private OptionalLong minExpires = OptionalLong.empty();
    private long minSe;
    private boolean heard;
    private boolean cancelled;
    private boolean finished;
    private boolean over;
    private int live;
    private @Nullable ClientTransaction current;

    public ClientRequest(
            Environment environment,
            Template template,
            Sequence sequence,
            Authority authority,
            User user) {
        this.environment = environment;
        this.template = template;
        this.sequence = sequence;
        this.authority = authority;
        this.user = user;
        this.tcpSilent = environment.timers().timer(this::backToUdp);
        this.patience = environment.timers().timer(this::outOfPatience);
        this.failover = new Failover(environment);
        this.cancels = new Cancels(environment, this::giveUpCancelled, this::ended);
    }

    /** Follows redirections. Before it starts; without this a 3xx is a failure like any other. */
    public void follow(Redirections followed) {
        redirections = followed;
    }

    /** Sends it to the host of a URI; null for one that leads nowhere from here. */
    public void start(@Nullable NextHop hop) {
        if (hop == null) {
            conclude(new Failure.Unreachable("a URI of that kind"));
            return;
        }
        Target literal = hop.literal();
        if (literal != null) {
            start(List.of(literal));
        } else {
            resolve(hop);
        }
    }

    private void resolve(NextHop hop) {
        environment.resolver().resolve(hop, found -> resolved(hop, found));
    }

    private void resolved(NextHop hop, Resolution found) {
        if (finished) {
            return;
        }
        if (found.targets().isEmpty()) {
            conclude(found.failure(hop));
        } else {
            start(found.targets());
        }
    }

    /** Sends it to the first of these that answers. */
    public void start(List<Target> known) {
        start(known, _ -> 0);
    }

    /**
     * Sends it to the first of these that answers.
     *
     * @param connection the one to use for a target while it stands; 0 for any that leads there
     */
    public void start(List<Target> known, ToLongFunction<Target> connection) {
        if (finished) {
            return; // cancelled while its way was looked for
        }
        connectionTo = connection;
        failover.begin(known);
        number = sequence.next();
        attempt(failover.current());
    }

    private void attempt(Target target) {
        Endpoint local = environment.local().towards(target);
        if (local == null) {
            nextTarget(new Failure.Unreachable(target.toString(), "no route leads there"));
            return;
        }
        SipRequest request = authority.authorize(build(target, local), target);
        boolean inDialog = request.to().tag() != null; // what ends a call is sent in any case
        Failure paused = inDialog ? null : failover.pausedBy(target);
        if (paused != null) {
            nextTarget(paused);
        } else if (failover.wantsTcp(request, target)) {
            attempt(failover.overTcp(target));
        } else {
            send(request, target, local);
        }
    }

    private SipRequest build(Target target, Endpoint local) {
        SipRequest request = withMinSe(redirections.readdress(template.build(target, local, number)));
        return minExpires.isPresent()
                ? request.with(HeaderName.EXPIRES, Long.toString(minExpires.getAsLong()))
                : request;
    }

    /** As a 422 has asked for. A timer that is not asked for stays so. */
    private SipRequest withMinSe(SipRequest request) {
        if (minSe == 0) {
            return request;
        }
        SipRequest informed = request.with(HeaderName.MIN_SE, Long.toString(minSe));
        SessionExpires interval = request.sessionExpires();
        return interval == null || interval.seconds() >= minSe
                ? informed
                : informed.with(
                        HeaderName.SESSION_EXPIRES,
                        new SessionExpires(minSe, interval.refresher()).print());
    }

    private void send(SipRequest request, Target target, Endpoint local) {
        heard = false;
        attempts++;
        long connection = connectionTo.applyAsLong(target);
        current = environment.transactions().request(request, target, connection, local, this);
        if (current == null) {
            finish(new Failure.Overloaded());
            return;
        }
        live++;
        if (failover.onTrialOverTcp(target)) {
            tcpSilent.arm(TCP_PATIENCE_NANOS);
        } else if (failover.hasNext()) {
            patience.arm(PATIENCE_NANOS);
        }
    }

    @Override
    public void onResponse(ClientTransaction transaction, SipResponse response) {
        failover.heard(transaction.target());
        if (overdue.contains(transaction)) {
            late(transaction, response);
            return;
        }
        if (transaction != current || (finished && !response.isSuccess())) {
            return;
        }
        heard = true;
        tcpSilent.disarm();
        patience.disarm();
        user.onResponse(response);
        if (response.isProvisional()) {
            progress(transaction, response);
        } else if (response.isSuccess()) {
            succeed(transaction, response);
        } else if (cancelled) {
            finish(new Failure.Cancelled());
        } else {
            fail(transaction, response);
        }
    }

    /** From a target that was taken for dead: it is cancelled, or was quicker than that. */
    private void late(ClientTransaction transaction, SipResponse response) {
        if (response.isProvisional()) {
            sendCancel(transaction);
            return;
        }
        cancels.settled(transaction);
        if (response.isSuccess()) {
            user.onSuccess(transaction, response);
            cancel();
        }
    }

    private void progress(ClientTransaction transaction, SipResponse response) {
        if (cancelled) {
            sendCancel(transaction);
        } else {
            user.onProvisional(transaction, response);
        }
    }

    private void succeed(ClientTransaction transaction, SipResponse response) {
        finished = true;
        cancels.settled(transaction);
        user.onSuccess(transaction, response);
        abandonSilent();
    }

    private void fail(ClientTransaction transaction, SipResponse response) {
        Failure rejected = new Failure.Rejected(response.status(), response.reason());
        switch (response.status()) {
            case 401, 407 -> challenged(transaction, response);
            case 422 -> askedForLongerSession(transaction, response, rejected);
            case 423 -> askedForLonger(transaction, response, rejected);
            case 503 -> {
                failover.unavailable(transaction.target(), response);
                nextTarget(rejected);
            }
            default -> {
                boolean sentOn = redirections.follows(response.status());
                Uri asked = transaction.request().uri();
                conclude(sentOn ? redirections.take(response, asked) : rejected);
            }
        }
    }

    /** Fails unless there is another address to try; 6xx speaks for all of them (§8.1.3.4). */
    private void conclude(Failure why) {
        boolean mayGoOn = !cancelled && why.status() < 600 && attempts < MAX_ATTEMPTS;
        Redirections.Onward onward = mayGoOn ? redirections.next() : null;
        if (onward == null) {
            finish(why);
            return;
        }
        current = null;
        heard = false;
        user.onSentOn(onward.status(), onward.contact());
        if (onward.known().isEmpty()) {
            resolve(onward.hop()); // an address too: it must be one that is allowed
        } else {
            start(onward.known());
        }
    }

    private void challenged(ClientTransaction transaction, SipResponse challenge) {
        SipRequest rejected = transaction.request();
        Target target = transaction.target();
        int status = challenge.status();
        switch (authority.answer(rejected, challenge, target)) {
            case Answer.Retry(SipRequest request) when attempts < MAX_ATTEMPTS ->
                    again(request, target);
            case Answer.Retry _ ->
                    conclude(new Failure.CredentialsRefused(status, "challenged again and again"));
            case Answer.GiveUp(String reason) ->
                    conclude(Authority.refusal(rejected, status, reason));
        }
    }

    /** The same under a new number and branch (RFC 3261 §8.1.3.5). */
    private void again(SipRequest request, Target target) {
        Endpoint local = environment.local().towards(target);
        if (local == null) {
            nextTarget(new Failure.Unreachable(target.toString(), "no route leads there"));
            return;
        }
        number = sequence.next();
        String cseq = new CSeq(number, request.method()).print();
        SipRequest bare =
                request.withHeaders(request.headers().without(HeaderName.VIA))
                        .with(HeaderName.CSEQ, cseq);
        if (failover.wantsTcp(bare, target)) {
            attempt(failover.overTcp(target));
        } else {
            send(bare, target, local);
        }
    }

    /** 423: the registrar wants fewer refreshes (§10.2.8). */
    private void askedForLonger(
            ClientTransaction transaction, SipResponse response, Failure rejected) {
        OptionalLong wanted = response.minExpires();
        boolean useful =
                transaction.request().method().equals(Method.REGISTER)
                        && wanted.isPresent()
                        && wanted.getAsLong() > minExpires.orElse(0)
                        && attempts < MAX_ATTEMPTS;
        if (useful) {
            minExpires = wanted;
            number = sequence.next();
            attempt(transaction.target());
        } else {
            finish(rejected);
        }
    }

    /** 422: somebody on the way wants fewer refreshes (RFC 4028 §7.3). */
    private void askedForLongerSession(
            ClientTransaction transaction, SipResponse response, Failure rejected) {
        long wanted = response.minSe().orElse(0);
        long known = Math.max(minSe, transaction.request().minSe().orElse(0));
        if (wanted > known && attempts < MAX_ATTEMPTS) {
            minSe = wanted;
            number = sequence.next();
            attempt(transaction.target());
        } else {
            finish(rejected);
        }
    }

    @Override
    public void onFailure(ClientTransaction transaction, TransactionFailure why) {
        if (transaction != current || finished) {
            return;
        }
        Target target = transaction.target();
        String whom = target.toString();
        failover.silent(target);
        if (cancelled) {
            finish(new Failure.Cancelled());
        } else if (why == TransactionFailure.TRANSPORT && failover.onTrialOverTcp(target)) {
            backToUdp();
        } else {
            nextTarget(
                    switch (why) {
                        case TIMEOUT -> new Failure.TimedOut(whom);
                        case TRANSPORT -> new Failure.Unreachable(whom, transaction.obstacle());
                    });
        }
    }

    /** TCP was refused or stays silent: UDP, as if the request were small. */
    private void backToUdp() {
        tcpSilent.disarm();
        if (finished || heard) {
            return;
        }
        ClientTransaction silent = current;
        current = null;
        if (cancelled) {
            finish(new Failure.Cancelled());
        } else {
            attempt(failover.current());
        }
        if (silent != null) {
            silent.abandon();
        }
    }

    /** No word from this target so far, and there are others. */
    private void outOfPatience() {
        ClientTransaction silent = current;
        if (finished || heard || cancelled || silent == null || !failover.hasNext()) {
            return;
        }
        current = null;
        failover.silent(silent.target());
        if (silent.request().method().equals(Method.INVITE)) {
            overdue.add(silent);
        } else {
            silent.abandon();
        }
        nextTarget(new Failure.TimedOut(silent.target().toString()));
    }

    /** The same request, number included, to the next target (RFC 3263 §4.3). */
    private void nextTarget(Failure why) {
        tcpSilent.disarm();
        patience.disarm();
        if (failover.hasNext() && attempts < MAX_ATTEMPTS) {
            attempt(failover.next());
        } else {
            conclude(why);
        }
    }

    /**
     * Gives an INVITE up. CANCEL waits for the first provisional answer (§9.1); a 2xx that crosses
     * it is still a success, which the user ends by BYE.
     */
    public void cancel() {
        if (cancelled || finished) {
            return;
        }
        cancelled = true;
        if (current == null) {
            finish(new Failure.Cancelled());
        } else if (heard) {
            sendCancel(current);
        }
    }

    private void sendCancel(ClientTransaction invite) {
        live++;
        if (!cancels.send(invite)) {
            live--; // it was sent before
        }
    }

    /** No final answer after CANCEL. */
    private void giveUpCancelled(ClientTransaction invite) {
        invite.abandon();
        if (!finished && invite == current) {
            finish(new Failure.Cancelled());
        }
    }

    /** The request has its answer: nothing more is repeated to who was never heard of. */
    private void abandonSilent() {
        for (ClientTransaction invite : List.copyOf(overdue)) {
            if (!cancels.isCancelled(invite)) {
                invite.abandon();
            }
        }
    }

    private void finish(Failure why) {
        finished = true;
        tcpSilent.disarm();
        patience.disarm();
        if (current != null) {
            cancels.settled(current);
        }
        user.onFailure(redirections.located(why));
        abandonSilent();
        settle();
    }

    @Override
    public void onTerminated(ClientTransaction transaction) {
        overdue.remove(transaction);
        cancels.settled(transaction);
        ended();
    }

    private void ended() {
        live--;
        settle();
    }

    private void settle() {
        if (finished && live == 0 && !over) {
            over = true;
            user.onOver();
        }
    }
}
