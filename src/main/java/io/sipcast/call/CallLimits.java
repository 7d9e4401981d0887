package io.sipcast.call;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What bounds the calls of a node, so that a stray program or a thief runs up no bill.
 *
 * @param most calls at once
 * @param perMinute calls begun in any minute
 * @param longest from the answer to the BYE
 */
public record CallLimits(
        OptionalInt most, OptionalInt perMinute, Optional<Duration> longest, CalleeList callees) {
    public static final CallLimits NONE =
            new CallLimits(
                    OptionalInt.empty(),
                    OptionalInt.empty(),
                    Optional.empty(),
                    CalleeList.EVERYBODY);
}
