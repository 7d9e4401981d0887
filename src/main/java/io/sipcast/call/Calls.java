package io.sipcast.call;

import io.sipcast.inject.InjectionRefused;
import io.sipcast.live.StreamName;
import java.util.List;
import java.util.Optional;

/** The calls of this node, as REST sees them. Every method may be called by any thread. */
public interface Calls {
    /**
     * Accepts a call for processing; returns before anything is sent.
     *
     * @return the callId, made when the request has none
     * @throws CallRefused when a field is unusable, or a name is in use
     */
    default String start(CallRequest request) throws CallRefused {
        return start(request, _ -> {});
    }

    /**
     * Accepts a call likewise, once what belongs to it is there as well.
     *
     * @param preparation may wait; what it throws is thrown on, and no call was begun then
     */
    <X extends Exception> String start(CallRequest request, Preparation<X> preparation)
            throws CallRefused, X;

    /** Something that must succeed before a call is placed: pushes of its stream, say. */
    @FunctionalInterface
    interface Preparation<X extends Exception> {
        /** The call's names are taken; its stream is there, and ends if this throws. */
        void prepare(StreamName stream) throws X;
    }

    /** The calls that have not ended, oldest first. */
    List<CallInfo> live();

    /** Calls that have ended: those of the last 10 minutes, 1000 at most, the last one first. */
    List<CallInfo> ended();

    /** The live call of this id, else the last one that ended. */
    Optional<CallInfo> find(String callId);

    /**
     * What is measured of a call: less than {@link #find} tells, and for less. Once the call has
     * ended it is what it ended with.
     */
    Optional<CallMeasures> measures(String callId);

    /**
     * Presses keys in a live call, after those that wait to be pressed; before the answer all wait
     * for it. Returns before anything is sent.
     *
     * @return false when no live call has this id
     * @throws CallRefused TAKEN when too many wait already
     */
    boolean sendDtmf(String callId, Dtmf dtmf) throws CallRefused;

    /**
     * Lets the callee of a live call hear a file of {@code media.sounds} once, in place of silence
     * and of what is injected already. Waits for the file.
     *
     * @throws InjectionRefused when there is no such call or file, or it can't be played to it
     */
    void injectSound(String callId, String fileName) throws InjectionRefused;

    /**
     * Lets the callee of a live call hear, and see where it takes pictures, a live stream of this
     * node, until the stream ends.
     *
     * @param streamName that of a call, or {@code app/name}
     * @throws InjectionRefused when there is no such call or stream, or it is the call's own
     */
    void injectStream(String callId, String streamName) throws InjectionRefused;

    /**
     * Silence again, and the slate.
     *
     * @throws InjectionRefused when there is no such call, or nothing is injected
     */
    void endInjection(String callId) throws InjectionRefused;

    /**
     * Ends a live call: CANCEL before the answer, BYE after it.
     *
     * @return false when no live call has this id
     */
    boolean terminate(String callId);
}
