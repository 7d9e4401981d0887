package io.sipcast.demo;

import io.sipcast.rtp.payload.G711;
import java.net.InetAddress;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * How a {@link DemoCallee} behaves.
 *
 * @param address for SIP and media
 * @param port of SIP over UDP and TCP; 0 takes a free one
 * @param ringTime from 180 to 200
 * @param video whether an offered picture is accepted
 * @param audio the law that is preferred; the other one is taken where only it is offered
 * @param singleNal takes packetization-mode 0 first, its pictures cut into slices
 * @param links makes the way of each socket's datagrams, RTP and RTCP apart
 * @param videoDelay how much later than its sender reports say the picture leaves
 * @param reports whether sender reports are sent
 */
public record CalleeSettings(
        InetAddress address,
        int port,
        Duration ringTime,
        boolean video,
        G711 audio,
        boolean singleNal,
        Supplier<Link> links,
        Duration videoDelay,
        boolean reports) {

    /** On a free port of loopback, answers at once, with picture and reports. */
    public static final CalleeSettings DEFAULT =
            new CalleeSettings(
                    InetAddress.getLoopbackAddress(),
                    0,
                    Duration.ZERO,
                    true,
                    G711.PCMU,
                    false,
                    () -> Link.CLEAN,
                    Duration.ZERO,
                    true);

    public CalleeSettings at(InetAddress place) {
        return new CalleeSettings(
                place, port, ringTime, video, audio, singleNal, links, videoDelay, reports);
    }

    public CalleeSettings on(int otherPort) {
        return new CalleeSettings(
                address, otherPort, ringTime, video, audio, singleNal, links, videoDelay, reports);
    }

    public CalleeSettings withRingTime(Duration time) {
        return new CalleeSettings(
                address, port, time, video, audio, singleNal, links, videoDelay, reports);
    }

    public CalleeSettings withoutVideo() {
        return new CalleeSettings(
                address, port, ringTime, false, audio, singleNal, links, videoDelay, reports);
    }

    public CalleeSettings withAudio(G711 law) {
        return new CalleeSettings(
                address, port, ringTime, video, law, singleNal, links, videoDelay, reports);
    }

    public CalleeSettings withSingleNal() {
        return new CalleeSettings(
                address, port, ringTime, video, audio, true, links, videoDelay, reports);
    }

    public CalleeSettings withLinks(Supplier<Link> ways) {
        return new CalleeSettings(
                address, port, ringTime, video, audio, singleNal, ways, videoDelay, reports);
    }

    public CalleeSettings withVideoDelay(Duration delay) {
        return new CalleeSettings(
                address, port, ringTime, video, audio, singleNal, links, delay, reports);
    }

    public CalleeSettings withoutReports() {
        return new CalleeSettings(
                address, port, ringTime, video, audio, singleNal, links, videoDelay, false);
    }
}
