package io.sipcast.push;

import java.util.function.Supplier;

/**
 * An ordered push has changed, or is no more. Two changes of the same push are equal.
 *
 * @param state what it is like, whenever that is asked
 * @param gone whether it is no more: this is the last change
 */
public record PushChange(String id, Supplier<PushInfo> state, boolean gone) {
    public PushInfo now() {
        return state.get();
    }
}
