package io.sipcast.net;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.sip.Account;
import io.sipcast.sip.Enrolment;
import io.sipcast.sip.Nat;
import io.sipcast.sip.RegistrationEvent;
import io.sipcast.sip.RegistrationHandle;
import io.sipcast.sip.RegistrationState.Phase;
import io.sipcast.sip.Settings;
import io.sipcast.sip.route.Target;
import io.sipcast.sip.route.Transport;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Registrations on real sockets, at a registrar that is scripted at the wire. */
class SipDriverRegistrationTest {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
    private static final Account ALICE = new Account("alice", "alice", "pw", "127.0.0.1", 0, null);

    private final BlockingQueue<RegistrationEvent> events = new LinkedBlockingQueue<>();
    private final Loops loops = new Loops(1);
    private final SipDriver driver;
    private final DatagramSocket registrar;

    SipDriverRegistrationTest() throws IOException {
        registrar = new DatagramSocket(0, LOOPBACK);
        registrar.setSoTimeout(5000);
        Executor mayWait = task -> Thread.ofVirtual().start(task);
        var settings = Settings.DEFAULT.withNat(new Nat(Duration.ofMillis(100), true));
        driver =
                SipDriver.open(
                        loops,
                        ServerLocator.of(
                                new TargetPolicy(List.of()), List.of(), new Random(1), mayWait),
                        mayWait,
                        new SipDriver.Opening(
                                LOOPBACK,
                                0,
                                SipTls.standard(),
                                new LocalAddresses(LOOPBACK),
                                settings,
                                new Random(1)));
        driver.begin();
    }

    @AfterEach
    void close() {
        driver.close();
        registrar.close();
        loops.close();
    }

    @Test
    void registersKeepsTheWayOpenShowsItAndTakesItBack() throws Exception {
        RegistrationHandle handle = register(Transport.UDP, registrar.getLocalPort());
        String register = receive();
        assertThat(register).startsWith("REGISTER sip:127.0.0.1 SIP/2.0\r\n");
        assertThat(driver.registrations().getFirst().phase()).isEqualTo(Phase.REGISTERING);
        answer(register, "401 Unauthorized", CHALLENGE);
        register = receive();
        answer(register, "200 OK", "Expires: 300\r\n");
        assertThat(next()).isEqualTo(new RegistrationEvent.Answered(401));
        assertThat(next()).isEqualTo(new RegistrationEvent.Answered(200));
        assertThat(next()).isEqualTo(new RegistrationEvent.Registered(300));

        RegistrationInfo info = driver.registrations().getFirst();
        assertThat(info.addressOfRecord()).isEqualTo("sip:alice@127.0.0.1");
        assertThat(info.target()).isEqualTo("udp:127.0.0.1:" + registrar.getLocalPort());
        assertThat(info.contact()).isEqualTo("sip:alice@127.0.0.1:" + driver.port());
        assertThat(info.phase()).isEqualTo(Phase.REGISTERED);
        assertThat(info.users()).containsExactly("c1");
        assertThat(info.expires())
                .isBetween(Instant.now().plusSeconds(290), Instant.now().plusSeconds(300));
        assertThat(info.nextTry())
                .isBetween(Instant.now().plusSeconds(215), Instant.now().plusSeconds(270));
        assertThat(receive()).isEqualTo("\r\n\r\n");
        assertThat(receive()).isEqualTo("\r\n\r\n");

        driver.release(handle);
        String last = request();
        assertThat(last).contains("\r\nExpires: 0\r\n").contains("\r\nAuthorization: Digest ");
        answer(last, "200 OK", "");
        assertThat(next()).isEqualTo(new RegistrationEvent.Released());
        assertThat(driver.registrations()).isEmpty();
    }

