package io.sipcast.call;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sipcast.bytes.Bytes;
import io.sipcast.bytes.ProtocolException;
import io.sipcast.sdp.Answered;
import io.sipcast.sdp.LocalMedia;
import io.sipcast.sdp.Negotiation;
import io.sipcast.sdp.OfferAnswer;
import io.sipcast.sdp.SessionDescription;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The descriptions of one call, RFC 3264: what we sent last, what the callee sent last, and what
 * the two agree on. Pure; one thread owns it, any may read {@link #received}.
 */
final class SdpSession {
    private LocalMedia local;
    private final long id;
    private final @Nullable SessionDescription offer;
    private @Nullable SessionDescription sent;
    private @Nullable SessionDescription peer;
    private volatile @Nullable Bytes received;

    private SdpSession(LocalMedia local, long id, @Nullable SessionDescription sent) {
        this.local = local;
        this.id = id;
        this.offer = sent;
        this.sent = sent;
    }

    /**
     * Begins with our offer.
     *
     * @param id from a random generator
     */
    SdpSession(LocalMedia local, long id) {
        this(local, id, OfferAnswer.offer(local, id));
    }

    /** Begins with the offer of the other side, which is to be {@link #answer answered}. */
    static SdpSession answering(LocalMedia local, long id) {
        return new SdpSession(local, id, null);
    }

    /** What we sent last, or are about to send. */
    Bytes sent() {
        return Bytes.copyOf(ours().print().getBytes(UTF_8));
    }

    private SessionDescription ours() {
        return Objects.requireNonNull(sent, "nothing was described yet");
    }

    /** What the callee sent last; null before its first. */
    @Nullable Bytes received() {
        return received;
    }

    /**
     * What an answer to the offer of our INVITE comes to. There may be several, early ones and
     * those of other branches: the last one counts.
     */
    Negotiation acceptOfInvite(@Nullable Bytes answer) {
        return accept(Objects.requireNonNull(offer, "the offer was not ours"), answer);
    }

    /** What the callee's answer to our last offer comes to. */
    Negotiation accept(@Nullable Bytes answer) {
        return accept(ours(), answer);
    }

    private Negotiation accept(SessionDescription offered, @Nullable Bytes answer) {
        if (answer == null) {
            return new Negotiation.NoCommonCodec("the answer has no SDP");
        }
        try {
            SessionDescription parsed = parse(answer);
            peer = parsed;
            Negotiation found = OfferAnswer.accept(local.capabilities(), offered, parsed);
            if (found instanceof Negotiation.Agreed agreed) {
                local = local.after(agreed);
            }
            return found;
        } catch (ProtocolException e) {
            return new Negotiation.NoCommonCodec("the answer is no SDP: " + e.getMessage());
        }
    }

    /** Answers the callee's offer; when that is refused, everything stays as it was. */
    Answered answer(Bytes offer) {
        try {
            SessionDescription parsed = parse(offer);
            LocalMedia ours = OfferAnswer.facing(parsed, peer, local);
            Answered answered = OfferAnswer.answer(parsed, ours, sent, id);
            if (answered instanceof Answered.Accepted(var answer, var agreed)) {
                local = ours.after(agreed);
                peer = parsed;
                sent = answer;
            }
            return answered;
        } catch (ProtocolException e) {
            return new Answered.Refused("the offer is no SDP: " + e.getMessage());
        }
    }

    /** The offer that a re-INVITE without SDP asks for. */
    Bytes offerAgain() {
        sent = OfferAnswer.offerAgain(local, ours());
        return sent();
    }

    private SessionDescription parse(Bytes sdp) {
        SessionDescription parsed = SessionDescription.parse(sdp.toArray());
        received = sdp;
        return parsed;
    }
}
