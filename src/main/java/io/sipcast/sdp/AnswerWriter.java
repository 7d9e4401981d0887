package io.sipcast.sdp;

import io.sipcast.ice.IceTerms;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Our answer to the peer's offer, m= line by m= line. */
final class AnswerWriter {
    private final SessionDescription offer;
    private final LocalMedia local;
    private final Map<Kind, NegotiatedTrack> tracks = new EnumMap<>(Kind.class);
    private @Nullable String insecure;

    private AnswerWriter(SessionDescription offer, LocalMedia local) {
        this.offer = offer;
        this.local = local;
    }

    static Answered write(
            SessionDescription offer,
            LocalMedia local,
            Origin origin,
            @Nullable SessionDescription sent) {
        AnswerWriter writer = new AnswerWriter(offer, local);
        List<Medium> media = new ArrayList<>();
        for (int i = 0; i < offer.media().size(); i++) {
            media.add(writer.answer(offer.media().get(i), i));
        }
        if (writer.tracks.isEmpty() && !(sent != null && isEmptied(offer))) {
            return writer.insecure == null
                    ? new Answered.Refused("The offer has no codec we can take")
                    : new Answered.Refused(writer.insecure, true);
        }
        SessionDescription answer =
                IceLines.session(
                        LocalDescription.of(origin, local, media), !IceLines.isLite(offer));
        return new Answered.Accepted(
                LocalDescription.versioned(answer, sent),
                new Negotiation.Agreed(
                        writer.tracks.get(Kind.AUDIO), writer.tracks.get(Kind.VIDEO)));
    }

    /** A peer may take every medium out of a call and bring it back later, RFC 3264 §8.2. */
    private static boolean isEmptied(SessionDescription offer) {
        return !offer.media().isEmpty() && offer.media().stream().allMatch(Medium::isRefused);
    }

    /** The first medium of each kind that we can take; all others keep their place, refused. */
    private Medium answer(Medium offered, int index) {
        Kind kind = Kind.of(offered).orElse(null);
        LocalMedia.Port port = kind == null ? null : local.port(kind);
        if (kind == null || port == null || tracks.containsKey(kind)) {
            return offered.refused();
        }
        RemoteMedium remote = new RemoteMedium(offer, offered, kind, local.capabilities());
        if (!remote.isUsable()) {
            return offered.refused();
        }
        OfferedSecurity.Chosen chosen =
                OfferedSecurity.answer(remote, port.security()).orElse(null);
        if (chosen == null) {
            insecure = whyInsecure(remote.protocol(), port.security().encryption());
            return offered.refused();
        }
        boolean mux = port.takesMux() && remote.rtcpMux();
        NegotiatedTrack track = track(remote, index, mux, chosen.keying());
        tracks.put(kind, track);
        Medium plain =
                LocalDescription.medium(
                        kind,
                        offered.protocol(),
                        port,
                        track.direction(),
                        answered(remote, local.capabilities()),
                        track.feedback(),
                        track.rtcpMux());
        return withIce(chosen.in(plain), offered, track.ice());
    }

    private static String whyInsecure(MediaProtocol offered, Encryption ours) {
        if (ours == Encryption.OFF) {
            return "the offer is encrypted (" + offered.token() + ") and rtp.encryption is off";
        }
        return offered.secure()
                ? "the offer (" + offered.token() + ") has no key exchange that we know"
                : "the offer is not encrypted and rtp.encryption is required";
    }

    private Medium withIce(Medium answer, Medium offered, @Nullable IceTerms terms) {
        LocalIce ice = local.ice();
        if (ice == null) {
            return answer;
        }
        if (terms != null) {
            return IceLines.write(answer, local, ice, terms.lite(), terms.rtcp());
        }
        boolean mismatch =
                IceLines.read(offer, offered).isPresent() && IceLines.isMismatch(offer, offered);
        return mismatch ? IceLines.mismatch(answer) : answer;
    }

    private NegotiatedTrack track(RemoteMedium remote, int index, boolean mux, Keying keying) {
        return new NegotiatedTrack(
                remote.kind(),
                index,
                remote.formats(),
                remote.received(),
                remote.telephoneEventType(),
                remote.telephoneEvents(),
                remote.ours(),
                remote.rtp(),
                remote.rtcp(mux),
                mux,
                remote.ptimeMillis(),
                remote.feedback(),
                keying,
                IceAgreement.answering(local.ice(), offer, remote.medium(), mux));
    }

    /** By the offer's numbers and in its order; pictures first as we like them best. */
    private static List<PayloadFormat> answered(RemoteMedium remote, Capabilities ours) {
        List<PayloadFormat> formats = new ArrayList<>();
        for (PayloadFormat format : ours.byPreference(remote.kind(), remote.received())) {
            formats.add(
                    remote.kind() == Kind.VIDEO
                            ? VideoAnswer.to(format)
                            : SoundParameters.answer(format, ours.stereo()));
        }
        for (PayloadFormat event : remote.telephoneEvents()) {
            Fmtp keys = new Fmtp(event.payloadType(), LocalDescription.KEYS);
            formats.add(new PayloadFormat(event.payloadType(), event.encoding(), keys));
        }
        return formats;
    }
}
