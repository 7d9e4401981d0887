package io.sipcast.sip;

import io.sipcast.sip.message.HeaderName;
import io.sipcast.sip.message.SessionExpires;
import io.sipcast.sip.message.SessionExpires.Refresher;
import io.sipcast.sip.message.SipMessage;
import io.sipcast.sip.message.SipRequest;
import io.sipcast.sip.message.SipResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A session interval that both sides have agreed on, RFC 4028.
 *
 * @param seconds from one refresh to the end of a session that is not refreshed again
 * @param ours whether we are the one that refreshes
 */
record SessionTerms(long seconds, boolean ours) {
    /** The option tag. */
    static final String TIMER = "timer";

    /** The shortest interval there is, §4. */
    static final long MIN_SE = 90;

    private static final long MAX_SECONDS = Duration.ofDays(30).toSeconds();

    SessionTerms {
        seconds = Math.clamp(seconds, MIN_SE, MAX_SECONDS);
    }

    /**
     * What a 2xx to a request of ours says, §7.2. Without Session-Expires the session lasts until
     * BYE: RFC 4028 has no timer then, and neither have we. A peer that does not say who refreshes
     * leaves it to us.
     */
    static @Nullable SessionTerms answered(SipResponse ok) {
        SessionExpires said = ok.sessionExpires();
        return said == null
                ? null
                : new SessionTerms(said.seconds(), said.refresher() != Refresher.UAS);
    }

    /**
     * What our 2xx to a request of the peer is to say, §9. Where the peer leaves the refresher open
     * it is the one that it was, and we at first: that we do refresh is something that we know.
     *
     * @param running what was agreed on before; it goes on with a peer that says nothing about it
     */
    static @Nullable SessionTerms asked(SipRequest request, @Nullable SessionTerms running) {
        SessionExpires wanted = request.sessionExpires();
        if (wanted == null) {
            return running == null ? null : goOn(request, running);
        }
        return new SessionTerms(wanted.seconds(), oursToRefresh(request, wanted, running));
    }

    private static SessionTerms goOn(SipRequest request, SessionTerms running) {
        long seconds = Math.max(running.seconds, request.minSe().orElse(0));
        return new SessionTerms(seconds, running.ours || !understoodBy(request));
    }

    /**
     * The same for the INVITE of a call in: where it asks for nothing, the interval that we would
     * ask for. {@link Capabilities#refuseInterval} has let it pass.
     *
     * @param own zero for none
     */
    static @Nullable SessionTerms invited(SipRequest invite, Duration own) {
        return asked(invite, own.isZero() ? null : new SessionTerms(own.toSeconds(), true));
    }

    /** Table 2. A peer without timers had its header from a proxy: it can't refresh. */
    private static boolean oursToRefresh(
            SipRequest request, SessionExpires wanted, @Nullable SessionTerms running) {
        if (!understoodBy(request)) {
            return true;
        }
        return switch (wanted.refresher()) {
            case UAC -> false;
            case UAS -> true;
            case null -> running == null || running.ours;
        };
    }

    static boolean understoodBy(SipMessage message) {
        return message.supported().stream().anyMatch(TIMER::equalsIgnoreCase);
    }

    /** Whether a request is to be answered 422. Who knows nothing of timers must not be, §9. */
    static boolean isTooShort(SipRequest request) {
        SessionExpires wanted = request.sessionExpires();
        return wanted != null && wanted.seconds() < MIN_SE && understoodBy(request);
    }

    /** Our 2xx to this request with these terms. */
    SipResponse grant(SipResponse ok, SipRequest request) {
        SessionExpires said = new SessionExpires(seconds, ours ? Refresher.UAS : Refresher.UAC);
        SipResponse timed = ok.with(HeaderName.SESSION_EXPIRES, said.print());
        return understoodBy(request) ? timed.with(HeaderName.REQUIRE, TIMER) : timed;
    }

    /** A request of ours that asks for the same again, §7.4. */
    SipRequest ask(SipRequest request) {
        SessionExpires said = new SessionExpires(seconds, ours ? Refresher.UAC : Refresher.UAS);
        return request.with(HeaderName.SESSION_EXPIRES, said.print());
    }
}
