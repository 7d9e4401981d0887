package io.sipcast.ice;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The ICE side of one call: all its media, one role. Owned by one thread; {@link #tick} comes every
 * 10 ms. Media are numbered by whoever uses it; components are those of {@link Candidate}.
 */
public final class IceAgent {
    static final long LEAST_RTO_NANOS = Duration.ofMillis(500).toNanos();

    /** Ta, RFC 8445 §14.2. */
    private static final long PACE_NANOS = Duration.ofMillis(50).toNanos();

    private final RandomGenerator random;
    private final IceOutput out;
    private final IceRole role;
    private final CheckLists lists = new CheckLists();
    private final Map<Integer, IceStream> streams = new TreeMap<>();
    private final List<FullSide> sides = new ArrayList<>();
    private long nextNanos;
    private boolean paced;
    private int turn;

    /**
     * Of a call that is being set up.
     *
     * @param random must not be guessable
     */
    public IceAgent(RandomGenerator random, IceOutput out) {
        this.random = random;
        this.out = out;
        this.role = new IceRole(random);
    }

    /**
     * A description of ours with these credentials is on its way: checks may overtake its answer.
     */
    public void expect(int stream, IceCredentials local) {
        streams.put(stream, new IceStream(stream, local, role, out));
    }

    /**
     * What was agreed on. Other credentials than before mean a restart: the pair that is in use
     * stays so until another is selected. The same ones may bring more candidates.
     *
     * @param ports the components that there are: with rtcp-mux only the first
     */
    public void begin(int stream, IceTerms terms, List<IcePort> ports, long nowNanos) {
        IceStream medium =
                streams.computeIfAbsent(
                        stream, _ -> new IceStream(stream, terms.local(), role, out));
        IceTerms before = medium.terms();
        boolean goesOn = before != null && !terms.restarts(before);
        if (goesOn && medium.ports().containsAll(ports)) {
            if (medium.side() instanceof FullSide full) {
                full.list().add(terms.remote().candidates());
            }
            return;
        }
        if (!goesOn) {
            role.become(terms.controlling());
        }
        drop(medium);
        medium.begin(terms, ports, side(stream, terms, ports, nowNanos), nowNanos);
    }

    private IceSide side(int stream, IceTerms terms, List<IcePort> ports, long nowNanos) {
        if (terms.lite()) {
            return new LiteSide(stream, terms, ports, out);
        }
        var side = new FullSide(stream, terms, ports, role, lists, random, out, nowNanos);
        lists.add(side.list());
        sides.add(side);
        return side;
    }

    private void drop(IceStream medium) {
        if (medium.side() instanceof FullSide full) {
            lists.remove(full.list());
            sides.remove(full);
        }
    }

    /** The medium does without ICE (from now on). */
    public void end(int stream) {
        IceStream medium = streams.remove(stream);
        if (medium != null) {
            drop(medium);
        }
    }

    /** A STUN message came to the port of a component. */
    public void received(
            int stream, int component, ByteBuffer datagram, TransportAddress from, long nowNanos) {
        IceStream medium = streams.get(stream);
        if (medium != null) {
            medium.received(component, datagram, from, nowNanos);
        }
    }

    /** Every 10 ms. */
    public void tick(long nowNanos) {
        for (IceStream medium : streams.values()) {
            if (medium.side() != null) {
                medium.side().tick(nowNanos);
            }
        }
        if (!paced || nowNanos - nextNanos >= 0) {
            paced = check(nowNanos);
            nextNanos = nowNanos + PACE_NANOS;
        }
    }

    /** Whether ticks have nothing to do, as no medium has ICE. */
    public boolean rests() {
        for (IceStream medium : streams.values()) {
            if (medium.side() != null) {
                return false;
            }
        }
        return true;
    }

    /** One check of one medium; the media take turns. */
    private boolean check(long nowNanos) {
        if (sides.isEmpty()) {
            return false;
        }
        // RFC 8445 §14.3
        long rtoNanos = Math.max(LEAST_RTO_NANOS, PACE_NANOS * lists.active());
        for (int i = 0; i < sides.size(); i++) {
            turn = (turn + 1) % sides.size();
            if (sides.get(turn).check(rtoNanos, nowNanos)) {
                return true;
            }
        }
        return false;
    }

    /** Null for a medium without ICE. */
    public @Nullable IceReport report(int stream) {
        IceStream medium = streams.get(stream);
        return medium == null || medium.terms() == null ? null : medium.report();
    }
}
