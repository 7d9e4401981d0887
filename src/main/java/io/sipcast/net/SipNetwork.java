package io.sipcast.net;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.sipcast.sip.message.Incoming;
import io.sipcast.sip.route.Flow;
import io.sipcast.sip.route.NextHop;
import io.sipcast.sip.route.Target;
import io.sipcast.sip.transaction.Packet;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The SIP engine's way to the network and back: its sockets, and DNS. What became of a message or a
 * look-up is told to the engine later: it may be in the middle of asking for it. On the SIP loop;
 * it is opened and closed by a thread that may wait.
 */
final class SipNetwork implements SipTransports.User, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SipNetwork.class);
    private static final byte[] KEEP_ALIVE = {'\r', '\n', '\r', '\n'}; // RFC 5626 §4.4.1

    /** How often it is looked whether the files of TLS have changed. */
    private static final int CERTIFICATES_SECONDS = 60;

    private final SipEngine engine;
    private final ServerLocator locator;
    private final Executor mayWait;
    private final SipTransports transports;
    private final Future<?> certificates;

    /**
     * Binds the sockets; they are read from {@link #begin} on.
     *
     * @param mayWait runs DNS look-ups
     * @throws BindFailedException when the port is in use
     */
    SipNetwork(
            Loops loops,
            SipDriver.Opening opening,
            ServerLocator locator,
            Executor mayWait,
            SipEngine engine)
            throws BindFailedException {
        this.engine = engine;
        this.locator = locator;
        this.mayWait = mayWait;
        SipTls tls = opening.tls();
        this.transports =
                SipTransports.open(
                        loops,
                        new SipTransports.Listening(opening.address(), opening.port(), tls),
                        opening.locals(),
                        this);
        EventLoop loop = loops.sip();
        this.certificates =
                loop.scheduleWithFixedDelay(
                        () -> mayWait.execute(tls::refresh),
                        CERTIFICATES_SECONDS,
                        CERTIFICATES_SECONDS,
                        TimeUnit.SECONDS);
    }

    /** Once everything is there that the first message may ask for. */
    void begin() {
        transports.begin();
    }

    SipTransports transports() {
        return transports;
    }

    @Override
    public void received(Incoming incoming, Flow flow, long nowNanos) {
        engine.run((agent, _) -> agent.receive(incoming, flow, nowNanos));
    }

    @Override
    public void disconnected(Flow flow) {
        engine.perform((agent, now) -> agent.disconnected(flow, now));
    }

    /** A Contact or a Route may name any address; some are nobody's to be reached through us. */
    void send(Packet packet) {
        Target target = packet.target();
        if (neverAllows(target)) {
            LOG.warn("Nothing is sent to {}: net.allowed-targets never allows it", target);
            notSent(packet, "net.allowed-targets never allows it");
            return;
        }
        transports.send(packet.bytes(), target, packet.connection(), why -> notSent(packet, why));
    }

    private void notSent(Packet packet, String why) {
        engine.perform((agent, now) -> agent.notSent(packet, why, now));
    }

    /** Keeps the NATs on the way open. */
    void keepAlive(Target target) {
        if (!neverAllows(target)) {
            transports.send(KEEP_ALIVE, target, 0, _ -> {});
        }
    }

    private boolean neverAllows(Target target) {
        return locator.policy().neverAllows(Addresses.inet(target.ip()));
    }

    void resolve(long id, NextHop hop) {
        mayWait.execute(() -> {
            try {
                List<Target> targets = locator.locate(hop);
                engine.perform((agent, now) -> agent.resolved(id, targets, now));
            } catch (UnknownHostException | TargetRefusedException e) {
                String why = String.valueOf(e.getMessage());
                LOG.warn("{}", why);
                engine.perform((agent, now) -> agent.unresolved(id, why, now));
            }
        });
    }

    @Override
    public void close() {
        certificates.cancel(false);
        transports.close();
    }
}
