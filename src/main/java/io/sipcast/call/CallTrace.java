package io.sipcast.call;

import io.sipcast.sip.Output;
import io.sipcast.sip.trace.Ladder;
import io.sipcast.sip.trace.SipTrace;
import io.sipcast.sip.trace.TracedMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The SIP messages of a call, for any thread, with the wall clock beside the engine's time. */
public final class CallTrace {
    private final Instant startedAt;
    private final long startNanos;
    private final SipTrace trace = new SipTrace(); // guarded by this
    private long added; // guarded by this
    private @Nullable String callId; // guarded by this

    /**
     * Begins with the call.
     *
     * @param startNanos monotonic, at {@code startedAt}
     */
    public CallTrace(Instant startedAt, long startNanos) {
        this.startedAt = startedAt;
        this.startNanos = startNanos;
    }

    /** A message of the call. On the SIP loop, as the other one. */
    public synchronized void add(Output.Trace one) {
        added++;
        callId = one.message().callId();
        trace.add(one.message(), one.sent(), false, one.peer(), one.atNanos());
    }

    /** A message of the registration that the call needs. */
    synchronized void add(Output.RegistrationTrace one) {
        added++;
        trace.add(one.message(), one.sent(), true, one.peer(), one.atNanos());
    }

    /** When the call began. */
    Instant startedAt() {
        return startedAt;
    }

    /** The Call-ID by which SIP knows the call, of its last message; null before the first. */
    synchronized @Nullable String callId() {
        return callId;
    }

    /** Nothing of the call is left: less is kept from here on. */
    synchronized void end() {
        trace.end();
    }

    /** How many messages there have been, those that are not kept as well. */
    synchronized long added() {
        return added;
    }

    /** The messages that are kept, in the order of time. */
    public synchronized List<TracedMessage> messages() {
        return trace.messages();
    }

    /** The last message received, without its secrets. */
    public synchronized @Nullable String lastReceived() {
        return trace.lastReceived();
    }

    /** Since the call began. */
    public Duration after(TracedMessage message) {
        return Duration.ofNanos(message.atNanos() - startNanos);
    }

    /** By the wall clock as it stood when the call began. */
    public Instant at(TracedMessage message) {
        return startedAt.plus(after(message));
    }

    /** The messages as a ladder of ASCII. */
    public String ladder() {
        return Ladder.draw(messages(), startNanos);
    }
}
