package io.sipcast.rtp;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Decides whose packets one port takes (symmetric RTP, RFC 4961), so that nobody can slip in media
 * or take it over.
 *
 * <ul>
 *   <li>The address of the SDP is taken whenever nobody else is latched.
 *   <li>Any other source is latched only if it is the first, within {@link #LEARNING} after the
 *       SDP; later only a source on the SDP's host, or on a host that {@link #trust} named.
 *   <li>For {@link #CONTEST} after such a guess the SDP's address may still take its place.
 *   <li>After that, and after {@link #SILENCE} of the latched source: another port of the same
 *       host, or the SDP's address.
 *   <li>A new SDP starts over; what was latched goes on until another source comes, and is
 *       confirmed if none came within {@link #LEARNING}.
 * </ul>
 *
 * <p>To be asked after authentication where there is any: what fails SRTP must change nothing. As
 * the SSRC may change only on accepted packets, whoever counts SSRCs sees accepted packets only.
 */
public final class SourceLatch {
    /** How long after the SDP an unknown source may be the first. */
    public static final Duration LEARNING = Duration.ofSeconds(30);

    /** How long the SDP's address may displace an unknown first source. */
    public static final Duration CONTEST = Duration.ofSeconds(3);

    /** How long the latched source must be silent before its host may use another port. */
    public static final Duration SILENCE = Duration.ofSeconds(5);

    /** What becomes of a packet. */
    public enum Verdict {
        ACCEPTED,
        /** Accepted, and from now on this is the source: send there, connect the socket. */
        LATCHED,
        IGNORED
    }

    private @Nullable RtpSource described;
    private @Nullable RtpSource latched;
    private @Nullable String trustedHost;
    private boolean open;
    private boolean guessed;
    private long describedNanos;
    private long latchedNanos;
    private long lastNanos;
    private long ignored;

    /**
     * A latch on nothing yet.
     *
     * @param described where the SDP says that media will be received, and so probably sent from
     */
    public SourceLatch(RtpSource described, long nowNanos) {
        describe(described, nowNanos);
    }

    /** The peer sent a description. One that says the same changes nothing. */
    public void describe(RtpSource source, long nowNanos) {
        if (!source.equals(described)) {
            described = source;
            describedNanos = nowNanos;
            open = true;
        }
    }

    /** Another track of the same peer latched this host. */
    public void trust(String host) {
        trustedHost = host;
    }

    /** Judges the source of one packet. */
    public Verdict judge(RtpSource from, long nowNanos) {
        if (from.equals(latched)) {
            lastNanos = nowNanos;
            open &= nowNanos - describedNanos < LEARNING.toNanos();
            return Verdict.ACCEPTED;
        }
        if (admits(from, nowNanos)) {
            latch(from, !isDescribed(from), nowNanos);
            return Verdict.LATCHED;
        }
        ignored++;
        return Verdict.IGNORED;
    }

    /** What {@link #judge} would say, were it asked: for who must not change anything yet. */
    public boolean admits(RtpSource from, long nowNanos) {
        return from.equals(latched)
                || (from.equals(described) ? mayTakeDescribed(nowNanos) : mayTake(from, nowNanos));
    }

    /** Whether it is the SDP's address. */
    public boolean isDescribed(RtpSource source) {
        return source.equals(described);
    }

    /** The source that is latched: where to send to. Before that, where the SDP says. */
    public RtpSource target() {
        RtpSource source = open || latched == null ? described : latched;
        return Objects.requireNonNull(source);
    }

    /** The source whose packets are accepted, or null before the first. */
    public @Nullable RtpSource latched() {
        return latched;
    }

    /**
     * Whether packets of any other source would be ignored now, so that the socket may be connected
     * to this one. Ask again on ticks: silence ends it.
     */
    public boolean settled(long nowNanos) {
        return latched != null && !open && !contested(nowNanos) && !silent(nowNanos);
    }

    /** A packet of a source that is not {@link #admits admitted} was not looked at. */
    public void ignore() {
        ignored++;
    }

    /** Packets of others. */
    public long ignored() {
        return ignored;
    }

    private boolean mayTakeDescribed(long nowNanos) {
        return open || contested(nowNanos) || silent(nowNanos);
    }

    private boolean mayTake(RtpSource from, long nowNanos) {
        if (open) {
            return nowNanos - describedNanos < LEARNING.toNanos() || isKnownHost(from.host());
        }
        return latched != null && from.host().equals(latched.host()) && silent(nowNanos);
    }

    private boolean isKnownHost(String host) {
        return host.equals(trustedHost) || (described != null && host.equals(described.host()));
    }

    private boolean contested(long nowNanos) {
        return guessed && nowNanos - latchedNanos < CONTEST.toNanos();
    }

    private boolean silent(long nowNanos) {
        return latched != null && nowNanos - lastNanos >= SILENCE.toNanos();
    }

    private void latch(RtpSource from, boolean guess, long nowNanos) {
        latched = from;
        guessed = guess;
        latchedNanos = nowNanos;
        lastNanos = nowNanos;
        open = false;
    }
}
