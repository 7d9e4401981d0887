package io.sipcast.sip.request;

import io.sipcast.sip.auth.Authenticator.Answer;
import io.sipcast.sip.dialog.Sequence;
import io.sipcast.sip.message.CSeq;
import io.sipcast.sip.message.HeaderName;
import io.sipcast.sip.message.Method;
import io.sipcast.sip.message.Reason;
import io.sipcast.sip.message.Remarks;
import io.sipcast.sip.message.SipRequest;
import io.sipcast.sip.message.SipResponse;
import io.sipcast.sip.route.Endpoint;
import io.sipcast.sip.route.NextHop;
import io.sipcast.sip.route.Target;
import io.sipcast.sip.route.Transport;
import io.sipcast.sip.transaction.ClientTransaction;
import io.sipcast.sip.transaction.TimerQueue;
import io.sipcast.sip.transaction.TransactionFailure;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One request from the user's point of view: as many transactions as it takes to have an answer.
 * Everything that any request may need is decided here: credentials, another target, another
 * transport, a longer time, CANCEL.
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

        /** A 2xx; to an INVITE there may be several. */
        void onSuccess(ClientTransaction transaction, SipResponse response);

        void onFailure(Failure why);

        /** The last call: no transaction is left. */
        void onOver();
    }

    /** After this long without a word over TCP a large request goes over UDP after all. */
    private static final long TCP_PATIENCE_NANOS = Duration.ofSeconds(2).toNanos();

    /** Challenges, shorter times and targets all together. */
    private static final String CHALLENGED_LATE =
            "Credentials were asked for by someone past the SIP server, after it had rung";

    private static final int MAX_ATTEMPTS = 12;

    private final Environment environment;
    private final Template template;
    private final Sequence sequence;
    private final Authority authority;
    private final User user;
    private final TimerQueue.Timer tcpSilent;
    private final TimerQueue.Timer cancelUnanswered;

    private List<Target> targets = List.of();
    private int tried;
    private int attempts;
    private long number;
    private OptionalLong minExpires = OptionalLong.empty();
    private boolean switchedToTcp;
    private boolean heard;
    private boolean cancelled;

    /** Whoever rings is past the server, which challenges before it passes a request on. */
    private boolean passedOn;

    private @Nullable Reason cancelReason;
    private boolean cancelSent;
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
        this.cancelUnanswered = environment.timers().timer(this::giveUpCancelled);
    }

    /** Sends it to the host of a URI; null for one that leads nowhere from here. */
    public void start(@Nullable NextHop hop) {
        if (hop == null) {
            finish(new Failure.Unreachable("a URI of that kind"));
            return;
        }
        Target literal = hop.literal();
        if (literal != null) {
            start(List.of(literal));
        } else {
            environment.resolver().resolve(hop, found -> resolved(hop, found));
        }
    }

    private void resolved(NextHop hop, List<Target> found) {
        if (finished) {
            return;
        }
        if (found.isEmpty()) {
            finish(new Failure.Unresolved(hop.host()));
        } else {
            start(found);
        }
    }

    /** Sends it to the first of these that answers. */
    public void start(List<Target> known) {
        targets = List.copyOf(known);
        number = sequence.next();
        attempt(targets.getFirst());
    }

    private void attempt(Target target) {
        Endpoint local = environment.local().towards(target);
        if (local == null) {
            nextTarget(new Failure.Unreachable(target.toString()));
            return;
        }
        SipRequest request = authority.authorize(build(target, local), target);
        if (wantsTcp(request, target)) {
            overTcp(target);
        } else {
            send(request, target, local);
        }
    }

    /** Too large for a datagram, and TCP not tried yet. */
    private boolean wantsTcp(SipRequest request, Target target) {
        return target.transport() == Transport.UDP && !switchedToTcp && isLarge(request);
    }

    private void overTcp(Target target) {
        switchedToTcp = true;
        attempt(target.over(Transport.TCP));
    }

    private SipRequest build(Target target, Endpoint local) {
        SipRequest request = template.build(target, local, number);
        return minExpires.isPresent()
                ? request.with(HeaderName.EXPIRES, Long.toString(minExpires.getAsLong()))
                : request;
    }

    private boolean isLarge(SipRequest request) {
        return environment.udpMaxRequest() > 0
                && request.print().length > environment.udpMaxRequest();
    }

    private void send(SipRequest request, Target target, Endpoint local) {
        heard = false;
        passedOn = false;
        attempts++;
        current = environment.transactions().request(request, target, local, this);
        if (current == null) {
            finish(new Failure.Overloaded());
            return;
        }
        live++;
        if (onTrialOverTcp(target)) {
            tcpSilent.arm(TCP_PATIENCE_NANOS);
        }
    }

    /** Whether TCP was our idea. */
    private boolean onTrialOverTcp(Target target) {
        return switchedToTcp
                && target.transport() == Transport.TCP
                && targets.get(tried).transport() == Transport.UDP;
    }

    @Override
    public void onResponse(ClientTransaction transaction, SipResponse response) {
        if (transaction != current || (finished && !response.isSuccess())) {
            return;
        }
        heard = true;
        tcpSilent.disarm();
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

    private void progress(ClientTransaction transaction, SipResponse response) {
        passedOn |= response.status() > 100;
        if (cancelled) {
            sendCancel();
        } else {
            user.onProvisional(transaction, response);
        }
    }

    private void succeed(ClientTransaction transaction, SipResponse response) {
        finished = true;
        cancelUnanswered.disarm();
        user.onSuccess(transaction, response);
    }

    private void fail(ClientTransaction transaction, SipResponse response) {
        Failure rejected =
                new Failure.Rejected(response.status(), response.reason(), Remarks.of(response));
        switch (response.status()) {
            case 401, 407 -> challenged(transaction, response);
            case 423 -> askedForLonger(transaction, response, rejected);
            case 503 -> nextTarget(rejected);
            // A redirection (3xx) would be followed here: its contacts become the targets.
            default -> finish(rejected);
        }
    }

    private void challenged(ClientTransaction transaction, SipResponse challenge) {
        SipRequest rejected = transaction.request();
        Target target = transaction.target();
        int status = challenge.status();
        if (passedOn) {
            finish(new Failure.ChallengeRefused(status, CHALLENGED_LATE));
            return;
        }
        switch (authority.answer(rejected, challenge, target)) {
            case Answer.Retry(SipRequest request) when attempts < MAX_ATTEMPTS ->
                    again(request, target);
            case Answer.Retry _ ->
                    finish(new Failure.CredentialsRefused(status, "challenged again and again"));
            case Answer.GiveUp(String reason) ->
                    finish(
                            hadCredentials(rejected, status)
                                    ? new Failure.CredentialsRefused(status, reason)
                                    : new Failure.ChallengeRefused(status, reason));
        }
    }

    private static boolean hadCredentials(SipRequest request, int status) {
        return request.headers()
                .has(status == 401 ? HeaderName.AUTHORIZATION : HeaderName.PROXY_AUTHORIZATION);
    }

    /** The same under a new number and branch (RFC 3261 §8.1.3.5). */
    private void again(SipRequest request, Target target) {
        Endpoint local = environment.local().towards(target);
        if (local == null) {
            nextTarget(new Failure.Unreachable(target.toString()));
            return;
        }
        number = sequence.next();
        String cseq = new CSeq(number, request.method()).print();
        SipRequest bare =
                request.withHeaders(request.headers().without(HeaderName.VIA))
                        .with(HeaderName.CSEQ, cseq);
        if (wantsTcp(bare, target)) {
            overTcp(target);
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

    @Override
    public void onFailure(ClientTransaction transaction, TransactionFailure why) {
        if (transaction != current || finished) {
            return;
        }
        String whom = transaction.target().toString();
        if (cancelled) {
            finish(new Failure.Cancelled());
        } else if (why == TransactionFailure.TRANSPORT && onTrialOverTcp(transaction.target())) {
            backToUdp();
        } else {
            nextTarget(
                    switch (why) {
                        case TIMEOUT -> new Failure.TimedOut(whom);
                        case TRANSPORT -> new Failure.Unreachable(whom);
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
            attempt(targets.get(tried));
        }
        if (silent != null) {
            silent.abandon();
        }
    }

    /** The same request, number included, to the next target (RFC 3263 §4.3). */
    private void nextTarget(Failure why) {
        tcpSilent.disarm();
        tried++;
        if (tried < targets.size() && attempts < MAX_ATTEMPTS) {
            switchedToTcp = false;
            attempt(targets.get(tried));
        } else {
            finish(why);
        }
    }

    /**
     * Gives an INVITE up. CANCEL waits for the first provisional answer (§9.1); a 2xx that crosses
     * it is still a success, which the user ends by BYE.
     */
    public void cancel() {
        cancel(null);
    }

    /** The same; the CANCEL says why (RFC 3326). */
    public void cancel(@Nullable Reason why) {
        if (cancelled || finished) {
            return;
        }
        cancelReason = why;
        cancelled = true;
        if (current == null) {
            finish(new Failure.Cancelled());
        } else if (heard) {
            sendCancel();
        }
    }

    private void sendCancel() {
        if (current != null && !cancelSent) {
            cancelSent = true;
            live++;
            current.cancel(cancelReason, new CancelUser());
            cancelUnanswered.arm(environment.timing().giveUpNanos());
        }
    }

    /** No final answer in 64 T1 after CANCEL: the INVITE is over (§9.1). */
    private void giveUpCancelled() {
        if (!finished && current != null) {
            current.abandon();
            finish(new Failure.Cancelled());
        }
    }

    /** Whatever is answered to a CANCEL, the answer to the INVITE is what counts. */
    private final class CancelUser implements ClientTransaction.User {
        @Override
        public void onResponse(ClientTransaction transaction, SipResponse response) {}

        @Override
        public void onFailure(ClientTransaction transaction, TransactionFailure why) {}

        @Override
        public void onTerminated(ClientTransaction transaction) {
            live--;
            settle();
        }
    }

    private void finish(Failure why) {
        finished = true;
        tcpSilent.disarm();
        cancelUnanswered.disarm();
        user.onFailure(why);
        settle();
    }

    @Override
    public void onTerminated(ClientTransaction transaction) {
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
