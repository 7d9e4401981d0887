package io.sipcast.ice;

import io.sipcast.ice.CandidatePair.State;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The pairs of one medium, and which of them is checked next: RFC 8445 §6.1.2 and §6.1.4.2. */
final class CheckList {
    /** Sources that nobody named, and that know the password all the same. */
    private static final int MOST_PEER_REFLEXIVE = 16;

    private final List<IcePort> ports;
    private final IceRole role;
    private final List<CandidatePair> pairs = new ArrayList<>();
    private final Deque<CandidatePair> triggered = new ArrayDeque<>();
    private int peerReflexive;

    CheckList(List<IcePort> ports, IceRole role) {
        this.ports = ports;
        this.role = role;
    }

    /** Pairs up what the peer named; what is there already stays as it is. */
    void add(List<Candidate> candidates) {
        for (Candidate candidate : candidates) {
            for (IcePort port : ports) {
                boolean fits =
                        port.component() == candidate.component()
                                && port.base().ip().v6() == candidate.address().ip().v6();
                if (fits && find(port.component(), candidate.address()) == null) {
                    pairs.add(new CandidatePair(port, candidate));
                }
            }
        }
    }

    @Nullable CandidatePair find(int component, TransportAddress remote) {
        for (CandidatePair pair : pairs) {
            if (pair.component() == component && pair.remote().address().equals(remote)) {
                return pair;
            }
        }
        return null;
    }

    /** The pair that a request came by; a new one if it must be. Null when there are too many. */
    @Nullable CandidatePair of(BindingRequest request) {
        CandidatePair known = find(request.component(), request.from());
        if (known != null || peerReflexive >= MOST_PEER_REFLEXIVE) {
            return known;
        }
        IcePort port =
                ports.stream()
                        .filter(each -> each.component() == request.component())
                        .findFirst()
                        .orElse(null);
        if (port == null) {
            return null;
        }
        peerReflexive++;
        var learned =
                new Candidate(
                        "prflx" + peerReflexive, // a foundation like no other, RFC 8445 §7.3.1.3
                        request.component(),
                        request.priority(),
                        request.from(),
                        CandidateType.PEER_REFLEXIVE,
                        null);
        CandidatePair pair = new CandidatePair(port, learned);
        pairs.add(pair);
        return pair;
    }

    /** To be checked before all others. */
    void trigger(CandidatePair pair) {
        if (pair.isOpen() || pair.state() == State.FAILED) {
            pair.become(State.WAITING);
        }
        if (!triggered.contains(pair)) {
            triggered.add(pair);
        }
    }

    /** Those of other pairs' foundations thaw when nothing is left to do. */
    @Nullable CandidatePair next(Predicate<String> busy) {
        CandidatePair first = triggered.poll();
        if (first == null) {
            first = best(pair -> pair.state() == State.WAITING);
        }
        return first != null
                ? first
                : best(pair -> pair.state() == State.FROZEN && !busy.test(pair.foundation()));
    }

    /** The way of one pair is open: those like it are worth a check now. */
    void thaw(String foundation) {
        for (CandidatePair pair : pairs) {
            if (pair.state() == State.FROZEN && pair.foundation().equals(foundation)) {
                pair.become(State.WAITING);
            }
        }
    }

    boolean isBusyWith(String foundation) {
        return pairs.stream()
                .anyMatch(pair ->
                        pair.foundation().equals(foundation)
                                && (pair.state() == State.WAITING
                                        || pair.state() == State.IN_PROGRESS));
    }

    /** The one of the highest priority that is so. */
    @Nullable CandidatePair best(Predicate<CandidatePair> is) {
        return pairs.stream().filter(is).max(Comparator.comparingLong(this::priority)).orElse(null);
    }

    long priority(CandidatePair pair) {
        return pair.priority(role.controlling());
    }

    /** How many are being checked or are about to be. */
    int active() {
        return (int)
                pairs.stream()
                        .filter(pair ->
                                pair.state() == State.WAITING || pair.state() == State.IN_PROGRESS)
                        .count();
    }

    boolean hasOpen() {
        return pairs.stream().anyMatch(CandidatePair::isOpen);
    }

    /** A component is done: its other pairs that are not better than the chosen need no check. */
    void settle(CandidatePair chosen, boolean all) {
        Predicate<CandidatePair> dropped =
                pair ->
                        pair != chosen
                                && pair.component() == chosen.component()
                                && pair.isOpen()
                                && (all || priority(pair) <= priority(chosen));
        triggered.removeIf(dropped);
        pairs.removeIf(dropped);
    }

    /** No longer ours to nominate. */
    void forgetNominations(Set<CandidatePair> selected) {
        pairs.forEach(pair -> pair.nominate(selected.contains(pair)));
    }
}
