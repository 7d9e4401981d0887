package io.sipcast.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.sip.message.SipMessage;
import io.sipcast.sip.message.SipParser;
import io.sipcast.sip.message.SipRequest;
import io.sipcast.sip.message.SipResponse;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A caller that sends what a test writes, on a real socket. */
final class WirePeer implements AutoCloseable {
    static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final DatagramSocket sip = new DatagramSocket(0, LOOPBACK);
    final DatagramSocket audio = new DatagramSocket(0, LOOPBACK);
    final DatagramSocket audioReports = new DatagramSocket(0, LOOPBACK);
    final DatagramSocket video = new DatagramSocket(0, LOOPBACK);
    final DatagramSocket videoReports = new DatagramSocket(0, LOOPBACK);
    private final int callee;

    WirePeer(DemoCallee callee) throws IOException {
        this.callee = Integer.parseInt(callee.uri().replaceAll(".*:", ""));
        for (DatagramSocket each : new DatagramSocket[] {sip, audio, audioReports, video}) {
            each.setSoTimeout((int) PATIENCE.toMillis());
        }
        videoReports.setSoTimeout((int) PATIENCE.toMillis());
        video.setReceiveBufferSize(1 << 20);
    }

    /** The offer of a gateway: both laws, both packetization-modes. */
    String offer() {
        return offer("a=sendrecv");
    }

    String offer(String audioDirection) {
        return """
        v=0
        o=- 7 1 IN IP4 127.0.0.1
        s=-
        c=IN IP4 127.0.0.1
        t=0 0
        m=audio %d RTP/AVP 0 8 101
        a=rtpmap:101 telephone-event/8000
        a=rtcp:%d
        %s
        m=video %d RTP/AVP 97 96
        a=rtpmap:96 H264/90000
        a=fmtp:96 profile-level-id=42e01f;packetization-mode=1
        a=rtpmap:97 H264/90000
        a=fmtp:97 profile-level-id=42e01f;packetization-mode=0
        a=rtcp-fb:96 nack pli
        a=rtcp:%d
        a=recvonly
        m=application 9 UDP/BFCP *
        """
                .formatted(
                        audio.getLocalPort(),
                        audioReports.getLocalPort(),
                        audioDirection,
                        video.getLocalPort(),
                        videoReports.getLocalPort());
    }

    /** Sends a request; of To the tag, with which everything in a dialog begins. */
    void send(String method, int cseq, String branch, String toTag, String sdp) throws IOException {
        String body = sdp.replace("\n", "\r\n");
        String text =
                """
                %1$s sip:demo@127.0.0.1:%2$d SIP/2.0
                Via: SIP/2.0/UDP 127.0.0.1:%3$d;branch=z9hG4bK%4$s;rport
                From: <sip:caller@127.0.0.1>;tag=caller
                To: <sip:demo@127.0.0.1>%5$s
                Call-ID: call-1
                CSeq: %6$d %1$s
                Max-Forwards: 70
                Contact: <sip:caller@127.0.0.1:%3$d>
                %7$sContent-Length: %8$d

                """
                        .formatted(
                                method,
                                callee,
                                sip.getLocalPort(),
                                branch,
                                toTag.isEmpty() ? "" : ";tag=" + toTag,
                                cseq,
                                sdp.isEmpty() ? "" : "Content-Type: application/sdp\n",
                                body.length());
        send(text.replace("\n", "\r\n") + body);
    }

    void send(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        sip.send(new DatagramPacket(bytes, bytes.length, LOOPBACK, callee));
    }

    /** Answers a request of the callee. */
    void answer(SipRequest request, int status) throws IOException {
        send(new String(SipResponse.to(request, status).print(), StandardCharsets.UTF_8));
    }

    SipMessage receive() throws IOException {
        return SipParser.parse(bytes(sip));
    }

    /** The next message has to be this response. */
    SipResponse expect(int status) throws IOException {
        SipMessage message = receive();
        assertThat(message).isInstanceOf(SipResponse.class);
        SipResponse response = (SipResponse) message;
        assertThat(response.status()).isEqualTo(status);
        return response;
    }

    SipRequest expect(String method) throws IOException {
        SipMessage message = receive();
        assertThat(message).isInstanceOf(SipRequest.class);
        SipRequest request = (SipRequest) message;
        assertThat(request.method().name()).isEqualTo(method);
        return request;
    }

    static byte[] bytes(DatagramSocket socket) throws IOException {
        var packet = new DatagramPacket(new byte[65_536], 65_536);
        socket.receive(packet);
        return java.util.Arrays.copyOf(packet.getData(), packet.getLength());
    }

    @Override
    public void close() {
        sip.close();
        audio.close();
        audioReports.close();
        video.close();
        videoReports.close();
    }
}
