package io.sipcast.sip;

import io.sipcast.sip.route.Target;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The registrations by what they are for: one for all who ask for the same. */
final class Registrations {
    private final Context context;
    private final KeepAlives keepAlives;
    private final Map<Object, Registration> shared = new LinkedHashMap<>();
    private final Map<RegistrationHandle, Registration> byHandle = new HashMap<>();
    private long lastId;

    Registrations(Context context) {
        this.context = context;
        this.keepAlives = new KeepAlives(context);
    }

    void register(RegistrationHandle handle, Enrolment enrolment) {
        if (byHandle.containsKey(handle)) {
            throw new IllegalArgumentException(handle + " is in use");
        }
        Registration registration =
                shared.computeIfAbsent(
                        enrolment.sharedBy(),
                        _ ->
                                new Registration(
                                        ++lastId, context, enrolment, keepAlives, new Owner()));
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

    /** A connection that we had made to this peer is gone. */
    void disconnected(Target peer) {
        shared.values().forEach(registration -> registration.disconnected(peer));
    }

    /** A message came from there. */
    void heardFrom(Target peer) {
        shared.values().forEach(registration -> registration.heardFrom(peer));
    }

    List<RegistrationState> states() {
        return shared.values().stream().map(Registration::state).toList();
    }

    int size() {
        return shared.size() + byHandle.size();
    }

    private final class Owner implements Registration.Owner {
        @Override
        public void forget(RegistrationHandle user) {
            byHandle.remove(user);
        }

        @Override
        public void retire(Registration registration) {
            shared.remove(registration.enrolment().sharedBy(), registration);
        }

        /** The same user with another password, who would be removed with us. */
        @Override
        public boolean keptByAnother(Registration registration) {
            return shared.values().stream()
                    .anyMatch(other -> other != registration && sameBinding(other, registration));
        }

        private static boolean sameBinding(Registration one, Registration other) {
            return one.binding().contact() != null
                    && one.binding().contact().equals(other.binding().contact())
                    && one.enrolment().account().uri().equals(other.enrolment().account().uri());
        }
    }
}
