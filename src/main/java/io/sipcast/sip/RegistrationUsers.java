package io.sipcast.sip;

import io.sipcast.sip.request.Failure;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Those who share a registration, and what each of them has been told. */
final class RegistrationUsers {
    private final Context context;
    private final Consumer<RegistrationHandle> forget;
    private final Set<RegistrationHandle> users = new LinkedHashSet<>();

    /** Those who have not heard yet that it stands. */
    private final Set<RegistrationHandle> waiting = new LinkedHashSet<>();

    /** Gone, and to be told so when the registrar knows. */
    private final Set<RegistrationHandle> leaving = new LinkedHashSet<>();

    /** {@code forget} is told of each handle that failed. */
    RegistrationUsers(Context context, Consumer<RegistrationHandle> forget) {
        this.context = context;
        this.forget = forget;
    }

    List<RegistrationHandle> list() {
        return List.copyOf(users);
    }

    boolean isEmpty() {
        return users.isEmpty();
    }

    /** Finds it standing. */
    void join(RegistrationHandle user, long grantedSeconds) {
        users.add(user);
        context.emit(user, new RegistrationEvent.Registered(grantedSeconds));
    }

    /** Will hear what comes of it. */
    void await(RegistrationHandle user) {
        users.add(user);
        waiting.add(user);
    }

    /** False for one who is none. The last one hears of it by {@link #released}. */
    boolean leave(RegistrationHandle user) {
        boolean known = users.remove(user);
        if (known) {
            waiting.remove(user);
            if (users.isEmpty()) {
                leaving.add(user);
            } else {
                context.emit(user, new RegistrationEvent.Released());
            }
        }
        return known;
    }

    void answered(int status) {
        var answered = new RegistrationEvent.Answered(status);
        waiting.forEach(user -> context.emit(user, answered));
    }

    void registered(long grantedSeconds) {
        waiting.clear();
        var registered = new RegistrationEvent.Registered(grantedSeconds);
        users.forEach(user -> context.emit(user, registered));
    }

    /** Who waited for it has nothing to wait for; who had it goes on. */
    void failed(Failure why) {
        List.copyOf(waiting).forEach(user -> fail(user, why));
    }

    void fail(RegistrationHandle user, Failure why) {
        waiting.remove(user);
        users.remove(user);
        forget.accept(user);
        context.emit(user, new RegistrationEvent.Failed(why));
    }

    void lost(Failure why, Duration retryAfter) {
        var lost = new RegistrationEvent.Lost(why, retryAfter);
        users.forEach(user -> context.emit(user, lost));
    }

    /** The registrar knows, or somebody else came meanwhile. */
    void released() {
        leaving.forEach(user -> context.emit(user, new RegistrationEvent.Released()));
        leaving.clear();
    }
}
