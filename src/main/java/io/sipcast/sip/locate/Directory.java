package io.sipcast.sip.locate;

import io.sipcast.sip.route.IpAddress;
import java.util.List;

/**
 * Knows the records of names. May wait, so who calls it must be allowed to. Names have no last dot.
 */
public interface Directory {
    /** None when there are none, or when the question was not answered. */
    List<Naptr> naptr(String domain);

    /** None when there are none, or when the question was not answered. */
    List<Srv> srv(String name);

    /** IPv4 first. */
    Resolved addresses(String host);

    /** What will be asked soon, so that the answers may be on their way together. */
    default void prepareSrv(List<String> names) {}

    /** As {@link #prepareSrv}, for addresses. */
    default void prepareAddresses(List<String> hosts) {}

    /**
     * The addresses of a host.
     *
     * @param whyNone what follows the host's name in a sentence for the user when there is no
     *     address, such as "is unknown: DNS has no such name"
     */
    record Resolved(List<IpAddress> addresses, String whyNone) {
        public Resolved {
            addresses = List.copyOf(addresses);
        }

        public static Resolved to(IpAddress... addresses) {
            return new Resolved(List.of(addresses), "");
        }

        public static Resolved none(String why) {
            return new Resolved(List.of(), why);
        }
    }
}
