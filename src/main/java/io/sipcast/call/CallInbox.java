package io.sipcast.call;

import io.sipcast.call.CallMachine.Input;
import io.sipcast.call.CallMachine.Timer;
import io.sipcast.sip.CallEvent;
import io.sipcast.sip.RegistrationEvent;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Where a call waits, and the only place where it does: for what others tell it and for its timers.
 * Anybody puts in; one thread takes out and sets the timers.
 */
final class CallInbox {
    /** What is found in it. */
    sealed interface Mail {
        record Sip(CallEvent event) implements Mail {}

        record Registration(RegistrationEvent event) implements Mail {}

        record Own(Input input) implements Mail {}
    }

    private final BlockingQueue<Mail> mail = new LinkedBlockingQueue<>();
    private final Map<Timer, Long> deadlines = new EnumMap<>(Timer.class);

    void put(Mail one) {
        mail.add(one);
    }

    void put(Input input) {
        mail.add(new Mail.Own(input));
    }

    /** Arming a timer again replaces it. */
    void arm(Timer timer, Duration after) {
        deadlines.put(timer, System.nanoTime() + after.toNanos());
    }

    void disarmAll() {
        deadlines.clear();
    }

    /** Waits for mail or for the next deadline. */
    Mail take() {
        try {
            Map.Entry<Timer, Long> first =
                    deadlines.entrySet().stream().min(Map.Entry.comparingByValue()).orElse(null);
            if (first == null) {
                return mail.take();
            }
            Mail found = mail.poll(first.getValue() - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (found != null) {
                return found;
            }
            deadlines.remove(first.getKey());
            return new Mail.Own(new Input.TimedOut(first.getKey()));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the thread of a call was interrupted");
        }
    }
}
