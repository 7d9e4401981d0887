package io.sipcast.sip;

import io.sipcast.sip.route.Target;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The registrations by what they are for: one for all who ask for the same. */
final class Registrations {
    private final Context context;

    /** The server is the same in whatever order its targets are to be tried. */
    private record Key(Account account, Set<Target> server, long expiresSeconds) {
        static Key of(Enrolment enrolment) {
            return new Key(
                    enrolment.account(),
                    Set.copyOf(enrolment.targets()),
                    enrolment.expiresSeconds());
        }
    }

    private final Map<Key, Registration> byEnrolment = new HashMap<>();
    private final Map<RegistrationHandle, Registration> byHandle = new HashMap<>();

    Registrations(Context context) {
        this.context = context;
    }

    void register(RegistrationHandle handle, Enrolment enrolment) {
        if (byHandle.containsKey(handle)) {
            throw new IllegalArgumentException(handle + " is in use");
        }
        Registration registration =
                byEnrolment.computeIfAbsent(
                        Key.of(enrolment), _ -> new Registration(context, enrolment, this::retire));
        byHandle.put(handle, registration);
        registration.join(handle);
    }

    /** Does nothing for a handle that failed meanwhile. */
    void release(RegistrationHandle handle) {
        Registration registration = byHandle.remove(handle);
        if (registration != null) {
            registration.leave(handle);
        }
    }

    private void retire(Registration registration) {
        byEnrolment.remove(Key.of(registration.enrolment()), registration);
        registration.users().forEach(byHandle::remove);
    }

    int size() {
        return byEnrolment.size() + byHandle.size();
    }
}
