package io.sipcast.bench.peers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sipcast.rtp.RtcpCompound;
import io.sipcast.rtp.RtpPacket;
import io.sipcast.rtp.SenderReport;
import io.sipcast.sdp.SessionDescription;
import io.sipcast.sip.message.SipMessage;
import io.sipcast.sip.message.SipParser;
import io.sipcast.sip.message.SipRequest;
import io.sipcast.sip.message.SipResponse;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The load callee at the wire. */
class LoadCalleeTest {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    /** The log has the last minute. */
    private static final int MOST_PACKETS = 1500;

    private static final String AUDIO =
            """
            v=0
            o=- 1 1 IN IP4 127.0.0.1
            s=-
            c=IN IP4 127.0.0.1
            t=0 0
            m=audio %d RTP/AVP 8 0
            a=rtpmap:8 PCMA/8000
            a=rtpmap:0 PCMU/8000
            m=video 9 RTP/AVP 96
            a=rtpmap:96 H264/90000
            """;

    private final SoundLoop loop = SoundLoop.pcmu();
    private final LoadCallee callee = new LoadCallee(Load.of(loop));
    private final DatagramSocket sip;
    private final DatagramSocket rtp;
    private final DatagramSocket rtcp;

    LoadCalleeTest() throws IOException {
        sip = socket(0);
        DatagramSocket even = socket(0);
        DatagramSocket next = bound(even.getLocalPort() + 1);
        while (next == null) {
            even.close();
            even = socket(0);
            next = bound(even.getLocalPort() + 1);
        }
        rtp = even;
        rtcp = next;
    }

    private static @Nullable DatagramSocket bound(int port) {
        try {
            return socket(port);
        } catch (IOException _) {
            return null;
        }
    }

    private static DatagramSocket socket(int port) throws IOException {
        var socket = new DatagramSocket(port, LOOPBACK);
        socket.setSoTimeout(10_000);
        return socket;
    }

    @AfterEach
    void close() {
        callee.close();
        sip.close();
        rtp.close();
        rtcp.close();
    }

    @Test
    void aCallFromItsInviteToItsBye() throws Exception {
        send("INVITE", 1, "c7", AUDIO.formatted(rtp.getLocalPort()));
        SipResponse ok = response();
        assertThat(ok.status()).isEqualTo(200);
        assertThat(ok.to().tag()).isNotNull();
        assertThat(ok.contacts()).hasSize(1);
        SessionDescription answer = SessionDescription.parse(ok.body().toArray());
        assertThat(answer.media().get(0).formats()).containsExactly("0");
        assertThat(answer.media().get(0).port()).isPositive();
        assertThat(answer.media().get(1).isRefused()).isTrue();

        paced();
        assertThat(callee.calls()).isEqualTo(1);

        send("INVITE", 1, "c7", AUDIO.formatted(rtp.getLocalPort()));
        assertThat(Arrays.equals(response().print(), ok.print())).isTrue();
        assertThat(callee.calls()).isEqualTo(1);

        send("BYE", 2, "c7", "");
        assertThat(response().status()).isEqualTo(200);
        await().untilAsserted(() -> assertThat(callee.calls()).isZero());
        silence();
        send("BYE", 3, "c7", "");
        assertThat(response().status()).isEqualTo(481);
        assertThat(callee.sent("c7").endSample()).isGreaterThan(20 * 160);
    }

    /** Each packet follows the one before it, and says what the log has. */
    private void paced() throws IOException {
        SendLog log = callee.sent("c7");
        RtpPacket first = packet(rtp);
        int offset = offset(first);
        RtpPacket before = first;
        for (int i = 1; i < 25 || !atItsPace(log, i - 25); i++) {
            assertThat(i).as("packets, and never at their pace").isLessThan(MOST_PACKETS);
            RtpPacket next = packet(rtp);
            assertThat(next.sequence()).isEqualTo(before.sequence() + 1 & 0xFFFF);
            assertThat(next.timestamp()).isEqualTo(before.timestamp() + 160 & 0xFFFF_FFFFL);
            assertThat(payload(next)).isEqualTo(loop.payload((offset + i) % loop.packets()));
            before = next;
        }
        assertThat(log.firstSample()).isZero();
        assertThat(log.sample(160)).isEqualTo(loop.samples()[(offset + 1) * 160]);
        assertThatThrownBy(() -> log.sentNanos(1_000_000)).hasMessageContaining("1000000");

        ByteBuffer report = datagram(rtcp);
        assertThat(RtcpCompound.read(report).getFirst())
                .isInstanceOfSatisfying(
                        SenderReport.class,
                        sr -> {
                            assertThat(sr.ssrc()).isEqualTo(first.ssrc());
                            assertThat(sr.rtpTimestamp() - first.timestamp())
                                    .isBetween(1600L, 80_000L);
                        });
    }

