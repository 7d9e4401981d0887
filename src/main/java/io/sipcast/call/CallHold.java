package io.sipcast.call;

import io.sipcast.sdp.NegotiatedTrack;
import io.sipcast.sdp.Negotiation.Agreed;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether the callee holds the call. It does when it takes no sound of ours any more ({@code
 * sendonly}, {@code inactive}, {@code 0.0.0.0}), or when nothing at all is to come from it. One
 * that never took any, such as a camera, only sends: that is no hold. Nor is it when only its
 * pictures stop.
 *
 * <p>One thread owns it, any may read {@link #since}.
 */
final class CallHold {
    private boolean tookSound;
    private volatile @Nullable Instant since;

    /**
     * Takes what was agreed on, at the answer and at every change; returns whether it is a hold.
     */
    boolean update(Agreed agreed, Instant now) {
        boolean held = holds(agreed);
        if (!held) {
            since = null;
        } else if (since == null) {
            since = now;
        }
        return held;
    }

    /** When the callee put the call on hold; null while it does not hold it. */
    @Nullable Instant since() {
        return since;
    }

    private boolean holds(Agreed agreed) {
        NegotiatedTrack sound = agreed.audio();
        NegotiatedTrack pictures = agreed.video();
        if (sound != null) {
            tookSound |= !sound.isHeld();
            return sound.isUnreachable()
                    || (sound.isHeld() && (tookSound || !sound.direction().receives()));
        }
        return pictures == null || pictures.isUnreachable() || !pictures.direction().receives();
    }
}
