package io.sipcast.sip.transaction;

/**
 * How many transactions there may be at once. What is too much is dropped without an answer: it
 * comes again, and an answer would serve who floods somebody else.
 *
 * @param servers requests of others, all together
 * @param serversPerAddress requests from one address that belong to no call of ours
 * @param serversPerCall requests inside one call
 * @param serverBytes of the requests of others, all together; what is kept of them takes a few
 *     times as much
 * @param clients requests of our own
 */
public record Limits(
        int servers, int serversPerAddress, int serversPerCall, long serverBytes, int clients) {
    /** Some hundred calls a second, whose answers are kept for 32 s. */
    public static final Limits DEFAULT = new Limits(50_000, 1_000, 200, 64L << 20, 50_000);

    /** As many bytes, and as many requests inside a call, as usual. */
    public Limits(int servers, int serversPerAddress, int clients) {
        this(servers, serversPerAddress, DEFAULT.serversPerCall, DEFAULT.serverBytes, clients);
    }
}
