package io.sipcast.sip.locate;

import io.sipcast.sip.route.IpAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** A directory that is written down, and notes what it is asked. */
final class Zone implements Directory {
    final List<String> asked = new ArrayList<>();
    private final Map<String, List<Naptr>> naptr = new HashMap<>();
    private final Map<String, List<Srv>> srv = new HashMap<>();
    private final Map<String, List<IpAddress>> addresses = new HashMap<>();

    Zone naptr(String domain, int order, int preference, String service, String replacement) {
        naptr.computeIfAbsent(domain, _ -> new ArrayList<>())
                .add(new Naptr(order, preference, "s", service, replacement));
        return this;
    }

    Zone srv(String name, int priority, int weight, int port, String target) {
        srv.computeIfAbsent(name, _ -> new ArrayList<>())
                .add(new Srv(priority, weight, port, target));
        return this;
    }

    Zone host(String host, String... literals) {
        addresses.put(
                host,
                Stream.of(literals)
                        .map(text -> Objects.requireNonNull(IpAddress.parse(text)))
                        .toList());
        return this;
    }

    @Override
    public List<Naptr> naptr(String domain) {
        asked.add("NAPTR " + domain);
        return naptr.getOrDefault(domain, List.of());
    }

    @Override
    public List<Srv> srv(String name) {
        asked.add("SRV " + name);
        return srv.getOrDefault(name, List.of());
    }

    @Override
    public Resolved addresses(String host) {
        asked.add("A " + host);
        List<IpAddress> found = addresses.get(host);
        return found == null
                ? Resolved.none("is unknown: it is not in the zone")
                : new Resolved(found, "");
    }
}
