package io.sipcast.sip;

import io.sipcast.sip.route.Target;
import java.util.List;

/**
 * What a REGISTER is made of.
 *
 * @param targets where it is sent, one after the other until one answers. Empty: the account's
 *     domain is resolved
 * @param expiresSeconds what is asked for; the registrar may grant less
 */
public record Enrolment(Account account, List<Target> targets, long expiresSeconds) {
    public Enrolment {
        targets = List.copyOf(targets);
        if (expiresSeconds < 1) {
            throw new IllegalArgumentException("expires " + expiresSeconds);
        }
    }
}
