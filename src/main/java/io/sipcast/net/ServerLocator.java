package io.sipcast.net;

import io.sipcast.sip.locate.Directory;
import io.sipcast.sip.locate.Located;
import io.sipcast.sip.locate.ServerLocation;
import io.sipcast.sip.route.NextHop;
import io.sipcast.sip.route.Target;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;

/**
 * Finds the SIP servers of a host (RFC 3263) and checks each address against {@code
 * net.allowed-targets}. For any thread that may wait, never for a loop.
 */
public final class ServerLocator {
    /** Nobody who waits for a call waits longer for DNS, however many names there are to ask. */
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final TargetPolicy policy;
    private final Directory directory;
    private final RandomGenerator random;
    private final Executor mayWait;
    private final Duration limit;

    /**
     * Asks DNS.
     *
     * @param servers to ask; none for those of the system
     * @param random draws lots among SRV records; used by several threads
     * @param mayWait runs look-ups
     */
    public static ServerLocator of(
            TargetPolicy policy,
            List<InetSocketAddress> servers,
            RandomGenerator random,
            Executor mayWait) {
        return new ServerLocator(policy, DnsDirectory.of(servers, mayWait), random, mayWait, LIMIT);
    }

    ServerLocator(
            TargetPolicy policy,
            Directory directory,
            RandomGenerator random,
            Executor mayWait,
            Duration limit) {
        this.policy = policy;
        this.directory = directory;
        this.random = random;
        this.mayWait = mayWait;
        this.limit = limit;
    }

    TargetPolicy policy() {
        return policy;
    }

    /**
     * The targets behind a host in the order in which they are to be tried, at least one.
     *
     * @throws UnknownHostException with a sentence for the user when there is none
     * @throws TargetRefusedException when it leads nowhere that is allowed
     */
    public List<Target> locate(NextHop hop) throws UnknownHostException, TargetRefusedException {
        Located located = search(hop);
        if (located.servers().isEmpty()) {
            throw new UnknownHostException(String.join(" ", located.troubles()));
        }
        List<Target> allowed = new ArrayList<>();
        String refusal = "";
        for (Located.Server server : located.servers()) {
            String why = refusal(hop.host(), server);
            if (why.isEmpty()) {
                allowed.add(server.target());
            } else {
                refusal = why;
            }
        }
        if (allowed.isEmpty()) {
            throw new TargetRefusedException(refusal);
        }
        return hop.found(allowed);
    }

    /** Allowed by the name that was asked for, or by the name that this led to. Empty if it is. */
    private String refusal(String asked, Located.Server server) {
        InetAddress address = Addresses.inet(server.target().ip());
        return policy.refusal(server.host(), address)
                .flatMap(_ -> policy.refusal(asked, address))
                .orElse("");
    }

    private Located search(NextHop hop) throws UnknownHostException {
        CompletableFuture<Located> search =
                CompletableFuture.supplyAsync(
                        () -> ServerLocation.locate(hop, directory, random), mayWait);
        try {
            return search.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            throw new UnknownHostException(
                    "The host %s cannot be looked up: DNS took more than %d s."
                            .formatted(hop.host(), limit.toSeconds()));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new UnknownHostException(
                    "The look-up of the host " + hop.host() + " was interrupted.");
        } catch (ExecutionException e) {
            throw new IllegalStateException("the look-up of " + hop.host() + " failed", e);
        }
    }
}
