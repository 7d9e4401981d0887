package io.sipcast.sdp;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Offers and answers, RFC 3264, for calls with one audio and one video track at most. */
public final class OfferAnswer {
    private static final String USER = "-";
    private static final String FIRST_VERSION = "1";

    private OfferAnswer() {}

    /**
     * The offer of a new call.
     *
     * @param sessionId not negative and different for each call: from a random generator
     */
    public static SessionDescription offer(LocalMedia local, long sessionId) {
        List<Medium> media = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            offerIfLocal(kind, local).ifPresent(media::add);
        }
        if (media.isEmpty()) {
            throw new IllegalArgumentException("neither audio nor video");
        }
        SessionDescription offer = LocalDescription.of(origin(local, sessionId), local, media);
        LocalIce ice = local.ice();
        return ice != null && ice.offered() ? withIce(offer, local, ice, false) : offer;
    }

    private static SessionDescription withIce(
            SessionDescription offer, LocalMedia local, LocalIce ice, boolean lite) {
        List<Medium> media = new ArrayList<>();
        for (Medium medium : offer.media()) {
            media.add(medium.isRefused() ? medium : IceLines.write(medium, local, ice, lite, true));
        }
        return IceLines.session(offer.with(media), lite);
    }

    /**
     * The offer we make when the peer asks for one by an INVITE without a body: all we can do, in
     * the order of the m= lines there are, RFC 3264 §8.
     *
     * @param sent the description we sent last
     */
    public static SessionDescription offerAgain(LocalMedia local, SessionDescription sent) {
        Set<Kind> left = EnumSet.allOf(Kind.class);
        List<Medium> media = new ArrayList<>();
        for (Medium medium : sent.media()) {
            Optional<Medium> offered =
                    Kind.of(medium)
                            .filter(left::remove)
                            .flatMap(kind -> offerIfLocal(kind, local, medium));
            media.add(offered.orElseGet(medium::refused));
        }
        for (Kind kind : left) {
            offerIfLocal(kind, local).ifPresent(media::add);
        }
        SessionDescription bare = LocalDescription.of(sent.origin(), local, media);
        return LocalDescription.versioned(withIce(bare, local, sent), sent);
    }

    /** As it was answered before, or offered. */
    private static SessionDescription withIce(
            SessionDescription offer, LocalMedia local, SessionDescription sent) {
        LocalIce ice = local.ice();
        return ice != null && sent.media().stream().anyMatch(IceLines::isWritten)
                ? withIce(offer, local, ice, IceLines.isLite(sent))
                : offer;
    }

    private static Optional<Medium> offerIfLocal(Kind kind, LocalMedia local) {
        return Optional.ofNullable(local.port(kind))
                .map(port ->
                        OfferedSecurity.offered(
                                LocalDescription.offer(kind, port, local.capabilities()),
                                port.security()));
    }

    /** As it was agreed on before: on one port, and encrypted. */
    private static Optional<Medium> offerIfLocal(Kind kind, LocalMedia local, Medium sent) {
        boolean muxed = sent.attributes().has("rtcp-mux");
        return Optional.ofNullable(local.port(kind))
                .map(port -> muxed ? port.muxed() : port)
                .map(port ->
                        OfferedSecurity.offeredAgain(
                                LocalDescription.offer(kind, port, local.capabilities()),
                                port.security(),
                                sent));
    }

    private static Origin origin(LocalMedia local, long sessionId) {
        return new Origin(
                USER,
                Long.toString(sessionId & Long.MAX_VALUE),
                FIRST_VERSION,
                Connection.of(local.address()));
    }

    /**
     * What the answer to our offer means. Answers that don't fit the offer are made the best of.
     */
    public static Negotiation accept(
            Capabilities ours, SessionDescription offer, SessionDescription answer) {
        return AnswerReader.read(ours, offer, answer);
    }

    /**
     * What we bring to the answer of this offer: other credentials where the peer restarts ICE.
     *
     * @param before the peer's last description, or null when this is its first
     */
    public static LocalMedia facing(
            SessionDescription offer, @Nullable SessionDescription before, LocalMedia local) {
        return IceLines.restarts(offer, before) ? local.restarted() : local;
    }

    /**
     * Answers an offer.
     *
     * @param sent the description we sent last in this session, or null when this is the first
     * @param sessionId of our first description, if this is it
     */
    public static Answered answer(
            SessionDescription offer,
            LocalMedia local,
            @Nullable SessionDescription sent,
            long sessionId) {
        Origin origin = sent == null ? origin(local, sessionId) : sent.origin();
        return AnswerWriter.write(offer, local, origin, sent);
    }
}
