package io.sipcast.net;

import io.sipcast.sip.route.Endpoint;
import io.sipcast.sip.route.IpAddress;
import io.sipcast.sip.route.Target;
import io.sipcast.sip.route.Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/** Between the sockets' addresses and those of the pure SIP machines. */
public final class Addresses {
    private Addresses() {}

    public static IpAddress ip(InetAddress address) {
        return IpAddress.of(address.getAddress());
    }

    public static InetAddress inet(IpAddress ip) {
        try {
            return InetAddress.getByAddress(ip.toBytes());
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e); // only for a wrong length
        }
    }

    public static InetSocketAddress socket(Target target) {
        return new InetSocketAddress(inet(target.ip()), target.port());
    }

    static Target target(Transport transport, InetSocketAddress address) {
        return new Target(transport, ip(address.getAddress()), address.getPort());
    }

    static Endpoint endpoint(InetSocketAddress address) {
        return new Endpoint(ip(address.getAddress()), address.getPort());
    }
}
