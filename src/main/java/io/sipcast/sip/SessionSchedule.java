package io.sipcast.sip;

import java.time.Duration;

/**
 * How a session is kept alive from now on (RFC 4028).
 *
 * @param interval that both sides have agreed on
 * @param ours whether we refresh
 * @param untilDue until our refresh; where the peer refreshes the same as {@code untilEnd}
 * @param untilEnd until we hang up unless somebody has refreshed
 */
public record SessionSchedule(
        Duration interval, boolean ours, Duration untilDue, Duration untilEnd) {}
