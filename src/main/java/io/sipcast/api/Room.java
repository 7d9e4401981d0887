package io.sipcast.api;

import io.sipcast.overload.Overload;
import io.sipcast.overload.Refusal;

/** Whether there is room for something new that costs. Safe for use by any thread. */
@FunctionalInterface
public interface Room {
    /** Always. */
    Room ENOUGH = () -> {};

    /**
     * Asks for it.
     *
     * @throws Problem 503 when there is none, with the time after which it is worth another try
     */
    void require();

    /** As much as the load leaves. */
    static Room of(Overload overload) {
        return () -> {
            Refusal refusal = overload.refusal();
            if (refusal != null) {
                throw Refusals.problem(refusal);
            }
        };
    }
}
