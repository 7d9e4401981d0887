package io.sipcast.cli;

import io.sipcast.call.CallStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** One call as the live events tell of it. Not safe for use by several threads. */
final class CallView {
    private final String callId;
    private final Targets targets = new Targets();
    private final Traffic traffic = new Traffic();
    private final Findings findings = new Findings();
    private final long startedNanos;
    private CallStatus status = CallStatus.NEW;
    private String stream = "";
    private boolean hasStream;
    private boolean wasOnAir;
    private String recording = "";
    private OptionalLong answeredNanos = OptionalLong.empty();
    private @Nullable String reason;
    private JsonNode statistics = MissingNode.getInstance();
    private JsonNode audio = MissingNode.getInstance();
    private JsonNode video = MissingNode.getInstance();
    private JsonNode outputs = MissingNode.getInstance();
    private boolean lastStatistics;

    /** A call that was ordered now. */
    CallView(String callId, long nowNanos) {
        this.callId = callId;
        startedNanos = nowNanos;
    }

    /**
     * Takes an event.
     *
     * @return what is new, for people; nothing for what is about other calls
     */
    List<Note> take(String event, JsonNode data, long nowNanos) {
        List<Note> notes = new ArrayList<>();
        switch (event) {
            case "snapshot" -> snapshot(data, nowNanos, notes);
            case "call" -> call(data, nowNanos, notes);
            case "push" -> push(data, notes);
            case "stream" -> stream(data);
            case "recording" -> recording(data, notes);
            case "statistics" -> statistics(data, nowNanos, notes);
            default -> {
                // of others, or of a later time
            }
        }
        if (onAir() && !wasOnAir) {
            wasOnAir = true;
            notes.add(Note.of(Tone.GOOD, "on air as " + liveName()));
        }
        return notes;
    }

    /** Whether an event is about this call. */
    boolean concerns(String event, JsonNode data) {
        return switch (event) {
            case "call", "statistics" -> data.path("callId").asString("").equals(callId);
            case "push", "recording" -> data.path("stream").asString("").equals(liveName());
            case "stream" -> data.path("name").asString("").equals(liveName());
            default -> false;
        };
    }

    private void snapshot(JsonNode all, long nowNanos, List<Note> notes) {
        Optional<JsonNode> own = find(all.path("calls")).or(() -> find(all.path("ended")));
        if (own.isEmpty()) {
            end(
                    CallStatus.FAILED,
                    "The gateway does not know the call any more: it has been started anew.");
            return;
        }
        call(own.get(), nowNanos, notes);
        targets.keep(ids(own.get().path("targets"), all.path("pushes")));
        all.path("pushes").values().forEach(push -> push(push, notes));
        hasStream = false;
        all.path("streams").values().forEach(this::stream);
        all.path("recordings").values().forEach(one -> recording(one, notes));
    }

    private Optional<JsonNode> find(JsonNode calls) {
        return calls.values().stream().filter(call -> concerns("call", call)).findFirst();
    }

    private static List<String> ids(JsonNode own, JsonNode pushes) {
        List<String> ids = new ArrayList<>();
        own.values().forEach(one -> ids.add(one.path("id").asString(one.path("url").asString(""))));
        pushes.values().forEach(one -> ids.add(one.path("id").asString("")));
        return ids;
    }

    private void call(JsonNode call, long nowNanos, List<Note> notes) {
        if (!concerns("call", call)) {
            return;
        }
        stream = call.path("stream").asString(stream);
        CallStatus next = statusOf(call);
        if (next != status) {
            CallStatus before = status;
            status = next;
            StatusWords.change(before, next).ifPresent(notes::add);
        }
        if (answeredNanos.isEmpty() && call.path("answered").isString()) {
            answeredNanos = OptionalLong.of(nowNanos);
        }
        call.path("targets").values().forEach(one -> targets.take(one).ifPresent(notes::add));
        if (next.ended()) {
            end(next, call.path("reason").asString("The call has ended."));
        }
    }

    private CallStatus statusOf(JsonNode call) {
        try {
            return CallStatus.valueOf(call.path("status").asString(""));
        } catch (IllegalArgumentException _) {
            return status; // of a later time
        }
    }

    private void end(CallStatus how, String why) {
        if (reason == null) {
            status = how;
            reason = Clean.text(why);
        }
    }

    private void push(JsonNode push, List<Note> notes) {
        if (concerns("push", push)) {
            targets.take(push).ifPresent(notes::add);
        }
    }

    private void stream(JsonNode one) {
        if (concerns("stream", one)) {
            hasStream = !one.path("gone").asBoolean(false);
        }
    }

    private void recording(JsonNode one, List<Note> notes) {
        String next = one.path("status").asString("");
        if (!concerns("recording", one) || next.equals(recording)) {
            return;
        }
        recording = next;
        String why = one.path("reason").asString("");
        switch (next) {
            case "RECORDING" ->
                    notes.add(Note.plain("recording to " + one.path("open").asString("a file")));
            case "PAUSED" -> notes.add(Note.of(Tone.BAD, "the recording is paused: " + why));
            case "ENDED" -> notes.add(Note.plain("recorded: " + names(one.path("files"))));
            default -> {
                // nothing to be recorded has come yet
            }
        }
    }

    private static String names(JsonNode files) {
        List<String> names = files.values().stream().map(file -> file.asString("?")).toList();
        return names.isEmpty() ? "nothing" : String.join(", ", names);
    }

    private void statistics(JsonNode now, long nowNanos, List<Note> notes) {
        if (!concerns("statistics", now)) {
            return;
        }
        statistics = now;
        traffic.take(now);
        audio = now.path("audio").isObject() ? now.path("audio") : audio;
        video = now.path("video").isObject() ? now.path("video") : video;
        outputs = now.path("outputs").size() > 0 ? now.path("outputs") : outputs;
        notes.addAll(findings.take(now.path("findings"), nowNanos));
        lastStatistics = statusOf(now).ended();
    }

    CallStatus status() {
        return status;
    }

    /** As viewers ask for it, {@code live/NAME}; {@code live/} while it has no name. */
    String liveName() {
        return "live/" + stream;
    }

    /** Whether its stream can be watched; its name is taken before that. */
    boolean onAir() {
        return hasStream
                && switch (status) {
                    case ESTABLISHED, HOLD, RING_MEDIA -> true;
                    case NEW, PENDING, TRYING, RING, SESSION_PROGRESS, BUSY, FINISH, FAILED ->
                            false;
                };
    }

    boolean isRecording() {
        return recording.equals("RECORDING");
    }

    long startedNanos() {
        return startedNanos;
    }

    /** When it was answered, as far as we have seen. */
    OptionalLong answeredNanos() {
        return answeredNanos;
    }

    /** Why it ended, as a sentence; null while it lasts. */
    @Nullable String reason() {
        return reason;
    }

    /** Whether the figures are those of the whole call. */
    boolean hasLastStatistics() {
        return lastStatistics;
    }

    /** The last ones; a missing node before the first. */
    JsonNode statistics() {
        return statistics;
    }

    /** The last that was said of its sound; a missing node when nothing was. */
    JsonNode lastAudio() {
        return audio;
    }

    /** Likewise of its pictures. */
    JsonNode lastVideo() {
        return video;
    }

    /** Likewise of where it went: with the call these are gone. */
    JsonNode lastOutputs() {
        return outputs;
    }

    double lossPercent() {
        return traffic.lossPercent();
    }

    Targets targets() {
        return targets;
    }
}
