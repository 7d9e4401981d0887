package io.sipcast.sip.request;

import io.sipcast.sip.route.NextHop;
import io.sipcast.sip.route.Target;
import java.util.List;

/**
 * What a name came to.
 *
 * @param targets in the order in which they are to be tried; none when it leads nowhere
 * @param why a sentence for the user when there is no target; empty when nobody said why
 */
public record Resolution(List<Target> targets, String why) {
    public Resolution {
        targets = List.copyOf(targets);
    }

    /** What it is for a request when there is no target. */
    Failure failure(NextHop hop) {
        return why.isEmpty()
                ? new Failure.Unresolved(hop.host())
                : new Failure.Unresolved(hop.host(), why);
    }
}
