package io.sipcast.net;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.bytes.Bytes;
import io.sipcast.sip.Account;
import io.sipcast.sip.CallEvent;
import io.sipcast.sip.CallHandle;
import io.sipcast.sip.OutgoingCall;
import io.sipcast.sip.Output;
import io.sipcast.sip.Settings;
import io.sipcast.sip.message.SipUri;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The user agent on real sockets, against a callee that is scripted at the wire. */
class SipDriverTest {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
    private static final CallHandle CALL = new CallHandle(1);
    private static final Bytes SDP = Bytes.copyOf("v=0\r\n".getBytes(US_ASCII));

    private final BlockingQueue<CallEvent> events = new LinkedBlockingQueue<>();
    private final Loops loops = new Loops(1);
    private SipDriver driver;
    private DatagramSocket callee;

    SipDriverTest() throws IOException {
        callee = new DatagramSocket(0, LOOPBACK);
        callee.setSoTimeout(5000);
        driver = driver(new TargetPolicy(List.of()));
        driver.begin();
    }

    @BeforeEach
    void nothingHappenedYet() {
        assertThat(events).isEmpty();
    }

    @AfterEach
    void close() {
        driver.close();
        callee.close();
        loops.close();
    }

    @Test
    void callsAndHangsUp() throws Exception {
        invite("sip:bob@127.0.0.1:" + callee.getLocalPort());
        String invite = receive();
        assertThat(invite).startsWith("INVITE sip:bob@127.0.0.1");
        assertThat(invite).contains("127.0.0.1:" + driver.port());
        answer(invite, "180 Ringing");
        assertThat(next()).isInstanceOf(CallEvent.Provisional.class);

        answer(invite, "200 OK");
        assertThat(next()).isInstanceOf(CallEvent.Answered.class);
        assertThat(receive()).startsWith("ACK ");

        driver.hangUp(CALL);
        String bye = receive();
        assertThat(bye).startsWith("BYE ");
        answer(bye, "200 OK");
        assertThat(next()).isInstanceOf(CallEvent.Terminated.class);
    }

    @Test
    void timersRun() throws Exception {
        invite("sip:bob@127.0.0.1:" + callee.getLocalPort());
        String first = receive();

        assertThat(receive()).as("sent again after 500 ms").isEqualTo(first);
    }

    @Test
    void namesAreResolved() throws Exception {
        invite("sip:bob@localhost:" + callee.getLocalPort());

        assertThat(receive()).startsWith("INVITE sip:bob@localhost");
    }

    @Test
    void aNameThatIsNotAllowedFailsTheCall() throws Exception {
        driver.close();
        driver = driver(new TargetPolicy(List.of("192.0.2.0/24")));
        driver.begin();
        invite("sip:bob@localhost:" + callee.getLocalPort());

        assertThat(next()).isInstanceOf(CallEvent.Failed.class);
    }

    @Test
    void nothingIsSentToALinkLocalAddress() throws Exception {
        invite("sip:bob@169.254.169.254");

        assertThat(next()).isInstanceOf(CallEvent.Failed.class);
    }

    private SipDriver driver(TargetPolicy policy) throws IOException {
        Executor mayWait = task -> Thread.ofVirtual().start(task);
        return SipDriver.open(
                loops,
                ServerLocator.of(policy, List.of(), new Random(1), mayWait),
                mayWait,
                new SipDriver.Opening(
                        LOOPBACK,
                        0,
                        SipTls.standard(),
                        new LocalAddresses(LOOPBACK),
                        Settings.DEFAULT,
                        new Random(1)));
    }

    private void invite(String uri) {
        var account = new Account("alice", "alice", null, "127.0.0.1", 0, null);
        var order = new OutgoingCall(CALL, account, SipUri.parse(uri), List.of(), SDP, List.of());
        driver.invite(order, new Queued());
    }

    private CallEvent next() throws InterruptedException {
        CallEvent event = events.poll(5, TimeUnit.SECONDS);
        while (event instanceof CallEvent.Trying) {
            event = events.poll(5, TimeUnit.SECONDS);
        }
        if (event == null) {
            throw new AssertionError("no event");
        }
        return event;
    }

    private String receive() throws IOException {
        var packet = new DatagramPacket(new byte[65_536], 65_536);
        callee.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), US_ASCII);
    }

    private void answer(String request, String status) throws IOException {
        String answer =
                "SIP/2.0 "
                        + status
                        + "\r\n"
                        + header(request, "Via")
                        + header(request, "From")
                        + withTag(header(request, "To"))
                        + header(request, "Call-ID")
                        + header(request, "CSeq")
                        + "Contact: <sip:bob@127.0.0.1:"
                        + callee.getLocalPort()
                        + ">\r\nContent-Length: 0\r\n\r\n";
        byte[] bytes = answer.getBytes(US_ASCII);
        callee.send(new DatagramPacket(bytes, bytes.length, LOOPBACK, driver.port()));
    }

    private static String withTag(String to) {
        return to.contains(";tag=") ? to : to.strip() + ";tag=callee\r\n";
    }

    private static String header(String message, String name) {
        Matcher line = Pattern.compile("(?m)^" + name + ":.*\r\n").matcher(message);
        assertThat(line.find()).as(name).isTrue();
        return line.group();
    }

    private final class Queued implements SipDriver.CallListener {
        @Override
        public void event(CallEvent event) {
            events.add(event);
        }

        @Override
        public void trace(Output.Trace message) {}
    }
}
