package io.sipcast.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.rtp.NtpTime;
import io.sipcast.rtp.RtcpCompound;
import io.sipcast.rtp.RtpPacket;
import io.sipcast.rtp.SenderReport;
import io.sipcast.rtp.payload.G711;
import io.sipcast.sdp.SessionDescription;
import io.sipcast.sip.message.SipRequest;
import io.sipcast.sip.message.SipResponse;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DemoCalleeTest {
    private static final CalleeSettings SETTINGS = CalleeSettings.DEFAULT;

    @Test
    void answersWithBothMediaAndRefusesTheRest() throws IOException {
        try (var callee = DemoCallee.start(SETTINGS);
                var peer = new WirePeer(callee)) {
            SipResponse ok = call(peer);
            String sdp = new String(ok.body().toArray(), StandardCharsets.UTF_8);

            assertThat(sdp).containsPattern("m=audio [1-9]\\d* RTP/AVP 0 101");
            assertThat(sdp).containsPattern("m=video [1-9]\\d* RTP/AVP 96\r\n");
            assertThat(sdp).contains("a=fmtp:96 profile-level-id=42e01f;packetization-mode=1");
            assertThat(sdp).contains("a=sendonly", "a=rtcp-fb:96 nack pli");
            assertThat(sdp).contains("m=application 0 UDP/BFCP *");
            assertThat(callee.activeCalls()).isEqualTo(1);
        }
    }

    @Test
    void repeatsTheAnswerUntilItsAckComes() throws IOException {
        try (var callee = DemoCallee.start(SETTINGS.withoutVideo());
                var peer = new WirePeer(callee)) {
            peer.send("INVITE", 1, "a", "", peer.offer());
            peer.expect(100);
            peer.expect(180);
            SipResponse first = peer.expect(200);
            SipResponse second = peer.expect(200);
            assertThat(second).isEqualTo(first);

            acknowledge(peer, 1, first);
            peer.send("OPTIONS", 2, "b", tag(first), "");
            assertThat(peer.expect(200).allow()).contains("INVITE");
        }
    }

    @Test
    void ringsAsLongAsItIsToldAndLetsTheCallerGiveUp() throws IOException {
        try (var callee = DemoCallee.start(SETTINGS.withRingTime(Duration.ofHours(1)));
                var peer = new WirePeer(callee)) {
            peer.send("INVITE", 1, "a", "", peer.offer());
            peer.expect(100);
            peer.expect(180);
            peer.send("CANCEL", 1, "a", "", "");
            assertThat(peer.expect(200).cseq().method().name()).isEqualTo("CANCEL");
            assertThat(peer.expect(487).cseq().method().name()).isEqualTo("INVITE");
            assertThat(callee.activeCalls()).isZero();
        }
    }

    @Test
    void endsWithTheCallersBye() throws IOException {
        try (var callee = DemoCallee.start(SETTINGS.withoutVideo());
                var peer = new WirePeer(callee)) {
            SipResponse ok = call(peer);
            peer.send("BYE", 2, "bye", tag(ok), "");
            peer.expect(200);
            assertThat(callee.activeCalls()).isZero();
            peer.send("BYE", 3, "again", tag(ok), "");
            peer.expect(481);
        }
    }

    @Test
    void hangsUp() throws IOException {
        try (var callee = DemoCallee.start(SETTINGS.withoutVideo());
                var peer = new WirePeer(callee)) {
            SipResponse ok = call(peer);
            callee.hangUpAll();
            SipRequest bye = peer.expect("BYE");
            assertThat(bye.from().tag()).isEqualTo(tag(ok));
            assertThat(bye.to().tag()).isEqualTo("caller");
            peer.answer(bye, 200);
            assertThat(callee.activeCalls()).isZero();
        }
    }

    @Test
    void followsAReinviteOnHoldAndBack() throws IOException {
        try (var callee = DemoCallee.start(SETTINGS);
                var peer = new WirePeer(callee)) {
            SipResponse ok = call(peer);
            peer.send("INVITE", 2, "hold", tag(ok), peer.offer("a=sendonly"));
            SipResponse held = peer.expect(200);
            acknowledge(peer, 2, held);

            SessionDescription before = description(ok);
            SessionDescription now = description(held);
            assertThat(now.directionOf(now.media().getFirst()).token()).isEqualTo("recvonly");
            assertThat(now.media().getFirst().port()).isEqualTo(before.media().getFirst().port());
            assertThat(now.origin().sessionId()).isEqualTo(before.origin().sessionId());
            assertThat(now.origin().version()).isEqualTo("2");

            peer.send("INVITE", 3, "back", tag(ok), peer.offer());
            acknowledge(peer, 3, peer.expect(200));
            drain(peer.audio);
            assertThat(packet(peer.audio).payloadType()).isZero();
        }
    }

    @Test
    void refusesWhatItCantUnderstand() throws IOException {
        try (var callee = DemoCallee.start(SETTINGS.withoutVideo());
                var peer = new WirePeer(callee)) {
            peer.send("INVITE", 1, "none", "", "");
            peer.expect(100);
            peer.expect(488);
            peer.send("ACK", 1, "none", "", "");
            peer.send("OPTIONS sip:demo@127.0.0.1 SIP/2.0\r\n\r\n");
            peer.send("SUBSCRIBE", 1, "what", "", "");
            peer.expect(405);
        }
    }

    @Test
    void sendsPacedAudioAndAPictureThatStartsWithAKeyFrame() throws IOException {
        try (var callee = DemoCallee.start(SETTINGS.withAudio(G711.PCMA));
                var peer = new WirePeer(callee)) {
            call(peer);
            RtpPacket first = packet(peer.audio);
            RtpPacket second = packet(peer.audio);
            assertThat(first.payloadType()).isEqualTo(8);
            assertThat(first.marker()).isTrue();
            assertThat(second.sequence()).isEqualTo((first.sequence() + 1) & 0xFFFF);
            assertThat(second.timestamp()).isEqualTo((first.timestamp() + 160) & 0xFFFF_FFFFL);
            assertThat(second.payloadLength()).isEqualTo(160);

            RtpPacket picture = packet(peer.video);
            assertThat(picture.payloadType()).isEqualTo(96);
            int stapA = 24; // SPS and PPS together
            assertThat(picture.bytes()[picture.payloadOffset()] & 31).isEqualTo(stapA);
        }
    }

    /** Both reports name the same instant: the one at which the loops began. */
    @Test
    void reportsTellWhatBelongsTogetherEvenWhenThePictureIsLate() throws IOException {
        Duration late = Duration.ofMillis(300);
        try (var callee = DemoCallee.start(SETTINGS.withVideoDelay(late));
                var peer = new WirePeer(callee)) {
            call(peer);
            long sound = packet(peer.audio).timestamp();
            long picture = packet(peer.video).timestamp();
            NtpTime audioBegan = begin(report(peer.audioReports), sound, 8000);
            NtpTime videoBegan = begin(report(peer.videoReports), picture, 90_000);

            assertThat(Math.abs(videoBegan.nanosSince(audioBegan))).isLessThan(1_000_000);
        }
    }

    @Test
    void countsWhatItHears() throws IOException {
        try (var callee = DemoCallee.start(SETTINGS);
                var peer = new WirePeer(callee)) {
            SessionDescription answer = description(call(peer));
            int video = answer.media().get(1).port();
            send(peer.video, new byte[] {0, 0, 0, 0}, video);
            byte[] pli = new byte[12];
            ByteBuffer.wrap(pli).putInt(0x81CE_0002);
            send(peer.videoReports, pli, video + 1);
            Heard heard = callee.heard();
            for (int i = 0; i < 1000 && heard.rtcp() + heard.other() < 2; i++) {
                heard = callee.heard();
            }
            assertThat(heard).isEqualTo(new Heard(0, 1, 1, 1));
        }
    }

    @Test
    void servesPacketizationModeZeroWithPicturesInSlices() throws IOException {
        try (var callee = DemoCallee.start(SETTINGS.withSingleNal());
                var peer = new WirePeer(callee)) {
            call(peer);
            for (int i = 0; i < 100; i++) {
                RtpPacket packet = packet(peer.video);
                assertThat(packet.payloadType()).isEqualTo(97);
                assertThat(packet.payloadLength()).isLessThanOrEqualTo(1200);
                assertThat(packet.bytes()[packet.payloadOffset()] & 31).isLessThan(24);
            }
        }
    }

    @Test
    void answersOverTcp() throws IOException {
        try (var callee = DemoCallee.start(SETTINGS.withoutVideo())) {
            int port = Integer.parseInt(callee.uri().replaceAll(".*:", ""));
            try (Socket socket = new Socket(WirePeer.LOOPBACK, port)) {
                String options =
                        """
                        OPTIONS sip:demo@127.0.0.1 SIP/2.0
                        Via: SIP/2.0/TCP 127.0.0.1:9;branch=z9hG4bKo
                        From: <sip:a@127.0.0.1>;tag=a
                        To: <sip:demo@127.0.0.1>
                        Call-ID: o
                        CSeq: 1 OPTIONS
                        Content-Length: 0

                        """;
                socket.getOutputStream()
                        .write(options.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
                byte[] start = socket.getInputStream().readNBytes(11);
                assertThat(new String(start, StandardCharsets.UTF_8)).isEqualTo("SIP/2.0 200");
            }
        }
    }

    private static SipResponse call(WirePeer peer) throws IOException {
        peer.send("INVITE", 1, "invite", "", peer.offer());
        peer.expect(100);
        peer.expect(180);
        SipResponse ok = peer.expect(200);
        acknowledge(peer, 1, ok);
        return ok;
    }

    private static void acknowledge(WirePeer peer, int cseq, SipResponse ok) throws IOException {
        peer.send("ACK", cseq, "ack" + cseq, tag(ok), "");
    }

    private static String tag(SipResponse ok) {
        return Objects.requireNonNull(ok.to().tag());
    }

    private static SessionDescription description(SipResponse ok) {
        return SessionDescription.parse(ok.body().toArray());
    }

    private static RtpPacket packet(DatagramSocket socket) throws IOException {
        return RtpPacket.read(ByteBuffer.wrap(WirePeer.bytes(socket)), 0);
    }

    private static SenderReport report(DatagramSocket socket) throws IOException {
        var packets = RtcpCompound.read(ByteBuffer.wrap(WirePeer.bytes(socket)));
        return (SenderReport) packets.getFirst();
    }

    /** When the packet with this timestamp was taken, by the report. */
    private static NtpTime begin(SenderReport report, long timestamp, int clockRateHz) {
        int ticks = (int) (timestamp - report.rtpTimestamp());
        return report.ntp().plusNanos(ticks * 1_000_000_000L / clockRateHz);
    }

    private static void drain(DatagramSocket socket) throws IOException {
        socket.setSoTimeout(1);
        try {
            while (true) {
                var _ = WirePeer.bytes(socket);
            }
        } catch (java.net.SocketTimeoutException _) {
            socket.setSoTimeout(10_000);
        }
    }

    private static void send(DatagramSocket socket, byte[] bytes, int port) throws IOException {
        byte[] copy = Arrays.copyOf(bytes, bytes.length);
        socket.send(new DatagramPacket(copy, copy.length, WirePeer.LOOPBACK, port));
    }
}
