package io.sipcast.peer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sipcast.demo.Link;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a caller and a callee over UDP on loopback, for one call: passes the INVITE on and
 * its answers back with its own ports in their SDP, and all media by the ways of a test, each
 * datagram late at random. What follows the answer in SIP goes past it.
 */
public final class LossyRelay implements AutoCloseable {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
    private static final Pattern MEDIUM = Pattern.compile("(?m)^m=(audio|video) ([1-9]\\d*) ");
    private static final Pattern LENGTH = Pattern.compile("(?i)(content-length: *)\\d+");
    private static final int MAX_DATAGRAM = 65_536;

    private final int calleePort;
    private final Supplier<Link> links;
    private final long jitterNanos;
    private final SplittableRandom random;
    private final DatagramSocket sip = socket(0);
    private final List<DatagramSocket> sockets = new CopyOnWriteArrayList<>(List.of(sip));
    private final List<Medium> media = new ArrayList<>();
    private final ScheduledExecutorService late = Executors.newSingleThreadScheduledExecutor();

    /**
     * Begins to listen.
     *
     * @param links for each direction of each port; used by one thread each
     * @param jitterMillis what a datagram may be late
     */
    public LossyRelay(int calleePort, Supplier<Link> links, int jitterMillis, long seed) {
        this.calleePort = calleePort;
        this.links = links;
        this.jitterNanos = jitterMillis * 1_000_000L;
        this.random = new SplittableRandom(seed);
        start(this::passSip);
    }

    /** What to call in place of this URI of the callee's. */
    public String uri(String uri) {
        return uri.replace(":" + calleePort, ":" + sip.getLocalPort());
    }

    private void passSip() throws IOException {
        SocketAddress caller = null;
        var callee = new InetSocketAddress(LOOPBACK, calleePort);
        var packet = new DatagramPacket(new byte[MAX_DATAGRAM], MAX_DATAGRAM);
        while (true) {
            packet.setLength(MAX_DATAGRAM);
            sip.receive(packet);
            boolean fromCallee = packet.getPort() == calleePort;
            caller = fromCallee ? caller : packet.getSocketAddress();
            String text = new String(packet.getData(), 0, packet.getLength(), ISO_8859_1);
            byte[] changed = changed(text, fromCallee).getBytes(ISO_8859_1);
            SocketAddress to = fromCallee ? caller : callee;
            if (to != null) {
                sip.send(new DatagramPacket(changed, changed.length, to));
            }
        }
    }

    /** The message with our ports in place of theirs. */
    private String changed(String text, boolean fromCallee) {
        int end = text.indexOf("\r\n\r\n") + 4;
        int[] seen = {0};
        String body =
                MEDIUM.matcher(text.substring(end))
                        .replaceAll(line -> line(medium(seen[0]++), line, fromCallee));
        return LENGTH.matcher(text.substring(0, end)).replaceFirst("$1" + body.length()) + body;
    }

    private static String line(Medium medium, MatchResult line, boolean fromCallee) {
        int theirs = Integer.parseInt(line.group(2));
        return "m=" + line.group(1) + " " + medium.describe(theirs, fromCallee) + " ";
    }

    private Medium medium(int index) {
        while (media.size() <= index) {
            media.add(new Medium());
        }
        return media.get(index);
    }

    /** The four ports of one track. */
    private final class Medium {
        private final DatagramSocket[] toCaller = pair();
        private final DatagramSocket[] toCallee = pair();
        private volatile int callerPort;
        private volatile int mediaPort;

        Medium() {
            for (int i = 0; i < toCaller.length; i++) {
                int rtcp = i;
                start(() -> pass(toCallee[rtcp], toCaller[rtcp], () -> port(callerPort, rtcp)));
                start(() -> pass(toCaller[rtcp], toCallee[rtcp], () -> port(mediaPort, rtcp)));
            }
        }

        /** Notes a port that was described; returns ours that stands for it. */
        int describe(int port, boolean ofCallee) {
            if (ofCallee) {
                mediaPort = port;
                return toCaller[0].getLocalPort();
            }
            callerPort = port;
            return toCallee[0].getLocalPort();
        }

        private static int port(int rtp, int rtcp) {
            return rtp == 0 ? 0 : rtp + rtcp;
        }
    }

    private void pass(DatagramSocket in, DatagramSocket out, Supplier<Integer> port)
            throws IOException {
        Link link;
        SplittableRandom delays;
        synchronized (this) {
            link = links.get();
            delays = random.split();
        }
        var packet = new DatagramPacket(new byte[MAX_DATAGRAM], MAX_DATAGRAM);
        while (true) {
            packet.setLength(MAX_DATAGRAM);
            in.receive(packet);
            byte[] bytes = Arrays.copyOf(packet.getData(), packet.getLength());
            int to = port.get();
            if (to != 0) {
                link.pass(ByteBuffer.wrap(bytes), passed -> later(passed, out, to, delays));
            }
        }
    }

    private void later(ByteBuffer datagram, DatagramSocket out, int port, SplittableRandom delays) {
        byte[] bytes = new byte[datagram.remaining()];
        datagram.duplicate().get(bytes);
        long nanos = delays.nextLong(jitterNanos + 1);
        var _ = late.schedule(() -> send(bytes, out, port), nanos, TimeUnit.NANOSECONDS);
    }

    private static @Nullable Void send(byte[] bytes, DatagramSocket out, int port)
            throws IOException {
        if (!out.isClosed()) {
            out.send(new DatagramPacket(bytes, bytes.length, LOOPBACK, port));
        }
        return null;
    }

    /** An even port and the next. */
    private DatagramSocket[] pair() {
        int first = FreePorts.next();
        DatagramSocket[] pair = {socket(first), socket(first + 1)};
        sockets.addAll(List.of(pair));
        return pair;
    }

    private static DatagramSocket socket(int port) {
        try {
            return new DatagramSocket(port, LOOPBACK);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    /** Until the sockets close. */
    private static void start(Work work) {
        var _ =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                work.run();
                            } catch (IOException _) {
                                // closed
                            }
                        });
    }

    @Override
    public void close() {
        sockets.forEach(DatagramSocket::close);
        late.shutdownNow();
    }
}
