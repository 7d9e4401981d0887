package io.sipcast.ice;

import io.sipcast.ice.Check.Purpose;
import io.sipcast.ice.stun.StunAttribute;
import io.sipcast.ice.stun.StunAttribute.IceControlled;
import io.sipcast.ice.stun.StunAttribute.IceControlling;
import io.sipcast.ice.stun.StunAttribute.Priority;
import io.sipcast.ice.stun.StunAttribute.UseCandidate;
import io.sipcast.ice.stun.StunAttribute.Username;
import io.sipcast.ice.stun.StunIntegrity;
import io.sipcast.ice.stun.StunMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Writes the requests of our checks, RFC 8445 §7.2.4. */
final class CheckRequests {
    private final IceTerms terms;
    private final IceRole role;
    private final RandomGenerator random;

    CheckRequests(IceTerms terms, IceRole role, RandomGenerator random) {
        this.terms = terms;
        this.role = role;
        this.random = random;
    }

    Check make(CandidatePair pair, Purpose purpose, long nowNanos, long rtoNanos) {
        IceCredentials remote = terms.remote().credentials();
        List<StunAttribute> attributes = new ArrayList<>();
        attributes.add(new Username(remote.ufrag() + ":" + terms.local().ufrag()));
        attributes.add(new Priority((int) CandidateType.PEER_REFLEXIVE.priority(pair.component())));
        attributes.add(
                role.controlling()
                        ? new IceControlling(role.tieBreaker())
                        : new IceControlled(role.tieBreaker()));
        if (purpose == Purpose.NOMINATION) {
            attributes.add(new UseCandidate());
        }
        StunMessage request = StunMessage.request(random, attributes);
        return new Check(
                request.transactionId(),
                pair,
                purpose,
                role.controlling(),
                StunIntegrity.SHA1.protect(request, StunIntegrity.key(remote.pwd())),
                nowNanos,
                rtoNanos);
    }
}