    /** Half a second of packets; what is late on a busy machine is made up for in a burst. */
    private static boolean atItsPace(SendLog log, int from) {
        long span = log.sentNanos((from + 24) * 160L) - log.sentNanos(from * 160L);
        assertThat(span).isPositive();
        return span >= 470_000_000L && span <= 600_000_000L;
    }

    private int offset(RtpPacket packet) {
        for (int i = 0; i < loop.packets(); i++) {
            if (Arrays.equals(loop.payload(i), payload(packet))) {
                return i;
            }
        }
        throw new AssertionError("not of the loop");
    }

    private static byte[] payload(RtpPacket packet) {
        int from = packet.payloadOffset();
        return Arrays.copyOfRange(packet.bytes(), from, from + packet.payloadLength());
    }

    /** The thread that sends may hear late of the end, but packets come each 20 ms until then. */
    private void silence() {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> {
                    while (comesWithin(1)) {
                        // what was under way
                    }
                    return !comesWithin(200);
                });
    }

    private boolean comesWithin(int millis) throws IOException {
        rtp.setSoTimeout(millis);
        try {
            packet(rtp);
            return true;
        } catch (SocketTimeoutException _) {
            return false;
        }
    }

    @Test
    void nothingInCommon() throws Exception {
        send("INVITE", 1, "x", AUDIO.replace("8 0", "8").replace("a=rtpmap:0 PCMU/8000\n", ""));
        assertThat(response().status()).isEqualTo(488);
        assertThat(callee.calls()).isZero();
        assertThatThrownBy(() -> callee.sent("x")).hasMessageContaining("no call to x");
    }

    @Test
    void hangsUpWhenItIsClosed() throws Exception {
        send("INVITE", 1, "c1", AUDIO.formatted(rtp.getLocalPort()));
        assertThat(response().status()).isEqualTo(200);
        callee.close();
        assertThat(message())
                .isInstanceOfSatisfying(
                        SipRequest.class,
                        bye -> {
                            assertThat(bye.method().name()).isEqualTo("BYE");
                            assertThat(bye.from().tag()).isEqualTo("load");
                            assertThat(bye.to().tag()).isEqualTo("me");
                        });
    }

    @Test
    void withoutSip() throws Exception {
        int first = rtp.getLocalPort() - 4;
        callee.sendTo(2, first);
        assertThat(packet(rtp).payloadType()).isZero();
        assertThat(callee.calls()).isEqualTo(2);
        assertThat(callee.sdp(1, first))
                .contains("m=audio " + rtp.getLocalPort() + " RTP/AVP 0", "c=IN IP4 127.0.0.1");
        callee.stopSending();
        assertThat(callee.calls()).isZero();
        silence();
    }

    private void send(String method, int number, String user, String sdp) throws IOException {
        String local = "127.0.0.1:" + sip.getLocalPort();
        String text =
                String.join(
                        "\r\n",
                        method + " sip:" + user + "@127.0.0.1 SIP/2.0",
                        "Via: SIP/2.0/UDP " + local + ";branch=z9hG4bK" + number + ";rport",
                        "Max-Forwards: 70",
                        "From: <sip:me@" + local + ">;tag=me",
                        "To: <sip:" + user + "@127.0.0.1>",
                        "Call-ID: " + user + "@here",
                        "CSeq: " + number + " " + method,
                        "Contact: <sip:me@" + local + ">",
                        "Content-Type: application/sdp",
                        "Content-Length: " + sdp.length(),
                        "",
                        sdp);
        byte[] bytes = text.getBytes(UTF_8);
        sip.send(new DatagramPacket(bytes, bytes.length, callee.sip()));
    }

    private SipResponse response() throws IOException {
        return (SipResponse) message();
    }

    private SipMessage message() throws IOException {
        return SipParser.parse(bytes(sip));
    }

    private static RtpPacket packet(DatagramSocket socket) throws IOException {
        return RtpPacket.read(datagram(socket), 0);
    }

    private static ByteBuffer datagram(DatagramSocket socket) throws IOException {
        return ByteBuffer.wrap(bytes(socket));
    }

    private static byte[] bytes(DatagramSocket socket) throws IOException {
        var packet = new DatagramPacket(new byte[4096], 4096);
        socket.receive(packet);
        return Arrays.copyOf(packet.getData(), packet.getLength());
    }
}
