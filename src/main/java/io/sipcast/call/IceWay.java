package io.sipcast.call;

import io.sipcast.ice.IceAgent;
import io.sipcast.ice.TransportAddress;
import io.sipcast.net.Addresses;
import io.sipcast.net.PathFinder;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** What ICE has found for one socket. On its loop. */
final class IceWay implements PathFinder {
    /** A peer has few addresses; one that shows up at more has the oldest forgotten. */
    private static final int MOST_SOURCES = 8;

    private final IceAgent agent;
    private final int stream;
    private final int component;
    private final Deque<InetSocketAddress> sources = new ArrayDeque<>(MOST_SOURCES);
    private boolean decides;
    private @Nullable InetSocketAddress target;

    IceWay(IceAgent agent, int stream, int component) {
        this.agent = agent;
        this.stream = stream;
        this.component = component;
    }

    /** Whether it was agreed on. Without ICE what it had found is worth nothing. */
    void decide(boolean on) {
        decides = on;
        if (!on) {
            sources.clear();
            target = null;
        }
    }

    void accept(InetSocketAddress source) {
        if (sources.contains(source)) {
            return;
        }
        if (sources.size() == MOST_SOURCES) {
            sources.removeFirst();
        }
        sources.addLast(source);
    }

    void select(@Nullable InetSocketAddress remote) {
        target = remote;
    }

    @Override
    public void stun(ByteBuffer datagram, InetSocketAddress from, long nowNanos) {
        var source = new TransportAddress(Addresses.ip(from.getAddress()), from.getPort());
        agent.received(stream, component, datagram, source, nowNanos);
    }

    @Override
    public boolean decides() {
        return decides;
    }

    @Override
    public boolean accepts(InetSocketAddress from) {
        return from.equals(target) || sources.contains(from);
    }

    @Override
    public @Nullable InetSocketAddress target() {
        return target;
    }
}
