package io.sipcast.sip;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The registrations by what they are for: one for all who ask for the same. */
final class Registrations {
    private final Context context;
    private final Map<Enrolment, Registration> byEnrolment = new HashMap<>();
    private final Map<RegistrationHandle, Registration> byHandle = new HashMap<>();
    private final Map<String, Registration> byCallId = new HashMap<>();

    Registrations(Context context) {
        this.context = context;
    }

    void register(RegistrationHandle handle, Enrolment enrolment) {
        if (byHandle.containsKey(handle)) {
            throw new IllegalArgumentException(handle + " is in use");
        }
        Registration registration =
                byEnrolment.computeIfAbsent(
                        enrolment, e -> new Registration(context, e, this::retire));
        byCallId.put(registration.callId(), registration);
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
        byEnrolment.remove(registration.enrolment(), registration);
        byCallId.remove(registration.callId(), registration);
        registration.users().forEach(byHandle::remove);
    }

    /** Who uses the registration whose messages have this Call-ID; nobody when there is none. */
    Set<RegistrationHandle> usersOf(String callId) {
        Registration registration = byCallId.get(callId);
        return registration == null ? Set.of() : registration.users();
    }

    int size() {
        return byEnrolment.size() + byHandle.size();
    }
}
