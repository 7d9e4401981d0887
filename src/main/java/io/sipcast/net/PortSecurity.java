package io.sipcast.net;

import io.sipcast.rtp.srtp.MasterKey;
import io.sipcast.rtp.srtp.ReceptionKey;
import io.sipcast.rtp.srtp.SrtpCounters;
import io.sipcast.rtp.srtp.SrtpSender;
import io.sipcast.rtp.srtp.SrtpSuite;
import io.sipcast.sdp.Keying;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The encryption of one {@link RtpPort}, as it is agreed on. On the port's loop. */
public final class PortSecurity implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PortSecurity.class);

    /**
     * What is known of it.
     *
     * @param suite of what comes; null before there are keys
     * @param keyExchange {@code SDES} or {@code DTLS}
     * @param packets of RTP and RTCP
     */
    public record Stats(@Nullable SrtpSuite suite, String keyExchange, SrtpCounters packets) {}

    /** Hears, on the loop, that no keys could be agreed on for RTP. */
    @FunctionalInterface
    public interface Listener {
        void notEncrypted(String why);
    }

    /**
     * Where the peer wants RTP.
     *
     * @param address null while it does not say
     * @param found ICE finds it, whatever the address is: another one is the same peer
     */
    public record Peer(@Nullable InetSocketAddress address, boolean found) {
        private boolean isKnown() {
            return found || address != null;
        }

        /** As it concerns an association, after what was said before. */
        private Peer after(@Nullable Peer before) {
            if (found) {
                return new Peer(null, true);
            }
            return address == null && before != null ? before : this;
        }
    }

    /** What an association is for: another one of these means another association. */
    private record Association(Keying.Dtls keying, Peer peer, boolean mux) {}

    private final RtpPort port;
    private final DtlsIdentity identity;
    private final Listener listener;

    /** A key of ours in SDP has one sender only, whatever is agreed on meanwhile. */
    private final Map<MasterKey, SrtpSender> senders = new HashMap<>();

    private @Nullable SrtpGuard rtp;
    private @Nullable SrtpGuard rtcp;
    private @Nullable Association association;
    private int generation;
    private Keying keying = Keying.PLAIN;

    public PortSecurity(RtpPort port, DtlsIdentity identity, Listener listener) {
        this.port = port;
        this.identity = identity;
        this.listener = listener;
    }

    /**
     * This was agreed on. What is agreed on already goes on as it is.
     *
     * @param mux whether RTCP shares the port of RTP
     */
    public void use(Keying agreed, Peer peer, boolean mux, long nowNanos) {
        keying = agreed;
        port.mux(mux);
        switch (agreed) {
            case Keying.Plain _ -> plain();
            case Keying.Sdes(var send, var receive) -> sdes(send, receive, nowNanos);
            case Keying.Dtls dtls -> dtls(dtls, peer, mux);
        }
    }

    private void plain() {
        endAssociations();
        rtp = null;
        rtcp = null;
        port.guard(null, null);
    }

    private void sdes(MasterKey send, ReceptionKey receive, long nowNanos) {
        endAssociations();
        SrtpGuard guard = rtp == null || rtp != rtcp ? new SrtpGuard() : rtp;
        guard.use(sender(send), receive, nowNanos);
        guard(guard, guard);
    }

    private SrtpSender sender(MasterKey key) {
        return senders.computeIfAbsent(key, SrtpSender::new);
    }

    private void dtls(Keying.Dtls dtls, Peer peer, boolean mux) {
        Association before = association;
        Peer reached = peer.after(before == null ? null : before.peer());
        Association next = new Association(dtls, reached, mux);
        if (next.equals(before)) {
            return;
        }
        SrtpGuard media = rtp == null ? new SrtpGuard() : rtp;
        SrtpGuard reports = mux ? media : rtcp == null || rtcp == media ? new SrtpGuard() : rtcp;
        guard(media, reports);
        if (!reached.isKnown()) { // on hold from the start: it begins when there is somebody
            return;
        }
        association = next;
        generation++;
        begin(next, media, false);
        if (!mux) {
            begin(next, reports, true);
        }
    }

    private void begin(Association of, SrtpGuard guard, boolean reports) {
        var handshaking = new DtlsAssociation(identity, of.keying(), new Owner(guard, reports));
        guard.use(handshaking);
        handshaking.start();
    }

    private void guard(SrtpGuard media, SrtpGuard reports) {
        if (rtcp != null && rtcp != reports && rtcp != media) {
            rtcp.use(null);
        }
        rtp = media;
        rtcp = reports;
        port.guard(media, reports);
    }

    private void endAssociations() {
        association = null;
        generation++;
        if (rtp != null) {
            rtp.use(null);
        }
        if (rtcp != null) {
            rtcp.use(null);
        }
    }

    /** What came of the handshakes, back on the loop. */
    private final class Owner implements DtlsAssociation.Owner {
        private final int round = generation;
        private final SrtpGuard guard;
        private final boolean reports;

        Owner(SrtpGuard guard, boolean reports) {
            this.guard = guard;
            this.reports = reports;
        }

        @Override
        public void send(ByteBuffer record, @Nullable InetSocketAddress to) {
            port.loop().execute(() -> port.sendRecord(reports, record, to));
        }

        @Override
        public void agreed(DtlsKeys keys) {
            port.loop()
                    .execute(() -> {
                        if (generation == round) {
                            long now = System.nanoTime();
                            guard.use(
                                    new SrtpSender(keys.send()),
                                    ReceptionKey.of(keys.receive()),
                                    now);
                            port.guardReady(now);
                        }
                    });
        }

        @Override
        public void failed(String why) {
            port.loop()
                    .execute(() -> {
                        if (generation != round) {
                            return;
                        }
                        if (reports) {
                            LOG.warn("RTCP of {} stays away: {}", port, why);
                        } else {
                            listener.notEncrypted(why);
                        }
                    });
        }
    }

    /** Null while nothing is encrypted. */
    public @Nullable Stats stats() {
        if (rtp == null || rtcp == null) {
            return null;
        }
        SrtpCounters packets = rtp == rtcp ? rtp.counters() : rtp.counters().plus(rtcp.counters());
        return new Stats(rtp.suite(), keying instanceof Keying.Dtls ? "DTLS" : "SDES", packets);
    }

    @Override
    public void close() {
        endAssociations();
    }
}
