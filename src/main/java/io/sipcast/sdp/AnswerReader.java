package io.sipcast.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the peer's answer to our offer comes to. */
final class AnswerReader {
    private final Capabilities ours;
    private final SessionDescription offer;
    private final SessionDescription answer;
    private boolean unencrypted;

    private AnswerReader(Capabilities ours, SessionDescription offer, SessionDescription answer) {
        this.ours = ours;
        this.offer = offer;
        this.answer = answer;
    }

    static Negotiation read(
            Capabilities ours, SessionDescription offer, SessionDescription answer) {
        AnswerReader reader = new AnswerReader(ours, offer, answer);
        NegotiatedTrack audio = reader.track(Kind.AUDIO);
        NegotiatedTrack video = reader.track(Kind.VIDEO);
        if (audio != null || video != null) {
            return new Negotiation.Agreed(audio, video);
        }
        return reader.unencrypted
                ? new Negotiation.NotEncrypted("its answer has no key that fits our offer")
                : new Negotiation.NoCommonCodec(reader.reason());
    }

    private @Nullable NegotiatedTrack track(Kind kind) {
        int index = indexOf(kind, offer);
        if (index < 0) {
            return null;
        }
        Medium offered = offer.media().get(index);
        return remote(kind, index)
                .filter(RemoteMedium::isUsable)
                .map(remote -> track(offered, index, remote))
                .orElse(null);
    }

    /** At the same place, RFC 3264 §6; canned answers may have it elsewhere. */
    private Optional<RemoteMedium> remote(Kind kind, int index) {
        List<Medium> media = answer.media();
        int at =
                index < media.size() && media.get(index).type().equals(kind.type())
                        ? index
                        : indexOf(kind, answer);
        return at < 0
                ? Optional.empty()
                : Optional.of(new RemoteMedium(answer, media.get(at), kind, ours));
    }

    private static int indexOf(Kind kind, SessionDescription description) {
        for (int i = 0; i < description.media().size(); i++) {
            Medium medium = description.media().get(i);
            if (medium.type().equals(kind.type()) && !medium.isRefused()) {
                return i;
            }
        }
        return -1;
    }

    private @Nullable NegotiatedTrack track(Medium offered, int index, RemoteMedium remote) {
        RemoteMedium own = new RemoteMedium(offer, offered, remote.kind(), ours);
        boolean mux = own.rtcpMux() && remote.rtcpMux();
        Set<Feedback> feedback = remote.feedback();
        feedback.retainAll(own.feedback());
        Keying keying = OfferedSecurity.accepted(own, remote).orElse(null);
        if (keying == null) {
            unencrypted = true;
            return null;
        }
        return new NegotiatedTrack(
                remote.kind(),
                index,
                remote.formats(),
                received(own.received(), remote.received()),
                remote.telephoneEventType(),
                received(own.telephoneEvents(), remote.telephoneEvents()),
                offer.directionOf(offered).and(remote.ours()),
                remote.rtp(),
                remote.rtcp(mux),
                mux,
                remote.ptimeMillis(),
                feedback,
                keying,
                IceAgreement.answered(offer, offered, answer, remote.medium(), mux));
    }

    /** Our numbers are what the peer has to send; some send the numbers they wrote themselves. */
    private static List<PayloadFormat> received(
            List<PayloadFormat> offered, List<PayloadFormat> answered) {
        List<PayloadFormat> all = new ArrayList<>(answered);
        for (PayloadFormat format : offered) {
            if (all.stream().noneMatch(known -> known.payloadType() == format.payloadType())) {
                all.add(format);
            }
        }
        return all;
    }

    private String reason() {
        boolean refused = answer.media().stream().allMatch(Medium::isRefused);
        return refused
                ? "The callee refused all media"
                : "The callee answered with no codec that was offered";
    }
}
