package io.sipcast.peer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Kamailio as registrar and outbound proxy with digest: alice/secretA and bob/secretB. Over TLS it
 * shows the test certificate {@code server}.
 */
public final class Kamailio implements AutoCloseable {
    private static final String USERS =
            """
            create table version(table_name varchar(32) not null,
              table_version integer not null default 0);
            insert into version values('subscriber',7);
            create table subscriber(id integer primary key autoincrement, username varchar(64),
              domain varchar(64), password varchar(64), ha1 varchar(128) default '',
              ha1b varchar(128) default '');
            insert into subscriber(username,domain,password)
              values('alice','127.0.0.1','secretA'),('bob','127.0.0.1','secretB');
            """;

    private static final int LONGEST_EXPIRES = 3600;

    private final Path folder;
    private final int port;
    private PeerProcess process;

    private Kamailio(Path folder, int port) {
        this.folder = folder;
        this.port = port;
        this.process = run(folder, port);
    }

    public static Kamailio start() {
        return start(LONGEST_EXPIRES, false);
    }

    /** One that wants a certificate of the test authority from whoever comes by TLS. */
    public static Kamailio startAskingForCertificates() {
        return start(LONGEST_EXPIRES, true);
    }

    /** Grants a registration this long at most. */
    public static Kamailio start(int expiresSeconds) {
        return start(expiresSeconds, false);
    }

    private static Kamailio start(int expiresSeconds, boolean clientAuth) {
        Path folder = PeerProcess.folder("kamailio");
        int port = FreePorts.next();
        try (InputStream template = Kamailio.class.getResourceAsStream("/peers/kamailio.cfg")) {
            if (template == null) {
                throw new IllegalStateException("peers/kamailio.cfg is not in the test resources");
            }
            String text =
                    new String(template.readAllBytes(), UTF_8)
                            .replace("@DIR@", folder.toString())
                            .replace("@EXPIRES@", Integer.toString(expiresSeconds))
                            .replace("@PORT@", Integer.toString(port))
                            .replace("@TLSPORT@", Integer.toString(port + 1))
                            .replace("@CERTIFICATE@", certificate("server"))
                            .replace("@KEY@", TestCertificates.key("server").toString())
                            .replace("@CA@", certificate("ca"))
                            .replace("@CLIENTAUTH@", clientAuth ? "1" : "0");
            Files.writeString(folder.resolve("kamailio.cfg"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String users = folder.resolve("users.sqlite").toString();
        String _ = PeerProcess.run(Duration.ofSeconds(10), "sqlite3", users, USERS);
        return new Kamailio(folder, port);
    }

    private static PeerProcess run(Path folder, int port) {
        PeerProcess process =
                PeerProcess.start(
                        folder,
                        "kamailio",
                        "-f",
                        "kamailio.cfg",
                        "-DD",
                        "-m",
                        "32",
                        "-M",
                        "8",
                        "-w",
                        folder.toString(),
                        "-Y",
                        folder.toString(),
                        "-P",
                        folder.resolve("pid").toString());
        FreePorts.awaitTaken(port);
        FreePorts.awaitTaken(port + 1);
        return process;
    }

    /** Ends it and starts it anew: it has forgotten every binding and every nonce. */
    public void restart() {
        process.close();
        FreePorts.awaitFree(port); // its children go after it
        process = run(folder, port);
    }

    /** What it said of a user's bindings after each REGISTER since its start: how many, where. */
    public List<String> bindings(String user) {
        String mark = "bindings of " + user + ": ";
        return output().lines()
                .filter(line -> line.contains(mark))
                .map(line -> line.substring(line.indexOf(mark) + mark.length()).strip())
                .toList();
    }

    private static String certificate(String name) {
        return TestCertificates.certificate(name).toString();
    }

    /** {@code 127.0.0.1:PORT}, for TLS. */
    public String tlsAddress() {
        return "127.0.0.1:" + (port + 1);
    }

    /** {@code 127.0.0.1:PORT}, for UDP and TCP. */
    public String address() {
        return "127.0.0.1:" + port;
    }

    public String output() {
        return process.output();
    }

    @Override
    public void close() {
        process.close();
    }
}
