package io.sipcast.sip.locate;

import io.sipcast.sip.route.Target;
import java.util.List;

/**
 * What a look-up came to.
 *
 * @param servers in the order in which they are to be tried
 * @param troubles what went wrong on the way, in sentences for the user; the reason when there is
 *     no server
 */
public record Located(List<Server> servers, List<String> troubles) {
    /** One address of one host. */
    public record Server(String host, Target target) {}

    public Located {
        servers = List.copyOf(servers);
        troubles = List.copyOf(troubles);
    }
}
