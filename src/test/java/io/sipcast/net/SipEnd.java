package io.sipcast.net;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.sipcast.sip.message.Incoming;
import io.sipcast.sip.message.SipRequest;
import io.sipcast.sip.route.Flow;
import io.sipcast.sip.route.Target;
import io.sipcast.sip.route.Transport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The transports of one user agent on loopback, with what they heard. */
final class SipEnd implements AutoCloseable {
    static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** Nothing is cut short by these, but for what the tests look at. */
    static final SipConnections.Limits LIMITS =
            new SipConnections.Limits(
                    20,
                    10,
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(5),
                    MINUTE,
                    MINUTE,
                    MINUTE,
                    MINUTE,
                    MINUTE);

    record Received(Incoming incoming, Flow flow) {
        String callId() {
            return incoming instanceof Incoming.Message(SipRequest request)
                    ? request.callId()
                    : incoming.toString();
        }
    }

    private final Loops loops = new Loops(1);
    private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> obstacles = new LinkedBlockingQueue<>();
    private final SipTransports transports;

    SipEnd(SipTls tls) {
        this(tls, LOOPBACK, LIMITS);
    }

    SipEnd(SipTls tls, @Nullable InetAddress address, SipConnections.Limits limits) {
        try {
            transports =
                    SipTransports.open(
                            loops,
                            new SipTransports.Listening(address, 0, tls),
                            new LocalAddresses(null),
                            limits,
                            (incoming, flow, _) -> received.add(new Received(incoming, flow)));
            transports.begin();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    SipTransports transports() {
        return transports;
    }

    Loops loops() {
        return loops;
    }

    /** Where it is called over TLS, by this name. */
    Target named(String name) {
        return tls(transports.tlsPort()).foundBy(name);
    }

    static Target tls(int port) {
        return new Target(Transport.TLS, Addresses.ip(LOOPBACK), port);
    }

    void send(String message, Target target) {
        send(message, target, 0);
    }

    void send(String message, Target target, long connection) {
        loops.sip()
                .execute(() ->
                        transports.send(
                                message.getBytes(US_ASCII), target, connection, obstacles::add));
    }

    Received next() {
        return next(received, "nothing received; obstacles: " + obstacles);
    }

    /** Why the last message was not sent. */
    String obstacle() {
        return next(obstacles, "no obstacle; received: " + received);
    }

    private static <T> T next(BlockingQueue<T> queue, String otherwise) {
        try {
            T next = queue.poll(8, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError(otherwise);
            }
            return next;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static String options(String transport, String callId) {
        return """
        OPTIONS sip:us SIP/2.0\r
        Via: SIP/2.0/%s peer;branch=z9hG4bK%s\r
        From: <sip:a@b>;tag=1\r
        To: <sip:us>\r
        Call-ID: %s\r
        CSeq: 1 OPTIONS\r
        Max-Forwards: 70\r
        Content-Length: 0\r
        \r
        """
                .formatted(transport, callId, callId);
    }

    @Override
    public void close() {
        transports.close();
        loops.close();
    }
}
