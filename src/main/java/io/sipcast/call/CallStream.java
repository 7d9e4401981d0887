package io.sipcast.call;

import io.netty.channel.EventLoop;
import io.sipcast.live.LiveStream;
import io.sipcast.net.LoopSeat;
import io.sipcast.sdp.LocalMedia;
import io.sipcast.sdp.Negotiation.Agreed;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is seen and heard of a call: its media, the stream that this makes, and the targets which
 * that goes to, all on the loop of the call's seat. The call's own thread opens, changes and closes
 * it (a call that never began is closed by who withdraws it), and may wait there; any thread may
 * ask how it stands.
 */
final class CallStream {
    /** What a call hears of its media, on the loop, and of its targets, on whatever thread. */
    interface Listener extends CallMedia.Listener {
        /** A target stands differently. */
        void targetChanged();
    }

    private final CallServices services;
    private final CallPlan plan;
    private final LiveStream live;
    private final LoopSeat seat;
    private final CallDtmf dtmf;
    private final Listener listener;
    private final Outlets outlets;
    private volatile @Nullable CallMedia media;
    private volatile boolean begun;

    /** Its targets are connected as soon as it begins. */
    CallStream(
            CallServices services,
            CallPlan plan,
            LiveStream live,
            LoopSeat seat,
            CallDtmf dtmf,
            Listener listener) {
        this.services = services;
        this.plan = plan;
        this.live = live;
        this.seat = seat;
        this.dtmf = dtmf;
        this.listener = listener;
        this.outlets =
                Outlets.open(
                        services.outlets(),
                        live,
                        plan.targets(),
                        seat.loop(),
                        plan.request().form(),
                        listener::targetChanged);
    }

    /**
     * Binds the ports of its media.
     *
     * @param own the address that they are bound to
     * @param shown the one that the peer is told
     * @return what our description says of us
     * @throws IOException with a sentence for the user when there are no ports
     */
    LocalMedia open(InetAddress own, String shown) throws IOException {
        EventLoop loop = seat.loop();
        CallMedia opened =
                CallMedia.open(services.media(), live, loop, own, plan.request(), dtmf, listener);
        media = opened;
        return opened.local(shown);
    }

    /** Early media comes that nobody is to hear. */
    void ignoreEarly() {
        CallMedia opened = media;
        if (opened != null) {
            opened.ignoreEarly();
        }
    }

    /** Media flows as agreed; with the first time the stream begins. */
    void hear(Agreed agreed) {
        opened().hear(agreed, PeerAddresses.of(agreed));
        if (!begun) {
            begun = true;
            live.begin();
        }
    }

    /** The same, and media is missed from now on. */
    void goLive(Agreed agreed) {
        hear(agreed);
        opened().watch(
                        new MediaWatch(
                                services.settings().firstPacketTimeout(),
                                services.settings().idleTimeout(),
                                System.nanoTime()),
                        () -> services.outlets().load(live));
    }

    private CallMedia opened() {
        return Objects.requireNonNull(media, "answered before it was offered");
    }

    /** Media follows what was agreed on anew. */
    void update(Agreed agreed, boolean held) {
        CallMedia running = media;
        if (running != null) {
            running.update(agreed, PeerAddresses.of(agreed), held);
        }
    }

    /** The other side asks for a key frame by SIP. */
    void keyFrameAsked() {
        CallMedia running = media;
        if (running != null) {
            running.keyFrameAsked();
        }
    }

    /** Who sees the stream wants a key frame. On the loop. */
    void requestKeyFrame() {
        CallMedia running = media;
        if (running != null) {
            running.requestKeyFrame();
        }
    }

    /** Targets are let go of, ports are free, the stream ends and its name is free. */
    void close() {
        outlets.close();
        CallMedia running = media;
        if (running != null) {
            running.close();
        }
        live.end();
        seat.close();
    }

    /** Null before anything was offered or answered. */
    @Nullable CallMedia media() {
        return media;
    }

    /** Null before the answer. */
    @Nullable CallHistory history() {
        CallMedia running = media;
        return running == null ? null : running.history();
    }

    /** Whether it is on air, or was. */
    boolean begun() {
        return begun;
    }

    /** How the targets stand, in the order of the plan. */
    List<CallInfo.Target> targets() {
        return outlets.states();
    }

    /** The stream's name on this server, without its app. */
    String name() {
        return live.name().name();
    }

    boolean is(LiveStream other) {
        return other == live;
    }
}
