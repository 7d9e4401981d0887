package io.sipcast.call;

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
    String start(CallRequest request) throws CallRefused;

    /** The calls that have not ended, oldest first. */
    List<CallInfo> live();

    /** Calls that have ended: those of the last 10 minutes, 1000 at most, the last one first. */
    List<CallInfo> ended();

    /** The live call of this id, else the last one that ended. */
    Optional<CallInfo> find(String callId);

    /**
     * Presses keys in a live call, after those that wait to be pressed; before the answer all wait
     * for it. Returns before anything is sent.
     *
     * @return false when no live call has this id
     * @throws CallRefused TAKEN when too many wait already
     */
    boolean sendDtmf(String callId, Dtmf dtmf) throws CallRefused;

    /**
     * Ends a live call: CANCEL before the answer, BYE after it.
     *
     * @return false when no live call has this id
     */
    boolean terminate(String callId);
}
