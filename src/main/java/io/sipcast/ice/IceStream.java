package io.sipcast.ice;

import io.sipcast.bytes.ProtocolException;
import io.sipcast.ice.stun.StunMessage;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One medium: who may ask, and the side of ours that acts on it. Between our offer and the answer
 * there is no side yet: checks are answered, and remembered for it (RFC 8445 §7.3).
 */
final class IceStream {
    private static final int MOST_EARLY = 16;

    private final int stream;
    private final IceRole role;
    private final IceOutput out;
    private final Doorkeeper door = new Doorkeeper();
    private final List<BindingRequest> early = new ArrayList<>();
    private IceCredentials local;
    private @Nullable IceTerms terms;
    private @Nullable IceSide side;
    private List<IcePort> ports = List.of();
    private int restarts;
    private long checks;
    private long refused;

    IceStream(int stream, IceCredentials local, IceRole role, IceOutput out) {
        this.stream = stream;
        this.local = local;
        this.role = role;
        this.out = out;
    }

    @Nullable IceTerms terms() {
        return terms;
    }

    List<IcePort> ports() {
        return ports;
    }

    @Nullable IceSide side() {
        return side;
    }

    /** Begins, or begins anew; what has come early for these terms comes now. */
    void begin(IceTerms agreed, List<IcePort> agreedPorts, IceSide newSide, long nowNanos) {
        restarts += side == null ? 0 : 1;
        local = agreed.local();
        terms = agreed;
        ports = List.copyOf(agreedPorts);
        side = newSide;
        for (BindingRequest request : early) {
            if (request.ufrag().equals(agreed.remote().credentials().ufrag())) {
                newSide.requested(request, nowNanos);
            }
        }
        early.clear();
    }

    void received(int component, ByteBuffer datagram, TransportAddress from, long nowNanos) {
        StunMessage message;
        try {
            message = StunMessage.read(datagram);
        } catch (ProtocolException _) {
            refused++;
            return;
        }
        switch (message.kind()) {
            case REQUEST -> asked(message, component, datagram, from, nowNanos);
            case SUCCESS, ERROR -> {
                if (side != null) {
                    side.answered(message, datagram, from, nowNanos);
                }
            }
            case INDICATION -> {} // keeps a NAT open, RFC 8445 §11
        }
    }

    private void asked(
            StunMessage request,
            int component,
            ByteBuffer datagram,
            TransportAddress from,
            long nowNanos) {
        Doorkeeper.Judgement judgement = door.judge(request, datagram, local, nowNanos);
        if (judgement.answer() != null) {
            refused++;
            answer(judgement.answer(), component, datagram, from);
        } else if (judgement.ufrag() == null) {
            refused++;
        } else {
            authentic(
                    request,
                    BindingRequest.of(request, judgement.ufrag(), component, from),
                    datagram,
                    nowNanos);
        }
    }

    private void authentic(
            StunMessage message, BindingRequest request, ByteBuffer datagram, long nowNanos) {
        if (conflicts(request)) {
            answer(Doorkeeper.roleConflict(message), request.component(), datagram, request.from());
            return;
        }
        checks++;
        answer(
                Doorkeeper.success(message, request.from()),
                request.component(),
                datagram,
                request.from());
        IceTerms agreed = terms;
        if (side == null || agreed == null) {
            remember(request);
        } else if (request.ufrag().equals(agreed.remote().credentials().ufrag())) {
            side.requested(request, nowNanos);
        }
    }

    /** Between an offer and its answer nobody has a role yet; a lite agent never controls. */
    private boolean conflicts(BindingRequest request) {
        Boolean claimed = request.controlling();
        if (terms == null || claimed == null) {
            return false;
        }
        if (terms.lite()) {
            return !claimed;
        }
        if (claimed != role.controlling()) {
            return false;
        }
        boolean keeps = role.keepsAgainst(request.tieBreaker());
        if (!keeps && !role.controlling() && side instanceof FullSide full) {
            full.relinquish();
        }
        return keeps;
    }

    private void remember(BindingRequest request) {
        if (early.size() < MOST_EARLY) {
            early.add(request);
        }
    }

    private void answer(
            StunMessage answer, int component, ByteBuffer datagram, TransportAddress to) {
        out.send(stream, component, ByteBuffer.wrap(Doorkeeper.print(answer, datagram, local)), to);
    }

    IceReport report() {
        IceSide running = side;
        IceTerms agreed = terms;
        boolean lite = agreed != null && agreed.lite();
        return new IceReport(
                lite
                        ? IceReport.Role.LITE
                        : role.controlling()
                                ? IceReport.Role.CONTROLLING
                                : IceReport.Role.CONTROLLED,
                running == null ? IceState.CHECKING : running.state(),
                running == null ? List.of() : running.pairs(),
                restarts,
                checks,
                refused);
    }
}