    @Test
    void closingTakesBackWhatIsRegisteredChallengeIncluded() throws Exception {
        var _ = register(Transport.UDP, registrar.getLocalPort());
        answer(request(), "200 OK", "Expires: 300\r\n");
        assertThat(next()).isEqualTo(new RegistrationEvent.Answered(200));
        assertThat(next()).isEqualTo(new RegistrationEvent.Registered(300));
        CompletableFuture<Void> closed = CompletableFuture.runAsync(driver::close);
        String first = request();
        assertThat(first).contains("\r\nExpires: 0\r\n");
        answer(first, "401 Unauthorized", CHALLENGE);
        String second = request();
        assertThat(second).contains("\r\nExpires: 0\r\n").contains("\r\nAuthorization: Digest ");
        answer(second, "200 OK", "");

        closed.get(5, TimeUnit.SECONDS);
        assertThat(next()).isEqualTo(new RegistrationEvent.Released());
    }

    @Test
    void closingWaitsForNoRegistrarThatIsGone() throws Exception {
        var _ = register(Transport.UDP, registrar.getLocalPort());
        answer(request(), "200 OK", "Expires: 300\r\n");
        registrar.close();

        CompletableFuture.runAsync(driver::close).get(5, TimeUnit.SECONDS);
    }

    @Test
    void aConnectionThatTheRegistrarClosesIsMadeAgainAtOnce() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 10, LOOPBACK)) {
            server.setSoTimeout(5000);
            RegistrationHandle handle = register(Transport.TCP, server.getLocalPort());
            try (Socket first = server.accept()) {
                accept(first);
                assertThat(next()).isEqualTo(new RegistrationEvent.Answered(200));
                assertThat(next()).isEqualTo(new RegistrationEvent.Registered(300));
            }
            try (Socket second = server.accept()) {
                String again = accept(second);
                assertThat(again).startsWith("REGISTER ").contains("CSeq: 2 REGISTER");
                assertThat(next()).isEqualTo(new RegistrationEvent.Registered(300));
                driver.release(handle);
                assertThat(accept(second)).contains("Expires: 0");
                assertThat(next()).isEqualTo(new RegistrationEvent.Released());
            }
        }
    }

    private static final String CHALLENGE =
            "WWW-Authenticate: Digest realm=\"r\", nonce=\"n\", qop=\"auth\", algorithm=MD5\r\n";

    private RegistrationHandle register(Transport transport, int port) {
        var target = new Target(transport, Addresses.ip(LOOPBACK), port);
        return driver.register(
                new Enrolment(ALICE, null, List.of(target), 3600), "c1", events::add);
    }

    private RegistrationEvent next() throws InterruptedException {
        RegistrationEvent event = events.poll(5, TimeUnit.SECONDS);
        if (event == null) {
            throw new AssertionError("no event");
        }
        return event;
    }

    /** The next datagram that is more than a keep-alive. */
    private String request() throws IOException {
        String text = receive();
        while (text.isBlank()) {
            text = receive();
        }
        return text;
    }

    private String receive() throws IOException {
        var packet = new DatagramPacket(new byte[65_536], 65_536);
        registrar.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), US_ASCII);
    }

    private void answer(String request, String status, String more) throws IOException {
        byte[] bytes = response(request, status, more).getBytes(US_ASCII);
        registrar.send(new DatagramPacket(bytes, bytes.length, LOOPBACK, driver.port()));
    }

    /** Reads one request from a connection and answers it 200. */
    private static String accept(Socket connection) throws IOException {
        connection.setSoTimeout(5000);
        var in = new BufferedReader(new InputStreamReader(connection.getInputStream(), US_ASCII));
        var request = new StringBuilder();
        String line = in.readLine();
        while (line != null && !line.isEmpty()) {
            request.append(line).append("\r\n");
            line = in.readLine();
        }
        String answer = response(request.toString(), "200 OK", "Expires: 300\r\n");
        connection.getOutputStream().write(answer.getBytes(US_ASCII));
        return request.toString();
    }

    private static String response(String request, String status, String more) {
        return "SIP/2.0 "
                + status
                + "\r\n"
                + header(request, "Via")
                + header(request, "From")
                + header(request, "To").strip()
                + ";tag=registrar\r\n"
                + header(request, "Call-ID")
                + header(request, "CSeq")
                + more
                + "Content-Length: 0\r\n\r\n";
    }

    private static String header(String message, String name) {
        Matcher line = Pattern.compile("(?m)^" + name + ":.*\r\n").matcher(message);
        assertThat(line.find()).as(name).isTrue();
        return line.group();
    }
}
