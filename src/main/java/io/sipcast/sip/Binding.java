package io.sipcast.sip;

import io.sipcast.sip.message.CSeq;
import io.sipcast.sip.message.HeaderName;
import io.sipcast.sip.message.Headers;
import io.sipcast.sip.message.Method;
import io.sipcast.sip.message.NameAddr;
import io.sipcast.sip.message.SipRequest;
import io.sipcast.sip.message.SipResponse;
import io.sipcast.sip.route.Endpoint;
import io.sipcast.sip.route.Target;
import io.sipcast.sip.transaction.ClientTransaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a registrar holds of us: our contact, and until when; and the REGISTERs that say so. */
final class Binding {
    private static final String MAX_FORWARDS = "70";

    /** Contacts of before that are removed; what is older has run out. */
    private static final int MOST_OLD = 4;

    /** Refreshed after three quarters to nine tenths of the time granted. */
    private static final double LATEST = 0.9;

    private static final double EARLIEST = 0.75;

    /** A refresh that is lost on the way is sent again three times in this time. */
    private static final double REPEATS_SECONDS = 10;

    /** However little time is granted. */
    private static final long SHORTEST_NANOS = Duration.ofSeconds(1).toNanos();

    private final Context context;
    private final Enrolment enrolment;
    private final String callId;
    private final NameAddr from;
    private final PublicAddress shown;

    /** Contacts that the registrar may have from us, the last one last. */
    private final Set<NameAddr> standing = new LinkedHashSet<>();

    private @Nullable NameAddr contact;
    private @Nullable Target target;
    private long askedSeconds;
    private long grantedSeconds;
    private long sentAtNanos;
    private long expiresAtNanos;

    Binding(Context context, Enrolment enrolment) {
        this.context = context;
        this.enrolment = enrolment;
        this.callId = context.transactions().token();
        this.from = enrolment.account().address().withTag(context.transactions().token());
        this.shown = new PublicAddress(context.settings().nat());
        this.askedSeconds = enrolment.expiresSeconds();
    }

    /**
     * Makes or refreshes it, by ClientRequest.Template. A contact of before, such as our address
     * before the NAT gave us another, goes in the same request.
     */
    SipRequest register(Target server, Endpoint local, long number) {
        sentAtNanos = now();
        NameAddr wanted = contact(local, server);
        standing.remove(wanted);
        List<NameAddr> contacts = new ArrayList<>(List.of(wanted));
        standing.forEach(old -> contacts.add(old.withParam("expires", "0")));
        standing.add(wanted);
        if (standing.size() > MOST_OLD) {
            standing.remove(standing.iterator().next());
        }
        return request(number, contacts, askedSeconds);
    }

    /** Removes it, by ClientRequest.Template. */
    SipRequest remove(Target server, Endpoint local, long number) {
        List<NameAddr> contacts =
                standing.isEmpty() ? List.of(contact(local, server)) : List.copyOf(standing);
        return request(number, contacts, 0);
    }

    private NameAddr contact(Endpoint local, Target server) {
        return Context.contact(enrolment.account().user(), shown.of(local, server), server);
    }

    private SipRequest request(long number, List<NameAddr> contacts, long expiresSeconds) {
        Headers headers =
                Headers.builder()
                        .add(HeaderName.MAX_FORWARDS, MAX_FORWARDS)
                        .add(HeaderName.FROM, from.print())
                        .add(HeaderName.TO, NameAddr.of(enrolment.account().uri()).print())
                        .add(HeaderName.CALL_ID, callId)
                        .add(HeaderName.CSEQ, new CSeq(number, Method.REGISTER).print())
                        .build();
        for (NameAddr one : contacts) {
            headers = headers.plus(HeaderName.CONTACT, one.print());
        }
        headers =
                headers.plus(HeaderName.EXPIRES, Long.toString(expiresSeconds))
                        .plus(HeaderName.ALLOW, Capabilities.ALLOW);
        return context.named(
                SipRequest.of(Method.REGISTER, enrolment.account().registrar(), headers));
    }

    /** The registrar said 200. It may still have granted nothing. */
    void accepted(ClientTransaction transaction, SipResponse response) {
        SipRequest request = transaction.request();
        askedSeconds = request.expires().orElse(askedSeconds); // after a 423
        grantedSeconds = Grant.seconds(request, response);
        // The registrar may have counted since then: what it answered first may have been lost.
        expiresAtNanos = sentAtNanos + Duration.ofSeconds(grantedSeconds).toNanos();
        standing.clear();
        target = transaction.target();
        contact = null;
        if (grantedSeconds > 0) {
            contact = request.contacts().getFirst();
            standing.add(contact);
            shown.learn(target, request, response);
        }
    }

    /** The registrar has let go of it. */
    void removed() {
        standing.clear();
        contact = null;
    }

    /** Whether the registrar sees us elsewhere than it was told. */
    boolean moved(SipRequest request) {
        Endpoint local = PublicAddress.ours(request);
        return local != null && target != null && !contact(local, target).equals(contact);
    }

    /** Somewhere in the last part of its time, with time left to say it more than once. */
    long refreshNanos() {
        double latest =
                Math.max(
                        grantedSeconds / 2.0,
                        Math.min(LATEST * grantedSeconds, grantedSeconds - REPEATS_SECONDS));
        double earliest = latest * EARLIEST / LATEST;
        double seconds = earliest + (latest - earliest) * context.random().nextDouble();
        long sinceSentNanos = (long) (seconds * Duration.ofSeconds(1).toNanos());
        return Math.max(SHORTEST_NANOS, sentAtNanos + sinceSentNanos - now());
    }

    /** As far as we know: registrars forget too. */
    boolean stands() {
        return contact != null && expiresAtNanos - now() > 0;
    }

    /** As it was last registered. */
    @Nullable NameAddr contact() {
        return stands() ? contact : null;
    }

    /** Who answered last. */
    @Nullable Target target() {
        return target;
    }

    long grantedSeconds() {
        return grantedSeconds;
    }

    OptionalLong expiresAtNanos() {
        return stands() ? OptionalLong.of(expiresAtNanos) : OptionalLong.empty();
    }

    /** Once it does not stand any more. */
    long expiredAtNanos() {
        return expiresAtNanos;
    }

    /** A server that has answered before needs no other to be waited for. */
    List<Target> answeringFirst(List<Target> targets) {
        Target last = target;
        List<Target> ordered = new ArrayList<>(targets);
        if (last != null) {
            ordered.sort(Comparator.comparing(one -> !one.over(last.transport()).equals(last)));
        }
        return ordered;
    }

    private long now() {
        return context.environment().timers().nowNanos();
    }
}
