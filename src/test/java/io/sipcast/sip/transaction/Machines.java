package io.sipcast.sip.transaction;

import java.time.Duration;

/** Short words for the inputs and actions of the four machines. */
final class Machines {
    private Machines() {}

    static ClientInput answer(int status) {
        return new ClientInput.Answer(status);
    }

    static ClientInput expired(TimerName timer) {
        return new ClientInput.Expired(timer);
    }

    static ServerInput respond(int status) {
        return new ServerInput.Respond(status);
    }

    static ServerInput due(TimerName timer) {
        return new ServerInput.Expired(timer);
    }

    static Action arm(TimerName timer, long millis) {
        return new Action.Arm(timer, Duration.ofMillis(millis).toNanos());
    }

    static Action disarm(TimerName timer) {
        return new Action.Disarm(timer);
    }
}
