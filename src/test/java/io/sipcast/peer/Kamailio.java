package io.sipcast.peer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

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

    private final PeerProcess process;
    private final int port;

    private Kamailio(PeerProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    public static Kamailio start() {
        return start(false);
    }

    /** One that wants a certificate of the test authority from whoever comes by TLS. */
    public static Kamailio startAskingForCertificates() {
        return start(true);
    }

    private static Kamailio start(boolean clientAuth) {
        Path folder = PeerProcess.folder("kamailio");
        int port = FreePorts.next();
        try (InputStream template = Kamailio.class.getResourceAsStream("/peers/kamailio.cfg")) {
            if (template == null) {
                throw new IllegalStateException("peers/kamailio.cfg is not in the test resources");
            }
            String text =
                    new String(template.readAllBytes(), UTF_8)
                            .replace("@DIR@", folder.toString())
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
        return new Kamailio(process, port);
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
