package io.sipcast.media;

import io.sipcast.rtmp.codec.h264.ParameterSetsInBand;
import io.sipcast.rtp.RtpPacket;
import io.sipcast.rtp.RtpSender;
import io.sipcast.rtp.payload.H264Packetizer;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What the peer sees of us: the pictures that are injected, else a slate; where it takes no
 * pictures, nothing, but its port is kept open. All of them are stamped by one clock that never
 * goes back.
 */
final class PicturesOut {
    /** An injected stream whose pictures stop gives way to the slate. */
    private static final long STALLED_NANOS = 2_000_000_000L;

    /** What fits in a UDP datagram behind the headers; mode 0 has no way to cut a NAL unit. */
    private static final int MAX_PAYLOAD = 65_000;

    /** 90 kHz: nine ticks in each 0.1 ms. */
    private static final long TICKS = 9;

    private static final long TICKS_NANOS = 100_000;

    private final RtpSender sender;
    private final KeepAlive keepAlive;
    private final InjectionSlot slot;
    private final List<Slate> slates;
    private final StartOfSending start;
    private final Sink<ByteBuffer> out;
    private final long startNanos;

    private @Nullable ShownPayload peer;
    private H264Packetizer packetizer = new H264Packetizer();
    private @Nullable SlateLoop slate;
    private final ParameterSetsInBand parameterSets = new ParameterSetsInBand();

    private long changesSeen;
    private boolean live;
    private long pictureNanos;
    private @Nullable String misfit;

    private long slateTicks = -1;
    private boolean keyWanted = true;

    PicturesOut(
            RtpSender sender,
            SendClock clock,
            InjectionSlot slot,
            List<Slate> slates,
            StartOfSending start,
            Sink<ByteBuffer> out,
            RandomGenerator random,
            long nowNanos) {
        this.sender = sender;
        this.slot = slot;
        this.slates = slates;
        this.start = start;
        this.out = out;
        this.startNanos = nowNanos;
        keepAlive = new KeepAlive(sender, clock, random, nowNanos);
    }

    /**
     * Gives out what is due.
     *
     * @param shown how the peer takes pictures; null when it takes none
     */
    void tick(@Nullable ShownPayload shown, int unusedPayloadType, long nowNanos) {
        follow(shown);
        if (shown == null || !start.over(nowNanos) || !show(shown, nowNanos)) {
            keepAlive(unusedPayloadType, nowNanos);
        }
    }

    /** The peer needs a key frame. */
    void requestKeyFrame() {
        keyWanted = true;
    }

    /** The peer may be elsewhere now. */
    void update(long nowNanos) {
        keepAlive.restart(nowNanos);
        keyWanted = true;
    }

    long packets() {
        return sender.packets();
    }

    /** What is shown now. */
    String showing() {
        Injection injected = slot.current();
        if (peer == null) {
            return "nothing";
        }
        return live && injected != null ? injected.name() : slate == null ? "nothing" : "slate";
    }

    /** Why the pictures of what is injected are not shown; null when there is no reason. */
    @Nullable String misfit() {
        return slot.current() == null ? null : misfit;
    }

    private void follow(@Nullable ShownPayload shown) {
        if (shown == null || shown.equals(peer)) {
            peer = shown;
            return;
        }
        peer = shown;
        packetizer =
                new H264Packetizer(H264Packetizer.DEFAULT_MAX_PAYLOAD, shown.packetizationMode());
        slate =
                slates.stream()
                        .filter(one -> H264Fit.misfit(one.format(), shown) == null)
                        .findFirst()
                        .map(SlateLoop::new)
                        .orElse(null);
        live = false;
        keyWanted = true;
    }

    private void keepAlive(int unusedPayloadType, long nowNanos) {
        ByteBuffer packet = keepAlive.poll(unusedPayloadType, nowNanos);
        if (packet != null) {
            out.accept(packet);
        }
    }

    /** Whether there is anything to be shown to this peer. */
    private boolean show(ShownPayload to, long nowNanos) {
        Injection injected = slot.current();
        if (slot.changes() != changesSeen) {
            changesSeen = slot.changes();
            misfit = null;
            stopLive();
        }
        if (injected != null) {
            pass(injected, to, nowNanos);
        }
        if (live && nowNanos - pictureNanos > STALLED_NANOS) {
            stopLive();
        }
        if (!live) {
            showSlate(to, nowNanos);
        }
        return live || slate != null;
    }

    private void stopLive() {
        keyWanted |= live;
        live = false;
    }

    private void pass(Injection injected, ShownPayload to, long nowNanos) {
        if (live && keyWanted) {
            keyWanted = false;
            injected.requestKeyFrame(nowNanos);
        }
        if (!live && misfit == null) {
            injected.requestKeyFrame(nowNanos);
        }
        Injection.Shown next = injected.picture(nowNanos);
        for (; next != null; next = injected.picture(nowNanos)) {
            take(next, to, nowNanos);
        }
    }

    private void take(Injection.Shown picture, ShownPayload to, long nowNanos) {
        MediaUnit unit = picture.unit();
        if (!(unit.format() instanceof Format.Video format)) {
            return;
        }
        if (unit.key()) {
            misfit = H264Fit.misfit(format, to);
            live = misfit == null;
            keyWanted &= !live;
        }
        if (live) {
            pictureNanos = nowNanos;
            long ticks = Math.max(ticksAt(picture.atNanos()), slateTicks + 1);
            live = send(format, unit.key(), unit.payload(), to, ticks);
        }
    }

    private void showSlate(ShownPayload to, long nowNanos) {
        SlateLoop loop = slate;
        if (loop == null) {
            return;
        }
        if (keyWanted) {
            keyWanted = false;
            loop.wantKey();
        }
        byte[] picture = loop.poll(nowNanos);
        if (picture != null) {
            slateTicks = Math.max(ticksAt(nowNanos), slateTicks + 1);
            boolean _ = send(loop.format(), loop.isKey(), picture, to, slateTicks);
        }
    }

    /** Whether the whole picture could be sent. */
    private boolean send(
            Format.Video format, boolean key, byte[] picture, ShownPayload to, long ticks) {
        byte[] whole = key ? parameterSets.before(picture, format.configuration()) : picture;
        if (to.packetizationMode() == 0 && whole.length > MAX_PAYLOAD) {
            return false;
        }
        packetizer.packetize(
                whole,
                (payload, last) -> {
                    var packet = ByteBuffer.allocate(RtpPacket.HEADER_SIZE + payload.remaining());
                    sender.write(packet, last, to.payloadType(), ticks, payload);
                    out.accept(packet.flip());
                });
        return true;
    }

    private long ticksAt(long nowNanos) {
        return (nowNanos - startNanos) * TICKS / TICKS_NANOS;
    }
}
