package io.sipcast.interop;

import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Several looks at what happens in real time. A peer that gets no processor for a while sends
 * nothing meanwhile, so only one of the looks has to be perfect.
 */
final class Windows {
    private Windows() {}

    /** Looks until once is fulfilled, so many times at most; always is fulfilled by each look. */
    static <T> void oneOf(int most, Supplier<T> look, Consumer<T> always, Consumer<T> once) {
        for (int i = 1; i <= most; i++) {
            T seen = look.get();
            always.accept(seen);
            try {
                once.accept(seen);
                return;
            } catch (AssertionError e) {
                if (i == most) {
                    throw e;
                }
            }
        }
    }
}
