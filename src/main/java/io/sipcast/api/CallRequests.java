package io.sipcast.api;

import io.sipcast.call.CallInfo;
import io.sipcast.call.CallRefused;
import io.sipcast.call.CallRequest;
import io.sipcast.call.Calls;
import io.sipcast.call.Dtmf;
import io.sipcast.live.StreamName;
import io.sipcast.record.RecordingRefused;
import io.sipcast.record.Recordings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What both interfaces ask of the calls; what is refused becomes a {@link Problem}. */
public final class CallRequests {
    private static final Logger LOG = LoggerFactory.getLogger(CallRequests.class);
    private static final String RECORD = "record";

    private final Calls calls;
    private final Recordings recordings;

    public CallRequests(Calls calls, Recordings recordings) {
        this.calls = calls;
        this.recordings = recordings;
    }

    /**
     * Places a call, and records it if the body says so.
     *
     * @param preparation what must succeed before it is dialled; what it throws is thrown on
     * @return the callId
     */
    public String start(
            CallRequest call, Fields body, Calls.Preparation<RuntimeException> preparation) {
        boolean record = body.flag(RECORD, false);
        if (record) {
            requireFolder();
        }
        try {
            String callId = calls.start(call, preparation);
            if (record) {
                record(callId);
            }
            return callId;
        } catch (CallRefused e) {
            throw Refusals.problem(e);
        }
    }

    private void requireFolder() {
        try {
            recordings.requireFolder();
        } catch (RecordingRefused e) {
            throw Problem.field(RECORD, "cannot be: " + e.getMessage());
        }
    }

    /** A call that is over already has nothing to be recorded. */
    private void record(String callId) {
        try {
            String stream = calls.find(callId).map(CallInfo::streamName).orElse(callId);
            recordings.start(StreamName.ofCall(stream));
        } catch (RecordingRefused e) {
            LOG.info("call {} is not recorded: {}", callId, e.getMessage());
        }
    }

    /** Hangs up. */
    public Answer terminate(String callId) {
        return ofLive(calls.terminate(callId));
    }

    /** Presses the keys that the body has. */
    public Answer sendDtmf(String callId, Fields body) {
        String keys = body.requiredText("dtmf");
        try {
            return ofLive(calls.sendDtmf(callId, Dtmf.of(keys, body.text("type"))));
        } catch (CallRefused e) {
            throw Refusals.problem(e);
        }
    }

    private static Answer ofLive(boolean found) {
        if (!found) {
            throw new Problem(404, "There is no live call with this callId.");
        }
        return Answer.empty();
    }
}
