package io.sipcast.cli;

/**
 * How it all ended.
 *
 * @param exitCode of the process
 * @param status of the call, as the gateway names it
 * @param sentence why
 * @param totals what it came to; empty when there was no call
 * @param seconds since the answer; 0 without one
 */
record Ending(int exitCode, String status, String sentence, String totals, long seconds) {
    /** The gateway never took the call. */
    static Ending without(int exitCode, String sentence) {
        return new Ending(exitCode, "NONE", sentence, "", 0);
    }
}
