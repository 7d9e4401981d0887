package io.sipcast.ice;

import io.sipcast.bytes.Bytes;
import io.sipcast.sip.route.IpAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Agents and the datagrams between them, in virtual time: late, out of order and lost by a seed.
 */
final class IceNetwork {
    static final long MILLIS = 1_000_000;

    private record Datagram(
            long atNanos, int order, TransportAddress from, TransportAddress to, Bytes bytes) {}

    private final Random random;
    private final PriorityQueue<Datagram> flying =
            new PriorityQueue<>(
                    Comparator.comparingLong(Datagram::atNanos).thenComparingInt(Datagram::order));
    private final Map<TransportAddress, Socket> sockets = new HashMap<>();
    private final List<Node> nodes = new ArrayList<>();
    private final Set<TransportAddress> unreachable = new HashSet<>();
    private double loss;
    private long delayNanos = 20 * MILLIS;
    private long jitterNanos;
    private long nowNanos = -5_000_000_000L; // the monotonic clock may well be below nought
    private int sent;

    private record Socket(Node node, int stream, int component) {}

    IceNetwork(long seed) {
        random = new Random(seed);
    }

    IceNetwork impaired(double lossRate, long jitterMillis) {
        loss = lossRate;
        jitterNanos = jitterMillis * MILLIS;
        return this;
    }

    long now() {
        return nowNanos;
    }

    /** How many datagrams were sent in all. */
    int sent() {
        return sent;
    }

    static TransportAddress address(String ip, int port) {
        return new TransportAddress(Objects.requireNonNull(IpAddress.parse(ip)), port);
    }

    /** What goes there is lost, from now on. */
    void cutOff(TransportAddress address) {
        unreachable.add(address);
    }

    void mend(TransportAddress address) {
        unreachable.remove(address);
    }

    Node node(String ip) {
        Node node = new Node(ip);
        nodes.add(node);
        return node;
    }

    void inject(TransportAddress from, TransportAddress to, byte[] bytes) {
        long at = nowNanos + delayNanos + (long) (random.nextDouble() * jitterNanos);
        flying.add(new Datagram(at, sent++, from, to, Bytes.copyOf(bytes)));
    }

    /** Lets time pass. */
    void run(long millis) {
        for (long end = nowNanos + millis * MILLIS; nowNanos < end; nowNanos += 10 * MILLIS) {
            while (!flying.isEmpty() && flying.peek().atNanos() <= nowNanos) {
                deliver(flying.remove());
            }
            nodes.forEach(node -> node.agent.tick(nowNanos));
        }
    }

    private void deliver(Datagram datagram) {
        Socket socket = sockets.get(datagram.to());
        if (socket != null && !unreachable.contains(datagram.to())) {
            socket.node.arrived(socket, datagram);
        }
    }

    /** One of the two: an agent with a port for each component, and maybe a NAT before it. */
    final class Node implements IceOutput {
        final IceAgent agent;
        final IceIdentity identity;
        final Map<Integer, TransportAddress> selected = new TreeMap<>();
        final Set<TransportAddress> validated = new HashSet<>();
        final List<TransportAddress> strangers = new ArrayList<>(); // those answered from no socket
        int selections;
        private final String ip;
        private @Nullable String publicIp;
        private final Set<List<Object>> opened = new HashSet<>();

        Node(String ip) {
            this.ip = ip;
            agent = new IceAgent(random, this);
            identity = IceIdentity.of(random);
        }

        /** Its datagrams come from this address, which passes on only answers (RFC 4787 §5). */
        Node behind(String natted) {
            publicIp = natted;
            return this;
        }

        TransportAddress base(int stream, int component) {
            TransportAddress own = address(ip, 10_000 + 2 * stream + component - 1);
            sockets.put(own, new Socket(this, stream, component));
            if (publicIp != null) {
                sockets.put(address(publicIp, own.port()), new Socket(this, stream, component));
            }
            return own;
        }

        List<IcePort> ports(int stream, int components) {
            List<IcePort> all = new ArrayList<>();
            for (int component = 1; component <= components; component++) {
                all.add(new IcePort(component, base(stream, component)));
            }
            return all;
        }

        IceDescription description(
                IceCredentials credentials,
                boolean lite,
                boolean regular,
                int stream,
                int components) {
            List<Candidate> candidates = new ArrayList<>();
            for (IcePort port : ports(stream, components)) {
                candidates.add(
                        new Candidate(
                                "1",
                                port.component(),
                                CandidateType.HOST.priority(port.component()),
                                port.base(),
                                CandidateType.HOST,
                                null));
            }
            return new IceDescription(credentials, lite, regular, candidates);
        }

        private void arrived(Socket socket, Datagram datagram) {
            boolean byNat = publicIp != null && datagram.to().ip().toString().equals(publicIp);
            if (publicIp != null
                    && (!byNat
                            || !opened.contains(List.of(datagram.to().port(), datagram.from())))) {
                return;
            }
            agent.received(
                    socket.stream,
                    socket.component,
                    ByteBuffer.wrap(datagram.bytes().toArray()),
                    datagram.from(),
                    nowNanos);
        }

        @Override
        public void send(int stream, int component, ByteBuffer datagram, TransportAddress to) {
            byte[] bytes = new byte[datagram.remaining()];
            datagram.get(bytes);
            TransportAddress from = base(stream, component);
            if (publicIp != null) {
                opened.add(List.of(from.port(), to));
                from = address(publicIp, from.port());
            }
            if (!sockets.containsKey(to)) {
                strangers.add(to);
            }
            if (random.nextDouble() >= loss) {
                inject(from, to, bytes);
            } else {
                sent++;
            }
        }

        @Override
        public void validated(int stream, int component, TransportAddress remote) {
            validated.add(remote);
        }

        @Override
        public void selected(int stream, int component, @Nullable TransportAddress remote) {
            selections++;
            if (remote == null) {
                selected.remove(10 * stream + component);
            } else {
                selected.put(10 * stream + component, remote);
            }
        }

        IceReport report() {
            return Objects.requireNonNull(agent.report(0));
        }
    }
}
