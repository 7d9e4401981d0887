package io.sipcast;

import io.sipcast.config.Config;
import io.sipcast.config.ConfigException;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A gateway beside others: as configured, but for ports that are taken. */
final class FreePorts {
    private FreePorts() {}

    /** Where a port is taken any free one will do. */
    static Config of(ConfigOptions options, List<String> settings) throws ConfigException {
        Config wanted = options.sourcesOver(settings, List.of()).load().config();
        List<String> changed = new ArrayList<>();
        if (isTaken(wanted.http().address(), wanted.http().port())) {
            changed.add("http.port=0");
        }
        if (isTaken(wanted.rtmp().address(), wanted.rtmp().port())) {
            changed.add("rtmp.port=0");
        }
        if (isTaken(wanted.sip().address().orElse(null), wanted.sip().port())) {
            changed.add("sip.port=0");
        }
        if (isTaken(wanted.sip().address().orElse(null), wanted.sip().tls().port())) {
            changed.add("sip.tls.port=0");
        }
        return options.sourcesOver(settings, changed).load().config();
    }

    /** For UDP or for TCP; null is every address. */
    private static boolean isTaken(@Nullable InetAddress address, int port) {
        var local = new InetSocketAddress(address, port);
        try (var tcp = new ServerSocket();
                var _ = new DatagramSocket(local)) {
            tcp.setReuseAddress(true);
            tcp.bind(local);
            return false;
        } catch (IOException _) {
            return true;
        }
    }

    /** Where a gateway of this process is reached. */
    static URI http(Config config, int port) {
        InetAddress address = config.http().address();
        String host = address.isAnyLocalAddress() ? "127.0.0.1" : address.getHostAddress();
        String authority = host.indexOf(':') < 0 ? host : "[" + host + "]";
        return URI.create("http://" + authority + ":" + port);
    }
}
