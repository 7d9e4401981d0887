package io.sipcast.ice;

import io.sipcast.ice.stun.StunMessage;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The lite agent: it is found by the peer's checks, and uses what the peer nominates, RFC 8445
 * §7.3.2 and §8.2. A peer that nominates all that works (RFC 5245 §8.1.1.2) means the one of the
 * highest priority, until that one falls silent.
 */
final class LiteSide implements IceSide {
    /** Peers make a check of the pair that they use every 5 s or so. */
    private static final long SILENCE_NANOS = Duration.ofSeconds(15).toNanos();

    private final int stream;
    private final IceTerms terms;
    private final IceOutput out;
    private final Map<Integer, Component> components = new TreeMap<>();

    private static final class Component {
        final IcePort port;
        @Nullable TransportAddress remote;
        CandidateType type = CandidateType.PEER_REFLEXIVE;
        long priority;
        long heardNanos;

        Component(IcePort port) {
            this.port = port;
        }
    }

    LiteSide(int stream, IceTerms terms, List<IcePort> ports, IceOutput out) {
        this.stream = stream;
        this.terms = terms;
        this.out = out;
        ports.forEach(port -> components.put(port.component(), new Component(port)));
    }

    @Override
    public void requested(BindingRequest request, long nowNanos) {
        Component component = components.get(request.component());
        if (component == null) {
            return;
        }
        out.validated(stream, request.component(), request.from());
        if (request.from().equals(component.remote)) {
            component.heardNanos = nowNanos;
        } else if (request.nominates()) {
            nominated(component, request, nowNanos);
        }
    }

    private void nominated(Component component, BindingRequest request, long nowNanos) {
        Candidate known = known(request);
        long priority = known == null ? request.priority() : known.priority();
        boolean better =
                component.remote == null
                        || terms.remote().regular()
                        || priority >= component.priority
                        || nowNanos - component.heardNanos > SILENCE_NANOS;
        if (better) {
            component.remote = request.from();
            component.type = known == null ? CandidateType.PEER_REFLEXIVE : known.type();
            component.priority = priority;
            component.heardNanos = nowNanos;
            out.selected(stream, request.component(), request.from());
        }
    }

    private @Nullable Candidate known(BindingRequest request) {
        return terms.remote().candidates().stream()
                .filter(candidate ->
                        candidate.component() == request.component()
                                && candidate.address().equals(request.from()))
                .findFirst()
                .orElse(null);
    }

    /** It asks nothing. */
    @Override
    public void answered(
            StunMessage answer, ByteBuffer datagram, TransportAddress from, long nowNanos) {}

    @Override
    public void tick(long nowNanos) {}

    @Override
    public IceState state() {
        return components.values().stream().allMatch(component -> component.remote != null)
                ? IceState.COMPLETED
                : IceState.CHECKING;
    }

    @Override
    public List<IceReport.Pair> pairs() {
        return components.values().stream().map(LiteSide::pair).toList();
    }

    private static IceReport.Pair pair(Component component) {
        TransportAddress remote = component.remote;
        return new IceReport.Pair(
                component.port.component(),
                component.port.base().toString(),
                remote == null ? null : remote.toString(),
                remote == null ? null : component.type.token(),
                -1);
    }
}
