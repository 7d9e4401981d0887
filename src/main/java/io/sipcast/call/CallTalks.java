package io.sipcast.call;

import io.sipcast.bytes.Bytes;
import io.sipcast.call.CallMachine.Input;
import io.sipcast.sdp.Answered;
import io.sipcast.sdp.LocalMedia;
import io.sipcast.sdp.Negotiation;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a call and its peer have agreed on, and how they came to it: descriptions in, what they mean
 * for the call out. One thread owns it; any may read {@link #received} and {@link #hold}.
 */
final class CallTalks {
    private static final Logger LOG = LoggerFactory.getLogger(CallTalks.class);

    /** How a description of ours is sent, or one of the peer's turned down. */
    interface Reply {
        void answer(Bytes sdp);

        void reject(int status, String why);
    }

    private final String callId;
    private final Reply reply;
    private final CallHold hold = new CallHold();
    private volatile @Nullable SdpSession sdp;
    private Negotiation.@Nullable Agreed agreed;

    CallTalks(String callId, Reply reply) {
        this.callId = callId;
        this.reply = reply;
    }

    /** The last description of the peer's; null before the first. */
    @Nullable Bytes received() {
        SdpSession session = sdp;
        return session == null ? null : session.received();
    }

    CallHold hold() {
        return hold;
    }

    boolean isHeld() {
        return hold.since() != null;
    }

    Negotiation.Agreed agreed() {
        return Objects.requireNonNull(agreed, "answered before it was offered");
    }

    /** Our offer, for an INVITE or as the answer to one that had none. */
    Bytes offer(LocalMedia ours, long id) {
        SdpSession session = new SdpSession(ours, id);
        sdp = session;
        return session.sent();
    }

    /** Answers the offer of an INVITE; what is refused is not answered here. */
    Input accept(LocalMedia ours, long id, Bytes offered) {
        sdp = SdpSession.answering(ours, id);
        return switch (session().answer(offered)) {
            case Answered.Accepted(_, var found) -> {
                reply.answer(session().sent());
                yield begin(found, 200);
            }
            case Answered.Refused(var reason, boolean encryption) ->
                    new Input.Unacceptable(
                            encryption
                                    ? new CallEnd.NotEncrypted(488, reason)
                                    : new CallEnd.NoCommonCodecs(reason));
        };
    }

    /** An early answer. One of several branches, or the final answer, may say something else. */
    boolean early(Bytes early) {
        return switch (session().acceptOfInvite(early)) {
            case Negotiation.Agreed found -> {
                agreed = found;
                yield true;
            }
            case Negotiation.NoCommonCodec(var reason) -> useless(reason);
            case Negotiation.NotEncrypted(var reason) -> useless(reason);
        };
    }

    private boolean useless(String reason) {
        LOG.info("call {}: early media is of no use: {}", callId, reason);
        return false;
    }

    /** The answer to the offer of our INVITE, or of our 2xx. */
    Input answered(int status, @Nullable Bytes answer) {
        return switch (session().acceptOfInvite(answer)) {
            case Negotiation.Agreed found -> begin(found, status);
            case Negotiation.NoCommonCodec(var reason) ->
                    new Input.AnsweredUnusably(new CallEnd.NoCommonCodecs(reason));
            case Negotiation.NotEncrypted(var reason) ->
                    new Input.AnsweredUnusably(new CallEnd.NotEncrypted(488, reason));
        };
    }

    private Input begin(Negotiation.Agreed found, int status) {
        agreed = found;
        boolean _ = hold.update(found, Instant.now());
        return new Input.Answered(status);
    }

    /**
     * The peer offers something else: hold, other ports, another address. Null when nothing comes
     * of it.
     */
    @Nullable Input offered(@Nullable Bytes offer) {
        if (offer == null) { // then it is ours to make (RFC 3264 §8)
            reply.answer(session().offerAgain());
            return null;
        }
        return switch (session().answer(offer)) {
            case Answered.Accepted(_, var found) -> {
                reply.answer(session().sent());
                yield change(found);
            }
            case Answered.Refused(var reason, _) -> {
                LOG.info("call {}: an offer was refused: {}", callId, reason);
                reply.reject(488, reason);
                yield null;
            }
        };
    }

    /** The peer's answer to an offer of ours in the established call. */
    Input answered(@Nullable Bytes answer) {
        return switch (session().accept(answer)) {
            case Negotiation.Agreed found -> change(found);
            case Negotiation.NoCommonCodec(var reason) ->
                    new Input.AnsweredUnusably(new CallEnd.NoCommonCodecs(reason));
            case Negotiation.NotEncrypted(var reason) ->
                    new Input.AnsweredUnusably(new CallEnd.NotEncrypted(488, reason));
        };
    }

    private Input change(Negotiation.Agreed found) {
        agreed = found;
        return hold.update(found, Instant.now()) ? new Input.Held() : new Input.Resumed();
    }

    private SdpSession session() {
        return Objects.requireNonNull(sdp, "SDP came before the INVITE");
    }
}
