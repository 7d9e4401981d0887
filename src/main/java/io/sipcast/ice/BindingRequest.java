package io.sipcast.ice;

import io.sipcast.ice.stun.StunAttribute.IceControlled;
import io.sipcast.ice.stun.StunAttribute.IceControlling;
import io.sipcast.ice.stun.StunAttribute.Priority;
import io.sipcast.ice.stun.StunAttribute.UseCandidate;
import io.sipcast.ice.stun.StunMessage;
import org.jspecify.annotations.Nullable;

/**
 * A check of the peer's that is authentic.
 *
 * @param ufrag of the peer: one of several branches that our offer went to
 * @param priority of the candidate it came from, should we not know that; 0 when not said
 * @param nominates whether it has USE-CANDIDATE
 * @param controlling the role that the peer claims; null when it claims none
 */
record BindingRequest(
        int component,
        TransportAddress from,
        String ufrag,
        long priority,
        boolean nominates,
        @Nullable Boolean controlling,
        long tieBreaker) {
    static BindingRequest of(
            StunMessage message, String ufrag, int component, TransportAddress from) {
        Priority priority = message.find(Priority.class);
        IceControlling controlling = message.find(IceControlling.class);
        IceControlled controlled = message.find(IceControlled.class);
        return new BindingRequest(
                component,
                from,
                ufrag,
                priority == null ? 0 : priority.value() & 0xFFFF_FFFFL,
                message.has(UseCandidate.class),
                controlling != null ? Boolean.TRUE : controlled != null ? Boolean.FALSE : null,
                controlling != null
                        ? controlling.tieBreaker()
                        : controlled != null ? controlled.tieBreaker() : 0);
    }
}
