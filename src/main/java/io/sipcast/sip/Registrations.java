package io.sipcast.sip;

import io.sipcast.sip.route.IpAddress;
import java.util.HashMap;
import java.util.Map;

/** The registrations by what they are for: one for all who ask for the same. */
final class Registrations {
    private final Context context;
    private final Map<Enrolment, Registration> byEnrolment = new HashMap<>();
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
                        enrolment, e -> new Registration(context, e, this::retire));
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
        registration.users().forEach(byHandle::remove);
    }

    /** Whether one of them has its server there. */
    boolean servedBy(IpAddress address) {
        return byEnrolment.keySet().stream()
                .flatMap(enrolment -> enrolment.targets().stream())
                .anyMatch(server -> server.ip().equals(address));
    }

    int size() {
        return byEnrolment.size() + byHandle.size();
    }
}
