package io.sipcast.sip.request;

import io.sipcast.sip.message.Method;
import io.sipcast.sip.message.NameAddr;
import io.sipcast.sip.message.SipRequest;
import io.sipcast.sip.message.SipResponse;
import io.sipcast.sip.message.SipUri;
import io.sipcast.sip.message.Uri;
import io.sipcast.sip.route.NextHop;
import io.sipcast.sip.route.Target;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Where an INVITE was sent on to by 3xx answers (RFC 3261 §8.1.3.4): Contacts by their q, none
 * twice. What a Contact brings beside an address (headers of its own, a method) is not for us.
 */
public final class Redirections {
    private static final int MAX_REDIRECTIONS = 5;
    private static final int MAX_CONTACTS = 8;

    /** The Contact is a proxy for the same URI, §21.3.4. */
    private static final int USE_PROXY = 305;

    /**
     * The next place to try.
     *
     * @param uri for the Request-URI
     * @param contact as it was given, which says where to send
     * @param known where that is, if it need not be looked up
     */
    record Onward(int status, Uri uri, SipUri contact, NextHop hop, List<Target> known) {}

    private final boolean secure;
    private final Function<SipUri, List<Target>> home;
    private final Predicate<SipUri> allowed;
    private final boolean follows;
    private final List<Uri> seen = new ArrayList<>();
    private final Deque<Onward> waiting = new ArrayDeque<>();
    private int followed;
    private @Nullable Onward current;

    /**
     * For an INVITE to this URI.
     *
     * @param home the configured server's targets for a URI that is its to serve, else none
     * @param allowed who may be called
     */
    public Redirections(
            Uri callee, Function<SipUri, List<Target>> home, Predicate<SipUri> allowed) {
        this.home = home;
        this.allowed = allowed;
        this.follows = true;
        this.secure = callee instanceof SipUri sip && sip.secure();
        seen.add(callee);
    }

    /** For a request that is not sent on. */
    static Redirections none() {
        return new Redirections();
    }

    private Redirections() {
        secure = false;
        home = _ -> List.of();
        allowed = _ -> false;
        follows = false;
    }

    /** 300, 301, 302, 305. The services of a 380 are told in words. */
    boolean follows(int status) {
        return follows && isRedirection(status);
    }

    private static boolean isRedirection(int status) {
        return (status >= 300 && status <= 302) || status == USE_PROXY;
    }

    /** The request as it goes to the place that is being tried. */
    SipRequest readdress(SipRequest request) {
        return current == null ? request : request.withUri(current.uri());
    }

    /** The failure with the place where it happened. */
    Failure located(Failure why) {
        return current == null || why instanceof Failure.Cancelled
                ? why
                : new Failure.SentOn(current.contact().toString(), why);
    }

    /** The place to try next, or null; it is the current one then. */
    @Nullable Onward next() {
        Onward next = waiting.poll();
        if (next != null) {
            current = next;
        }
        return next;
    }

    /**
     * Takes the contacts of a 3xx, to be tried before those that wait already.
     *
     * @param asked the Request-URI that it answers
     * @return the failure that it is if nothing comes of it
     */
    Failure take(SipResponse response, Uri asked) {
        String why = refusal(response, asked);
        return why == null
                ? new Failure.Rejected(response.status(), response.reason())
                : new Failure.NotFollowed(response.status(), response.reason(), why);
    }

    /** Null, or why it leads nowhere, as a clause for the user. */
    private @Nullable String refusal(SipResponse response, Uri asked) {
        List<NameAddr> contacts =
                response.contacts().stream()
                        .sorted(Comparator.comparingDouble(Redirections::q).reversed())
                        .toList();
        if (contacts.isEmpty()) {
            return "it names no address";
        }
        if (followed == MAX_REDIRECTIONS) {
            return "it was sent on " + MAX_REDIRECTIONS + " times already";
        }
        List<Onward> found = new ArrayList<>();
        boolean loop = false;
        boolean forbidden = false;
        for (NameAddr contact : contacts) {
            SipUri uri = usable(contact);
            if (uri != null && response.status() != USE_PROXY && !allowed.test(uri)) {
                forbidden = true;
            } else if (uri != null && found.size() < MAX_CONTACTS) {
                boolean known = seen.stream().anyMatch(uri::matches);
                loop |= known;
                if (!known) {
                    seen.add(uri);
                    found.add(onward(response.status(), asked, uri));
                }
            }
        }
        if (found.isEmpty()) {
            return whyNone(loop, forbidden);
        }
        followed++;
        found.reversed().forEach(waiting::addFirst);
        return null;
    }

    private static String whyNone(boolean loop, boolean forbidden) {
        if (forbidden) {
            return "it leads to somebody who may not be called from here";
        }
        return loop
                ? "it leads back to an address that was tried"
                : "it names no address that can be called from here";
    }

    private Onward onward(int status, Uri asked, SipUri contact) {
        NextHop hop = NextHop.of(contact);
        if (hop == null) {
            throw new IllegalArgumentException("not usable: " + contact);
        }
        Uri uri = status == USE_PROXY ? asked : contact;
        return new Onward(status, uri, contact, hop, home.apply(contact));
    }

    /** As a Request-URI; null for what cannot be called, or not as securely as was asked for. */
    private @Nullable SipUri usable(NameAddr contact) {
        SipUri uri = contact.sipUri();
        if (uri == null || NextHop.of(uri) == null || (secure && !uri.secure())) {
            return null;
        }
        String method = uri.params().value("method");
        boolean invited = method == null || method.equals(Method.INVITE.name());
        return invited ? uri.asRequestUri() : null;
    }

    /** From 0 to 1; 1 unless it is said (§20.10). */
    private static double q(NameAddr contact) {
        String text = contact.params().value("q");
        return text != null && text.matches("0(\\.\\d{0,3})?|1(\\.0{0,3})?")
                ? Double.parseDouble(text)
                : 1;
    }
}
