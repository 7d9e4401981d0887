package io.sipcast.bench.peers;

/**
 * How long after their time the packets of a callee left. A bench whose own packets were late
 * measured itself.
 *
 * @param packets that were looked at
 */
public record Lateness(long packets, double p50Millis, double p99Millis, double maxMillis) {}
