package io.sipcast.cli;

import io.sipcast.call.CallStatus;
import java.util.Optional;

/** What the states of a call are called in the terminal. */
final class StatusWords {
    private StatusWords() {}

    /** What a change to this state is worth saying; the end has a sentence of its own. */
    static Optional<Note> change(CallStatus before, CallStatus now) {
        return switch (now) {
            case RING -> Optional.of(Note.plain("ringing"));
            case SESSION_PROGRESS -> Optional.of(Note.plain("in progress"));
            case RING_MEDIA -> Optional.of(Note.plain("early media: it can be heard"));
            case ESTABLISHED ->
                    Optional.of(
                            before == CallStatus.HOLD
                                    ? Note.of(Tone.GOOD, "taken back from hold")
                                    : Note.of(Tone.GOOD, "answered"));
            case HOLD -> Optional.of(Note.of(Tone.WARNING, "on hold"));
            case NEW, PENDING, TRYING, BUSY, FINISH, FAILED -> Optional.empty();
        };
    }

    /** What it is called while it lasts. */
    static String of(CallView call) {
        return switch (call.status()) {
            case NEW, PENDING, TRYING -> "calling";
            case RING -> "ringing";
            case SESSION_PROGRESS -> "in progress";
            case RING_MEDIA -> call.onAir() ? "early media on air" : "early media";
            case ESTABLISHED -> call.onAir() ? "on air" : "answered";
            case HOLD -> "on hold";
            case BUSY -> "busy";
            case FINISH -> "ended";
            case FAILED -> "failed";
        };
    }

    static Tone tone(CallView call) {
        return switch (call.status()) {
            case NEW, PENDING, TRYING, RING, SESSION_PROGRESS, HOLD -> Tone.WARNING;
            case RING_MEDIA, ESTABLISHED -> call.onAir() ? Tone.GOOD : Tone.WARNING;
            case BUSY, FAILED -> Tone.BAD;
            case FINISH -> Tone.PLAIN;
        };
    }
}
