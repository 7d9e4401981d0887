package io.sipcast.api.v1;

import io.sipcast.call.CallInfo;
import io.sipcast.live.StreamName;
import io.sipcast.push.PushInfo;
import io.sipcast.record.RecordingInfo;
import io.sipcast.record.Recordings;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** All of a call, with the pushes and the recording of its stream. */
final class WholeCall {
    private final Supplier<List<PushInfo>> pushes;
    private final Recordings recordings;

    WholeCall(Supplier<List<PushInfo>> pushes, Recordings recordings) {
        this.pushes = pushes;
        this.recordings = recordings;
    }

    Map<String, @Nullable Object> of(CallInfo call) {
        return CallDetails.all(call, pushesOf(call), recordingOf(call));
    }

    private List<PushInfo> pushesOf(CallInfo call) {
        StreamName stream = StreamName.ofCall(call.streamName());
        return pushes.get().stream().filter(push -> push.stream().equals(stream)).toList();
    }

    /** The last one of the call's stream, if it was begun in the call's time. */
    private @Nullable RecordingInfo recordingOf(CallInfo call) {
        return recordings
                .find(StreamName.ofCall(call.streamName()))
                .filter(one -> !one.started().isBefore(call.startedAt()))
                .filter(one -> call.endedAt() == null || one.started().isBefore(call.endedAt()))
                .orElse(null);
    }
}
