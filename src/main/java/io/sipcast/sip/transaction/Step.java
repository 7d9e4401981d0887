package io.sipcast.sip.transaction;

import java.util.List;

/** Where a machine goes, and what is to be done on the way, in this order. */
public record Step<S>(S next, List<Action> actions) {
    static <S> Step<S> to(S next, Action... actions) {
        return new Step<>(next, List.of(actions));
    }
}
