package io.sipcast.api.events;

import io.sipcast.net.RegistrationInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The registrations as they were told last. One thread at a time. */
final class Registered {
    /** One that is to be told. */
    record News(RegistrationInfo info, boolean gone) {}

    private Map<String, RegistrationInfo> known = Map.of();

    /** Takes this as told. */
    void start(List<RegistrationInfo> now) {
        known = byId(now);
    }

    /** What is different now, and takes it as told. */
    List<News> update(List<RegistrationInfo> now) {
        Map<String, RegistrationInfo> current = byId(now);
        List<News> news = new ArrayList<>();
        known.forEach((id, info) -> {
            if (!current.containsKey(id)) {
                news.add(new News(info, true));
            }
        });
        current.forEach((id, info) -> {
            RegistrationInfo before = known.get(id);
            if (before == null || differs(before, info)) {
                news.add(new News(info, false));
            }
        });
        known = current;
        return news;
    }

    private static Map<String, RegistrationInfo> byId(List<RegistrationInfo> all) {
        Map<String, RegistrationInfo> byId = new LinkedHashMap<>();
        all.forEach(one -> byId.put(one.id(), one));
        return byId;
    }

    /** Times of day are reckoned anew each time, and are never quite the same. */
    private static boolean differs(RegistrationInfo one, RegistrationInfo other) {
        return one.phase() != other.phase()
                || one.sipStatus() != other.sipStatus()
                || one.refreshes() != other.refreshes()
                || !one.users().equals(other.users())
                || !Objects.equals(one.reason(), other.reason())
                || !Objects.equals(one.contact(), other.contact())
                || !Objects.equals(one.target(), other.target())
                || (one.expires() == null) != (other.expires() == null)
                || (one.nextTry() == null) != (other.nextTry() == null);
    }
}
