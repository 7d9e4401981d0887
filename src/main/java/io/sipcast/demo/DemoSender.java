package io.sipcast.demo;

import io.sipcast.rtp.Goodbye;
import io.sipcast.rtp.NtpTime;
import io.sipcast.rtp.RtcpCompound;
import io.sipcast.rtp.RtcpPacket;
import io.sipcast.rtp.RtcpScheduler;
import io.sipcast.rtp.RtpSender;
import io.sipcast.rtp.SourceDescription;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One track of a call: sends what is due of a loop, and the reports that tell when it belongs. The
 * reports are always true, also about a picture that leaves late.
 */
final class DemoSender {
    private static final Duration REPORT_INTERVAL = Duration.ofMillis(2500);
    private static final String CNAME = "demo@sipcast";
    private static final long SECOND = 1_000_000_000;
    private static final int LARGEST = 2048;

    private final PacketLoop loop;
    private final RtpPair ports;
    private final Link rtpWay;
    private final Link rtcpWay;
    private final RtpSender source;
    private final RtcpScheduler reports;
    private final boolean reporting;
    private final MediaBegin begin;
    private final ByteBuffer buffer = ByteBuffer.allocate(LARGEST);
    private @Nullable Leg leg;

    /**
     * The moment that the loops of a call began at, on both clocks.
     *
     * @param nanos monotonic
     * @param ntp wall clock
     */
    record MediaBegin(long nanos, NtpTime ntp) {}

    DemoSender(
            PacketLoop loop,
            RtpPair ports,
            CalleeSettings settings,
            MediaBegin begin,
            RandomGenerator random) {
        this.loop = loop;
        this.ports = ports;
        this.begin = begin;
        rtpWay = settings.links().get();
        rtcpWay = settings.links().get();
        source = new RtpSender(random);
        reporting = settings.reports();
        reports = new RtcpScheduler(random, REPORT_INTERVAL, begin.nanos());
    }

    /** Where to from now on; null is nowhere. */
    void aim(@Nullable Leg newLeg) {
        leg = newLeg;
    }

    /** Passes over what should have left before now. */
    void skip(long nowNanos) {
        while (loop.dueNanos() < nowNanos - begin.nanos()) {
            loop.advance();
        }
    }

    /** Sends everything that is due by now. The loop goes on while nobody is to be sent to. */
    void pace(long nowNanos) {
        long elapsed = nowNanos - begin.nanos();
        while (loop.dueNanos() <= elapsed) {
            if (leg != null && leg.direction().sends()) {
                sendPacket(leg);
            }
            loop.advance();
        }
        if (reporting && leg != null && reports.due(nowNanos)) {
            report(leg, nowNanos, List.of());
            reports.sent(nowNanos);
        }
    }

    private void sendPacket(Leg to) {
        byte[] payload = loop.payload();
        source.write(
                buffer.clear(),
                loop.marker(),
                to.coding().payloadType(),
                loop.ticks(),
                ByteBuffer.wrap(payload));
        rtpWay.pass(buffer.flip(), datagram -> ports.rtp().send(datagram, to.rtp()));
    }

    private void report(Leg to, long nowNanos, List<RtcpPacket> more) {
        long elapsed = nowNanos - begin.nanos();
        NtpTime ntp = begin.ntp().plusNanos(elapsed);
        List<RtcpPacket> packets = new ArrayList<>();
        packets.add(source.report(ntp, ticks(elapsed), List.of()));
        packets.add(SourceDescription.ofCname(source.ssrc(), CNAME));
        packets.addAll(more);
        RtcpCompound.write(packets, buffer.clear());
        rtcpWay.pass(buffer.flip(), datagram -> ports.rtcp().send(datagram, to.rtcp()));
    }

    private long ticks(long elapsedNanos) {
        long seconds = elapsedNanos / SECOND;
        long rest = elapsedNanos % SECOND;
        return seconds * loop.clockRateHz() + rest * loop.clockRateHz() / SECOND;
    }

    /** Takes leave, RFC 3550 §6.6. */
    void end(long nowNanos) {
        if (reporting && leg != null) {
            report(leg, nowNanos, List.of(new Goodbye(List.of(source.ssrc()))));
        }
    }
}
