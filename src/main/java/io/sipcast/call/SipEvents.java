package io.sipcast.call;

import io.sipcast.bytes.Bytes;
import io.sipcast.call.CallMachine.Input;
import io.sipcast.call.CallMachine.Phase;
import io.sipcast.sip.CallEvent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What SIP says of a call, as inputs of its machine. What the machine has no say in (keys, what is
 * agreed on, what is only shown) is done on the way. The call's own thread owns it.
 */
final class SipEvents {
    private static final Logger LOG = LoggerFactory.getLogger(SipEvents.class);
    private static final int OK = 200;

    private final CallPlan plan;
    private final boolean earlyMedia;
    private final CallSetup setup;
    private final CallTalks talks;
    private final CallStream stream;
    private final CallDtmf dtmf;
    private final CallReport report;

    /**
     * Of one call.
     *
     * @param earlyMedia whether media flows before the answer
     */
    SipEvents(
            CallPlan plan,
            boolean earlyMedia,
            CallSetup setup,
            CallTalks talks,
            CallStream stream,
            CallDtmf dtmf,
            CallReport report) {
        this.plan = plan;
        this.earlyMedia = earlyMedia;
        this.setup = setup;
        this.talks = talks;
        this.stream = stream;
        this.dtmf = dtmf;
        this.report = report;
    }

    /**
     * What an event means for the call; null when it means nothing.
     *
     * @param phase of the call now
     */
    @Nullable Input read(CallEvent event, Phase phase) {
        return switch (event) {
            case CallEvent.Trying _ -> new Input.Provisional(100, false);
            case CallEvent.Provisional(int status, _, var early) ->
                    new Input.Provisional(status, early != null && early(early));
            case CallEvent.SentOn(int status, var to) -> {
                LOG.info("call {} is sent on to {} (SIP {})", plan.callId(), to, status);
                yield null;
            }
            case CallEvent.Answered(int status, var answer) -> talks.answered(status, answer);
            case CallEvent.Offered(var offer) -> changed(talks.offered(offer));
            case CallEvent.AnswerToOffer(var answer) ->
                    phase == Phase.ANSWERING
                            ? talks.answered(OK, answer)
                            : changed(talks.answered(answer));
            case CallEvent.OfferWithdrawn _ -> null;
            case CallEvent.OfferRefused _ -> null; // what was agreed on goes on
            case CallEvent.SessionTimed(var schedule) -> {
                report.sessionTimed(schedule);
                yield null;
            }
            case CallEvent.InfoReceived(var type, var body) -> {
                if (MediaControl.asksForKeyFrame(type, body)) {
                    stream.keyFrameAsked();
                }
                dtmf.infoReceived(type, body);
                yield null;
            }
            case CallEvent.InfoAnswered(var type, int status) -> {
                dtmf.answered(type, status);
                yield null;
            }
            case CallEvent.Failed(var why) ->
                    plan.incoming()
                            ? new Input.Failed(new CallEnd.CallerGaveUp())
                            : setup.refused(SipFailures.ofInvite(why));
            case CallEvent.RemoteBye(var reason) -> hungUp(reason == null ? "" : reason);
            case CallEvent.Terminated(var how) -> over(how);
        };
    }

    private boolean early(Bytes description) {
        boolean useful = talks.early(description);
        if (useful && !earlyMedia) {
            stream.ignoreEarly();
        }
        return useful;
    }

    /** Media follows what was agreed on anew; null when nothing was. */
    private @Nullable Input changed(@Nullable Input input) {
        if (input instanceof Input.Held || input instanceof Input.Resumed) {
            stream.update(talks.agreed(), talks.isHeld());
        }
        return input;
    }

    private Input hungUp(String reason) {
        return plan.incoming()
                ? new Input.Failed(new CallEnd.CallerHungUp(reason))
                : new Input.HungUp(reason);
    }

    private static Input over(CallEvent.Termination how) {
        return switch (how) {
            case HUNG_UP, BYE_UNANSWERED, TURNED_DOWN -> new Input.SipOver();
            case NO_ACK ->
                    new Input.Failed(new CallEnd.Unreachable("our answer was never acknowledged"));
            case PEER_SILENT ->
                    new Input.Failed(
                            new CallEnd.SessionLost(
                                    "it did not answer the session refresh (session timer)"));
            case SESSION_EXPIRED ->
                    new Input.Failed(
                            new CallEnd.SessionLost(
                                    "the session was not refreshed in time (session timer)"));
            case UNKNOWN_TO_PEER -> new Input.HungUp("it does not know the call any more");
        };
    }
}
