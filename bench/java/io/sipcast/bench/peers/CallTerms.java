package io.sipcast.bench.peers;

import io.sipcast.rtp.srtp.MasterKey;
import io.sipcast.sdp.Answered;
import io.sipcast.sdp.Capabilities;
import io.sipcast.sdp.Encoding;
import io.sipcast.sdp.Encryption;
import io.sipcast.sdp.Endpoint;
import io.sipcast.sdp.Keying;
import io.sipcast.sdp.LocalMedia;
import io.sipcast.sdp.LocalSecurity;
import io.sipcast.sdp.NegotiatedTrack;
import io.sipcast.sdp.OfferAnswer;
import io.sipcast.sdp.PayloadFormat;
import io.sipcast.sdp.SessionDescription;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What a callee answers to an offer, and where it sends then.
 *
 * @param answer the description to send back
 * @param audio null when there is none
 * @param video null when there is none
 */
record CallTerms(
        SessionDescription answer, RtpTrack.@Nullable Terms audio, RtpTrack.@Nullable Terms video) {
    private static final int MODE_OF_FRAGMENTS = 1;

    /**
     * Answers.
     *
     * @param audioPort where all calls send their sound from
     * @return null when there is nothing in the offer for us
     */
    static @Nullable CallTerms of(
            SessionDescription offer,
            Load load,
            int audioPort,
            int videoPort,
            RandomGenerator random) {
        PictureLoop pictures = load.pictures();
        List<Encoding> shown = pictures == null ? List.of() : List.of(encoding(pictures.codec()));
        var capabilities = new Capabilities(List.of(load.sound().encoding()), shown, true, false);
        var local =
                new LocalMedia(
                        PacketSocket.LOOPBACK.getHostAddress(),
                        port(audioPort, load, random),
                        pictures == null ? null : port(videoPort, load, random),
                        capabilities);
        Answered answered = OfferAnswer.answer(offer, local, null, random.nextLong());
        if (!(answered instanceof Answered.Accepted(var answer, var agreed))) {
            return null;
        }
        return new CallTerms(answer, terms(agreed.audio()), terms(agreed.video()));
    }

    static Encoding encoding(PictureLoop.Codec codec) {
        return switch (codec) {
            case H264 -> Encoding.H264;
            case VP8 -> Encoding.VP8;
        };
    }

    private static LocalMedia.Port port(int rtp, Load load, RandomGenerator random) {
        LocalMedia.Port pair = LocalMedia.Port.pair(rtp);
        return load.encrypted()
                ? new LocalMedia.Port(
                        pair.rtp(),
                        pair.rtcp(),
                        pair.mux(),
                        LocalSecurity.of(Encryption.REQUIRED, true, null, random))
                : pair;
    }

    private static RtpTrack.@Nullable Terms terms(@Nullable NegotiatedTrack track) {
        if (track == null || track.rtp() == null || track.rtcp() == null) {
            return null;
        }
        PayloadFormat format = format(track);
        return new RtpTrack.Terms(
                address(track.rtp()),
                address(track.rtcp()),
                format.payloadType(),
                format.encoding().clockRateHz(),
                key(track.keying()));
    }

    /** The pictures have fragments: where both modes were offered it is the one that has them. */
    private static PayloadFormat format(NegotiatedTrack track) {
        return track.send().stream()
                .filter(format ->
                        format.encoding() != Encoding.H264
                                || format.h264().packetizationMode() == MODE_OF_FRAGMENTS)
                .findFirst()
                .orElse(track.send().getFirst());
    }

    private static InetSocketAddress address(Endpoint endpoint) {
        return new InetSocketAddress(InetAddress.ofLiteral(endpoint.host()), endpoint.port());
    }

    private static @Nullable MasterKey key(Keying keying) {
        return switch (keying) {
            case Keying.Plain _ -> null;
            case Keying.Sdes(MasterKey send, _) -> send;
            case Keying.Dtls _ -> throw new IllegalStateException("no DTLS was answered");
        };
    }
}
