package io.sipcast.sip.request;

import io.sipcast.sip.route.NextHop;
import io.sipcast.sip.route.Target;
import java.util.List;
import java.util.function.Consumer;

/** Turns names into targets, some time later and on the same thread. */
@FunctionalInterface
public interface Resolver {
    /** The targets in the order in which they are to be tried; none when the name leads nowhere. */
    void resolve(NextHop hop, Consumer<List<Target>> then);
}
