package io.sipcast.sip;

import io.sipcast.sip.route.NextHop;
import io.sipcast.sip.route.Target;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a REGISTER is made of.
 *
 * @param server by what name the targets were found, so that they can be looked up again when none
 *     of them answers any more; null when they are all there is
 * @param targets where it is sent, one after the other until one answers. Empty: the account's
 *     domain is resolved
 * @param expiresSeconds what is asked for; the registrar may grant less
 */
public record Enrolment(
        Account account, @Nullable NextHop server, List<Target> targets, long expiresSeconds) {
    public Enrolment {
        targets = List.copyOf(targets);
        if (expiresSeconds < 1) {
            throw new IllegalArgumentException("expires " + expiresSeconds);
        }
    }

    /** At these targets, wherever they are from. */
    public Enrolment(Account account, List<Target> targets, long expiresSeconds) {
        this(account, null, targets, expiresSeconds);
    }

    /**
     * Equal for all who can share one binding: the same account at the same server. The order in
     * which DNS listed its addresses does not matter, nor does the name that a telephone shows.
     */
    Object sharedBy() {
        return new Shared(account.unnamed(), server, server == null ? Set.copyOf(targets) : null);
    }

    private record Shared(
            Account account, @Nullable NextHop server, @Nullable Set<Target> targets) {}
}
