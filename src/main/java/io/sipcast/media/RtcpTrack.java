package io.sipcast.media;

import io.sipcast.bytes.ProtocolException;
import io.sipcast.rtp.FullIntraRequest;
import io.sipcast.rtp.Goodbye;
import io.sipcast.rtp.Nack;
import io.sipcast.rtp.NackRequests;
import io.sipcast.rtp.NtpTime;
import io.sipcast.rtp.PictureLoss;
import io.sipcast.rtp.ReceiverReport;
import io.sipcast.rtp.ReceptionStats;
import io.sipcast.rtp.ReportBlock;
import io.sipcast.rtp.RoundTrip;
import io.sipcast.rtp.RtcpCompound;
import io.sipcast.rtp.RtcpPacket;
import io.sipcast.rtp.RtcpScheduler;
import io.sipcast.rtp.RtpPacket;
import io.sipcast.rtp.RtpSender;
import io.sipcast.rtp.SenderReport;
import io.sipcast.rtp.SourceDescription;
import io.sipcast.rtp.UnknownRtcp;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** RTCP of one track: its reports every 5 s, feedback at once, a BYE at the end. */
final class RtcpTrack {
    private static final int MAX_DATAGRAM = 1200;

    private final RtpSender sender;
    private final SendClock clock;
    private final PayloadClocks clocks;
    private final ReceptionStats reception;
    private final ReceiverAdvice advice;
    private final RtcpScheduler scheduler;
    private final SourceDescription description;
    private final NtpTime startNtp;
    private final long startNanos;
    private final List<RtcpPacket> feedback = new ArrayList<>();
    private final NackRequests nacks = new NackRequests();
    private boolean keyFrameAsked;
    private long packetsReported;
    private final RoundTrip roundTrip = new RoundTrip();

    /**
     * Begins now.
     *
     * @param clock of what we send
     * @param clocks of what comes; may change
     * @param advice takes what the peer reports of what we send
     */
    RtcpTrack(
            RtpSender sender,
            SendClock clock,
            PayloadClocks clocks,
            ReceiverAdvice advice,
            String cname,
            RandomGenerator random,
            NtpTime startNtp,
            long startNanos) {
        this.sender = sender;
        this.clock = clock;
        this.clocks = clocks;
        this.advice = advice;
        this.reception = new ReceptionStats(clock.hz());
        this.scheduler = new RtcpScheduler(random, RtcpScheduler.MINIMUM, startNanos);
        this.description = SourceDescription.ofCname(sender.ssrc(), cname);
        this.startNtp = startNtp;
        this.startNanos = startNanos;
    }

    ReceptionStats reception() {
        return reception;
    }

    /** Our RTP time of a moment. */
    long ticksAt(long nowNanos) {
        return clock.ticksAt(nowNanos);
    }

    int ssrc() {
        return sender.ssrc();
    }

    /** To one of our own sender reports and back; -1 while unknown. */
    long roundTripNanos() {
        return roundTrip.nanos();
    }

    /** What was asked for again of what is received. */
    NackRequests nacks() {
        return nacks;
    }

    void received(RtpPacket packet) {
        if (reception.received(packet, clocks.hz(packet.payloadType()))) {
            nacks.restart();
        }
        nacks.received(packet.sequence());
    }

    /**
     * Takes a datagram apart.
     *
     * @return the last sender report of the source that is received; null when there is none
     * @throws ProtocolException when it is no RTCP
     */
    @Nullable SenderReport received(ByteBuffer datagram, long nowNanos) {
        SenderReport found = null;
        for (RtcpPacket packet : RtcpCompound.read(datagram)) {
            switch (packet) {
                case SenderReport report -> {
                    read(report.blocks(), nowNanos);
                    if (reception.received() > 0 && report.ssrc() == reception.ssrc()) {
                        reception.received(report, nowNanos);
                        found = report;
                    }
                }
                case ReceiverReport report -> read(report.blocks(), nowNanos);
                // of whichever source they speak: we have but one, and some peers name none
                case PictureLoss _, FullIntraRequest _ -> keyFrameAsked = true;
                case SourceDescription _, Goodbye _, Nack _, UnknownRtcp _ -> {} // changes nothing
            }
        }
        return found;
    }

    /** Whether the peer has asked for a key frame since the last time. */
    boolean takeKeyFrameRequest() {
        boolean asked = keyFrameAsked;
        keyFrameAsked = false;
        return asked;
    }

    /** To be sent with the next datagram, which is due now. */
    void feedback(RtcpPacket packet) {
        feedback.add(packet);
        scheduler.feedback();
    }

    /**
     * The datagram that is due, or null.
     *
     * @param ticks the RTP time of now on our side, for a sender report
     */
    @Nullable ByteBuffer poll(long nowNanos, long ticks) {
        if (!scheduler.due(nowNanos)) {
            return null;
        }
        List<RtcpPacket> packets = report(nowNanos, ticks);
        packets.addAll(feedback);
        feedback.clear();
        scheduler.sent(nowNanos);
        return datagram(packets);
    }

    ByteBuffer goodbye(long nowNanos, long ticks) {
        List<RtcpPacket> packets = report(nowNanos, ticks);
        packets.add(new Goodbye(List.of(sender.ssrc())));
        return datagram(packets);
    }

    /** SR of who has sent since the last one, else RR; always with CNAME, RFC 3550 §6.1. */
    private List<RtcpPacket> report(long nowNanos, long ticks) {
        ReportBlock block = reception.report(nowNanos);
        List<ReportBlock> blocks = block == null ? List.of() : List.of(block);
        boolean sent = sender.packets() != packetsReported;
        packetsReported = sender.packets();
        List<RtcpPacket> packets = new ArrayList<>();
        packets.add(
                sent
                        ? sender.report(ntpAt(nowNanos), ticks, blocks)
                        : new ReceiverReport(sender.ssrc(), blocks));
        packets.add(description);
        return packets;
    }

    private void read(List<ReportBlock> blocks, long nowNanos) {
        for (ReportBlock block : blocks) {
            if (block.ssrc() == sender.ssrc()) {
                roundTrip.measured(block.roundTripNanos(ntpAt(nowNanos)));
                advice.noteLoss(block.fractionLost());
            }
        }
    }

    private NtpTime ntpAt(long nowNanos) {
        return startNtp.plusNanos(nowNanos - startNanos);
    }

    private static ByteBuffer datagram(List<RtcpPacket> packets) {
        ByteBuffer out = ByteBuffer.allocate(MAX_DATAGRAM);
        RtcpCompound.write(packets, out);
        return out.flip();
    }
}
