package io.sipcast.sip;

import io.sipcast.sip.message.SipResponse;

/**
 * The reliable provisional answers of one early dialog, RFC 3262 §4: each is taken once and in
 * order. What comes too early comes again, as it gets no PRACK. Pure.
 */
final class ReliableProvisionals {
    /** In Supported and Require. */
    static final String OPTION = "100rel";

    private static final long NONE = 0; // no number that the RFC allows

    private long last = NONE;

    /** Whether it has to be acknowledged by PRACK. One without its number can't be. */
    static boolean isReliable(SipResponse response) {
        return response.require().stream().anyMatch(OPTION::equalsIgnoreCase)
                && response.rseq().orElse(NONE) != NONE;
    }

    /** Whether a reliable answer is the next one; else it is to be dropped, without PRACK. */
    boolean isNext(SipResponse response) {
        long number = response.rseq().orElse(NONE);
        if (last != NONE && number != last + 1) {
            return false;
        }
        last = number;
        return true;
    }

    /** What RAck says of a reliable answer, §7.2. */
    static String rack(SipResponse response) {
        return response.rseq().orElse(NONE) + " " + response.cseq().print();
    }
}
