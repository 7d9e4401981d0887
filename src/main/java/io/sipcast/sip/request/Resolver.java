package io.sipcast.sip.request;

import io.sipcast.sip.route.NextHop;
import java.util.function.Consumer;

/** Turns names into targets, some time later and on the same thread. */
@FunctionalInterface
public interface Resolver {
    /** An address is a name too here: whether it may be reached is decided where names are. */
    void resolve(NextHop hop, Consumer<Resolution> then);
}
