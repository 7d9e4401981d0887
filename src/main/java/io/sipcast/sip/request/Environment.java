package io.sipcast.sip.request;

import io.sipcast.sip.route.LocalAddress;
import io.sipcast.sip.transaction.TimerQueue;
import io.sipcast.sip.transaction.Timing;
import io.sipcast.sip.transaction.TransactionLayer;

/**
 * What every request of ours works with.
 *
 * @param udpMaxRequest bytes above which a request to a UDP target is tried over TCP first; 0 for
 *     never
 */
public record Environment(
        TransactionLayer transactions,
        TimerQueue timers,
        Timing timing,
        LocalAddress local,
        Resolver resolver,
        TargetHealth health,
        int udpMaxRequest) {}
