package io.sipcast.sip;

import io.sipcast.bytes.Bytes;
import io.sipcast.sip.message.Uri;
import io.sipcast.sip.request.Failure;
import org.jspecify.annotations.Nullable;

/** What happens to a call. The last event is always a {@link Closing}. */
public sealed interface CallEvent {
    /** Nothing more is heard of this handle after one of these. */
    sealed interface Closing extends CallEvent {}

    /** 100. */
    record Trying() implements CallEvent {}

    /**
     * 101 to 199.
     *
     * @param sdp an early answer; another branch of a forked call may send another one
     */
    record Provisional(int status, String reason, @Nullable Bytes sdp) implements CallEvent {}

    /** A 3xx sent the INVITE on to there, and it goes. */
    record SentOn(int status, Uri to) implements CallEvent {}

    /**
     * The first 2xx; its ACK is on the way.
     *
     * @param sdp the answer to our offer; null when there was none, not even an early one
     */
    record Answered(int status, @Nullable Bytes sdp) implements CallEvent {}

    /**
     * A re-INVITE or UPDATE: waits for {@link UserAgent#answer} or {@link UserAgent#reject}.
     *
     * @param sdp the peer's offer; null when we are to make one, whose answer comes as {@link
     *     AnswerToOffer}
     */
    record Offered(@Nullable Bytes sdp) implements CallEvent {}

    /** The peer took its offer back: it is not to be answered any more. */
    record OfferWithdrawn() implements CallEvent {}

    /**
     * The peer's answer to an offer of ours: the one that it asked for, that of {@link
     * UserAgent#reInvite}, or the description in force that a session refresh has confirmed.
     *
     * @param sdp null when a new call's ACK has none: then there is no session
     */
    record AnswerToOffer(@Nullable Bytes sdp) implements CallEvent {}

    /**
     * The offer of {@link UserAgent#reInvite} was not taken: what was agreed on before goes on.
     *
     * @param status of the answer; 200 for one without SDP
     */
    record OfferRefused(int status) implements CallEvent {}

    /**
     * The session timer was set: agreed on, refreshed, or, with null, given up by the peer. A call
     * without one hears nothing.
     */
    record SessionTimed(@Nullable SessionSchedule schedule) implements CallEvent {}

    /** An INFO, answered 200 already. */
    record InfoReceived(@Nullable String contentType, Bytes body) implements CallEvent {}

    /**
     * The answer to an INFO of ours.
     *
     * @param contentType of what we sent
     * @param status 408 when no answer came
     */
    record InfoAnswered(String contentType, int status) implements CallEvent {}

    /** The call was never established, or was cancelled. */
    record Failed(Failure why) implements Closing {}

    /**
     * The peer hung up.
     *
     * @param reason the values of its Reason header
     */
    record RemoteBye(@Nullable String reason) implements Closing {}

    /** Our side has ended an established call, or not taken one. */
    record Terminated(Termination how) implements Closing {}

    /** How a call ended at our side. */
    enum Termination {
        /** Our BYE was answered, by whatever. */
        HUNG_UP,
        /** Nobody answered our BYE. */
        BYE_UNANSWERED,
        /** We did not take its INVITE. */
        TURNED_DOWN,
        /** The peer never acknowledged our answer to its INVITE. */
        NO_ACK,
        /** The peer does not know the call any more: it answered 481. */
        UNKNOWN_TO_PEER,
        /** The peer did not answer a re-INVITE or UPDATE of ours, or a proxy said so: 408. */
        PEER_SILENT,
        /** The session timer ran out: nobody had refreshed. */
        SESSION_EXPIRED
    }
}
