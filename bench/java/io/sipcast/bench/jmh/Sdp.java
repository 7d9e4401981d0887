package io.sipcast.bench.jmh;

import io.sipcast.sdp.Answered;
import io.sipcast.sdp.Encryption;
import io.sipcast.sdp.LocalMedia;
import io.sipcast.sdp.LocalSecurity;
import io.sipcast.sdp.Negotiation;
import io.sipcast.sdp.OfferAnswer;
import io.sipcast.sdp.RtcpMux;
import io.sipcast.sdp.SessionDescription;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** Offer and answer, RFC 3264, of sound and pictures; with keys in the descriptions, or without. */
public class Sdp extends Measured {
    private static final long SESSION = 4711;

    @Param({"OFF", "OFFERED"})
    Encryption encryption = Encryption.OFF;

    private LocalMedia ours;
    private LocalMedia theirs;
    private SessionDescription offer;
    private byte[] offered;
    private byte[] answered;

    /** Has the one side answer the other. */
    @Setup
    public void agree() {
        ours = local("192.0.2.1", 10_000, 1);
        theirs = local("198.51.100.1", 6000, 2);
        offer = OfferAnswer.offer(ours, SESSION);
        offered = bytes(offer);
        answered = bytes(answer());
        if (!(readAnswer() instanceof Negotiation.Agreed(var audio, var video))
                || audio == null
                || video == null) {
            throw new IllegalStateException("nothing agreed on");
        }
    }

    private LocalMedia local(String address, int port, int seed) {
        var random = new Random(seed);
        return new LocalMedia(address, port(port, random), port(port + 2, random));
    }

    private LocalMedia.Port port(int port, Random random) {
        LocalSecurity security = LocalSecurity.of(encryption, true, null, random);
        return new LocalMedia.Port(port, port + 1, RtcpMux.OFF, security);
    }

    private static byte[] bytes(SessionDescription description) {
        return description.print().getBytes(StandardCharsets.UTF_8);
    }

    @Benchmark
    public String makeOffer() {
        return OfferAnswer.offer(ours, SESSION).print();
    }

    @Benchmark
    public Negotiation readAnswer() {
        return OfferAnswer.accept(ours.capabilities(), offer, SessionDescription.parse(answered));
    }

    @Benchmark
    public String makeAnswer() {
        return answer().print();
    }

    private SessionDescription answer() {
        SessionDescription read = SessionDescription.parse(offered);
        return switch (OfferAnswer.answer(read, theirs, null, SESSION)) {
            case Answered.Accepted accepted -> accepted.answer();
            case Answered.Refused refused -> throw new IllegalStateException(refused.toString());
        };
    }
}
