package io.sipcast.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.peer.FreePorts;
import io.sipcast.peer.WireCallee;
import io.sipcast.rtmp.codec.h264.AnnexB;
import io.sipcast.rtp.RtpPacket;
import io.sipcast.rtp.payload.H264Packetizer;
import io.sipcast.sip.message.HeaderName;
import io.sipcast.sip.message.SipRequest;
import io.sipcast.transcode.H264Encoder;
import io.sipcast.transcode.Picture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/**
 * A callee that knows nothing of RTCP feedback and sends its first key frame when SIP INFO asks for
 * it, RFC 5168.
 */
@Tag("interop")
class KeyFrameByInfoTest {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
    private static final Pattern VIDEO = Pattern.compile("m=video (\\d+) ");
    private static final int TYPE = 97;
    private static final JsonMapper JSON = new JsonMapper();
    private static final String BODY =
            "<?xml version=\"1.0\" encoding=\"utf-8\"?><media_control><vc_primitive><to_encoder>"
                    + "<picture_fast_update/></to_encoder></vc_primitive></media_control>";

    private final AtomicBoolean keyWanted = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();

    @Test
    void isAskedForOnceASecondUntilItComes() throws Exception {
        try (var callee = new WireCallee();
                TestGateway gateway = TestGateway.startUnjudged("media.key-frame-interval=10s")) {
            gateway.call("callId", "c", "callee", callee.uri(), "hasVideo", "true");
            SipRequest invite = callee.expect("INVITE");
            int port = FreePorts.next();
            callee.answer(200, "t", sdp(port));
            callee.expect("ACK");
            Thread pictures = Thread.ofPlatform().start(() -> show(port, videoPort(invite)));

            long first = asked(callee, 0, 200);
            long second = asked(callee, first, 405); // tried on: RTCP may not be heard either
            var _ = asked(callee, second, 200);
            List<Integer> millis = askedAfter(gateway);
            assertThat(millis.get(2) - millis.get(0)) // the first may have been held up
                    .as("asked after %s ms", millis)
                    .isGreaterThan(1_600);
            assertThat(gateway.details("c").at("/media/video/keyFrames").asInt()).isZero();

            keyWanted.set(true);
            gateway.awaitDetails("c", call -> call.at("/media/video/keyFrames").asInt(0) == 1);
            int info = gateway.details("c").at("/media/video/feedback/info").asInt();
            assertThat(info).isGreaterThanOrEqualTo(3);
            gateway.awaitDetails("c", call -> call.at("/media/video/pictures").asInt(0) > 100);
            assertThat(gateway.details("c").at("/media/video/feedback/info").asInt())
                    .as("no more once there is one")
                    .isEqualTo(info);
            assertThat(gateway.details("c").path("status").asString()).isEqualTo("ESTABLISHED");
            closed.set(true);
            pictures.join();
        } finally {
            closed.set(true);
        }
    }

    /** The number of the INFO, which is another one than the last. */
    private static long asked(WireCallee callee, long last, int answer) {
        SipRequest info = callee.expect("INFO");
        while (info.cseq().number() == last) {
            info = callee.expect("INFO");
        }
        assertThat(info.headers().first(HeaderName.CONTENT_TYPE))
                .isEqualTo("application/media_control+xml");
        assertThat(new String(info.body().toArray(), StandardCharsets.UTF_8)).isEqualTo(BODY);
        callee.answer(info, answer);
        return info.cseq().number();
    }

    /** When each INFO was sent first. */
    private static List<Integer> askedAfter(TestGateway gateway) {
        return JSON.readTree(gateway.get("/api/v1/calls/c/sip").body())
                .valueStream()
                .filter(one -> one.path("summary").asString().startsWith("INFO "))
                .filter(one -> !one.path("retransmission").asBoolean())
                .map(one -> one.path("afterMs").asInt())
                .toList();
    }

    private static int videoPort(SipRequest invite) {
        Matcher port = VIDEO.matcher(new String(invite.body().toArray(), StandardCharsets.UTF_8));
        assertThat(port.find()).isTrue();
        return Integer.parseInt(port.group(1));
    }

    private static String sdp(int port) {
        return """
        v=0
        o=- 1 1 IN IP4 127.0.0.1
        s=-
        c=IN IP4 127.0.0.1
        t=0 0
        m=audio 0 RTP/AVP 0
        m=video %d RTP/AVP 97
        a=rtpmap:97 H264/90000
        a=fmtp:97 profile-level-id=42e01f;packetization-mode=1
        a=sendonly
        """
                .formatted(port)
                .replace("\n", "\r\n");
    }

    /** Pictures that build on one that was never sent, until a key frame is wanted. */
    private void show(int from, int to) {
        var packetizer = new H264Packetizer();
        int[] sequence = new int[1];
        long start = System.nanoTime();
        try (var socket = new DatagramSocket(from, LOOPBACK);
                var encoder = new H264Encoder(320, 180, 25, 200_000)) {
            var picture = new Picture(320, 180);
            var _ = encoder.encode(picture, true);
            for (int number = 1; !closed.get(); number++) {
                boolean key = keyWanted.getAndSet(false);
                byte[] unit = AnnexB.toAvcc(encoder.encode(picture, key));
                long ticks = number * 3600L;
                packetizer.packetize(
                        unit,
                        (payload, last) -> {
                            ByteBuffer packet =
                                    ByteBuffer.allocate(
                                            RtpPacket.HEADER_SIZE + payload.remaining());
                            RtpPacket.writeHeader(
                                    packet, last, TYPE, sequence[0]++ & 0xFFFF, ticks, 0x1F0);
                            send(socket, to, packet.put(payload));
                        });
                LockSupport.parkNanos(start + number * 40_000_000L - System.nanoTime());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void send(DatagramSocket socket, int to, ByteBuffer packet) {
        byte[] bytes = new byte[packet.position()];
        packet.get(0, bytes);
        try {
            socket.send(new DatagramPacket(bytes, bytes.length, LOOPBACK, to));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
