package io.sipcast.sip;

import io.sipcast.sip.auth.DigestGate;
import io.sipcast.sip.auth.Guard;
import io.sipcast.sip.message.HeaderName;
import io.sipcast.sip.message.Headers;
import io.sipcast.sip.message.SipRequest;
import io.sipcast.sip.message.SipResponse;
import io.sipcast.sip.message.SipUri;
import io.sipcast.sip.message.TelUri;
import io.sipcast.sip.message.Uri;
import io.sipcast.sip.route.IpAddress;
import io.sipcast.sip.transaction.ServerTransaction;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Where the INVITE of a stranger becomes a call, or is turned away (RFC 3261 §8.2). That its
 * Max-Forwards is nought is no reason: here the request has arrived (§16.3 is for proxies).
 */
final class Entrance implements IncomingCall.Owner {
    /** From one address; then it has to acknowledge some first. */
    private static final int MOST_UNSETTLED = 50;

    private static final String RETRY_AFTER_SECONDS = "5";

    private final Context context;
    private final CallTable calls;
    private final DigestGate gate;
    private final Map<IpAddress, Integer> unsettled = new HashMap<>();
    private Reception reception = Reception.CLOSED;
    private long arrivals;

    Entrance(Context context, CallTable calls) {
        this.context = context;
        this.calls = calls;
        this.gate = new DigestGate(context.random());
    }

    void open(Reception newReception) {
        reception = newReception;
    }

    boolean hidesFrom(IpAddress source) {
        return reception.hidesFrom(source);
    }

    /** For how long an INVITE would be turned away, whoever it came from; zero: it would not. */
    Duration pause() {
        return reception.pause();
    }

    /** An INVITE outside of any dialog. */
    void receive(ServerTransaction transaction) {
        SipRequest invite = transaction.request();
        if (calls.hasMerged(invite)) {
            turnAway(transaction, 482, "the same INVITE came before, by another way");
        } else if (!(invite.uri() instanceof SipUri || invite.uri() instanceof TelUri)) {
            turnAway(transaction, 416, "the URI is of no kind that can be called");
        } else {
            Reception.Entry entry =
                    reception.entry(userOf(invite.uri()), transaction.flow().peer().ip());
            if (entry != null) {
                welcome(transaction, entry);
            } else if (!refusesExtensions(transaction)) {
                turnAway(transaction, 404, "no rule lets it in");
            }
        }
    }

    private static String userOf(Uri uri) {
        return switch (uri) {
            case SipUri sip -> Objects.requireNonNullElse(sip.userText(), "");
            case TelUri number -> number.dialled();
            default -> "";
        };
    }

    private void welcome(ServerTransaction transaction, Reception.Entry entry) {
        if (!proves(transaction, entry) || refusesContent(transaction)) {
            return;
        }
        IpAddress source = transaction.flow().peer().ip();
        if (unsettled.getOrDefault(source, 0) >= MOST_UNSETTLED) {
            SipResponse later = SipResponse.to(transaction.request(), 503);
            transaction.respond(later.with(HeaderName.RETRY_AFTER, RETRY_AFTER_SECONDS));
            report(transaction, 503, MOST_UNSETTLED + " calls from there are not acknowledged yet");
        } else {
            unsettled.merge(source, 1, Integer::sum);
            begin(transaction, entry);
        }
    }

    /** What it asks for cannot be done. */
    private boolean refusesContent(ServerTransaction transaction) {
        if (refusesExtensions(transaction)) {
            return true;
        }
        if (SdpBody.isForeign(transaction.request())) {
            Capabilities.refuseBody(transaction);
            report(transaction, 415, "its body is not plain SDP");
            return true;
        }
        boolean tooShort = Capabilities.refuseInterval(transaction);
        if (tooShort) {
            report(transaction, 422, "its session interval is too short");
        }
        return tooShort;
    }

    private void begin(ServerTransaction transaction, Reception.Entry entry) {
        SipRequest invite = transaction.request();
        CallHandle handle = new CallHandle(- ++arrivals);
        calls.add(new IncomingCall(context, handle, transaction, entry.called(), this));
        context.outputs()
                .add(
                        new Output.Arrived(
                                new Arrival(
                                        handle,
                                        entry,
                                        transaction.flow().peer(),
                                        invite.from(),
                                        invite.uri(),
                                        SdpBody.of(invite))));
        context.outputs()
                .add(
                        new Output.Trace(
                                handle,
                                false,
                                invite,
                                transaction.flow().peer(),
                                context.environment().timers().nowNanos()));
    }

    private boolean proves(ServerTransaction transaction, Reception.Entry entry) {
        Guard guard = entry.guard();
        if (guard == null) {
            return true;
        }
        long now = context.environment().timers().nowNanos();
        IpAddress source = transaction.flow().peer().ip();
        return switch (gate.check(transaction.request(), guard, source, now)) {
            case DigestGate.Verdict.Proven _ -> true;
            case DigestGate.Verdict.Asked(List<String> challenges) -> {
                ask(transaction, challenges);
                yield false;
            }
            case DigestGate.Verdict.Refused(String why) -> {
                turnAway(transaction, 403, why);
                yield false;
            }
        };
    }

    private static void ask(ServerTransaction transaction, List<String> challenges) {
        SipResponse response = SipResponse.to(transaction.request(), 401);
        Headers headers = response.headers();
        for (String challenge : challenges) {
            headers = headers.plus(HeaderName.WWW_AUTHENTICATE, challenge);
        }
        transaction.respond(response.withHeaders(headers));
    }

    private boolean refusesExtensions(ServerTransaction transaction) {
        if (Capabilities.refuseExtensions(transaction)) {
            report(transaction, 420, "it requires " + transaction.request().require());
            return true;
        }
        boolean replaces = Capabilities.refuseReplacement(transaction);
        if (replaces) {
            report(transaction, 481, "it is to replace a call, which none of ours can be");
        }
        return replaces;
    }

    private void turnAway(ServerTransaction transaction, int status, String why) {
        transaction.respond(status);
        report(transaction, status, why);
    }

    private void report(ServerTransaction transaction, int status, String why) {
        context.outputs().add(Output.TurnedAway.of(transaction, status, why));
    }

    @Override
    public void settled(IncomingCall call) {
        unsettled.computeIfPresent(call.source().ip(), (_, n) -> n > 1 ? n - 1 : null);
    }

    @Override
    public void retire(IncomingCall call) {
        calls.remove(call);
    }
}
