package io.sipcast.sip;

import io.sipcast.sip.message.NameAddr;
import io.sipcast.sip.message.Params;
import io.sipcast.sip.message.SipUri;
import org.jspecify.annotations.Nullable;

/**
 * Who we are to a SIP server.
 *
 * @param user of our address of record
 * @param authUser the user name for digest: {@code user} when the server has no other
 * @param password null when challenges are not to be answered
 * @param domain host of our address of record
 * @param domainPort 0 when the address has none
 * @param displayName what a telephone shows
 */
public record Account(
        String user,
        String authUser,
        @Nullable String password,
        String domain,
        int domainPort,
        @Nullable String displayName) {

    /** The same account whatever name it shows: two calls with two names are one user. */
    Account unnamed() {
        return displayName == null
                ? this
                : new Account(user, authUser, password, domain, domainPort, null);
    }

    /** The address of record. */
    public SipUri uri() {
        return SipUri.of(user, domain, domainPort == 0 ? SipUri.NO_PORT : domainPort);
    }

    /** What a REGISTER is sent to, RFC 3261 §10.2. */
    public SipUri registrar() {
        return SipUri.of(null, domain, domainPort == 0 ? SipUri.NO_PORT : domainPort);
    }

    /** For From, still without its tag. */
    public NameAddr address() {
        return new NameAddr(displayName, uri(), Params.NONE);
    }

    /** Leaves the password out. */
    @Override
    public String toString() {
        return "account " + uri();
    }
}
