package io.sipcast.ice;

import io.sipcast.ice.stun.StunAttribute;
import io.sipcast.ice.stun.StunAttribute.IceControlling;
import io.sipcast.ice.stun.StunAttribute.Priority;
import io.sipcast.ice.stun.StunAttribute.UseCandidate;
import io.sipcast.ice.stun.StunAttribute.Username;
import io.sipcast.ice.stun.StunIntegrity;
import io.sipcast.ice.stun.StunMessage;
import java.util.List;
import java.util.Random;

/** Checks as a peer that controls writes them to us. */
final class Requests {
    private final Random random = new Random(1);
    private final String username;
    private final byte[] key;

    Requests(IceTerms ours) {
        username = ours.local().ufrag() + ":" + ours.remote().credentials().ufrag();
        key = StunIntegrity.key(ours.local().pwd());
    }

    byte[] nominating() {
        return StunIntegrity.SHA1.protect(request(new UseCandidate()), key);
    }

    byte[] with(StunAttribute more) {
        return StunIntegrity.SHA1.protect(request(more), key);
    }

    byte[] by(StunIntegrity integrity, String password) {
        return integrity.protect(request(new UseCandidate()), StunIntegrity.key(password));
    }

    /** In another role. */
    byte[] claiming(StunAttribute role) {
        var request = StunMessage.request(random, List.of(new Username(username), role));
        return StunIntegrity.SHA1.protect(request, key);
    }

    byte[] unprotected() {
        return StunIntegrity.unprotected(request(new UseCandidate()));
    }

    private StunMessage request(StunAttribute more) {
        return StunMessage.request(
                random,
                List.of(new Username(username), new Priority(1), new IceControlling(7), more));
    }
}
