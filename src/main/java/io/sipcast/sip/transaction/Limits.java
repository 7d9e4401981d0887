package io.sipcast.sip.transaction;

/**
 * How many transactions there may be at once.
 *
 * @param servers requests of others, all together
 * @param serversPerAddress requests from one address that belong to no dialog of ours
 * @param clients requests of our own
 */
public record Limits(int servers, int serversPerAddress, int clients) {
    /** Some hundred calls a second, whose answers are kept for 32 s. */
    public static final Limits DEFAULT = new Limits(50_000, 1_000, 50_000);
}
