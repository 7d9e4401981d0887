package io.sipcast.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.ice.TransportAddress;
import io.sipcast.ice.stun.StunAttribute;
import io.sipcast.ice.stun.StunAttribute.ErrorCode;
import io.sipcast.ice.stun.StunAttribute.IceControlled;
import io.sipcast.ice.stun.StunAttribute.IceControlling;
import io.sipcast.ice.stun.StunAttribute.Priority;
import io.sipcast.ice.stun.StunAttribute.UseCandidate;
import io.sipcast.ice.stun.StunAttribute.Username;
import io.sipcast.ice.stun.StunAttribute.XorMappedAddress;
import io.sipcast.ice.stun.StunClass;
import io.sipcast.ice.stun.StunIntegrity;
import io.sipcast.ice.stun.StunMessage;
import io.sipcast.peer.WireCallee;
import io.sipcast.sip.message.SipRequest;
import io.sipcast.sip.route.IpAddress;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A callee that demands ICE, message by message: what we offer, ask, nominate and give in to. */
@Tag("interop")
class IceWireTest {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
    private static final byte[] PEER_KEY = StunIntegrity.key("thePasswordOfThePeer0123");
    private static final int CHECK_PRIORITY = 1862270975; // peer-reflexive, RTP

    private final Random random = new Random(8445);
    private TestGateway gateway;
    private WireCallee callee;
    private DatagramSocket media;
    private String offer;

    @BeforeEach
    void call() throws Exception {
        gateway = TestGateway.start("rtp.ice=offer");
        callee = new WireCallee();
        media = new DatagramSocket(0, LOOPBACK);
        media.setSoTimeout(5000);
        gateway.call("callId", "ice", "callee", callee.uri());
        SipRequest invite = callee.expect("INVITE");
        callee.answer(180, "callee", ""); // lest it come again
        offer = new String(invite.body().toArray(), UTF_8);
    }

    @AfterEach
    void hangUp() {
        gateway.terminate("ice");
        callee.answer(callee.expect("BYE"), 200);
        gateway.close();
        callee.close();
        media.close();
    }

    private void answer() {
        callee.answer(
                200,
                "callee",
                """
                v=0
                o=- 1 1 IN IP4 127.0.0.1
                s=-
                c=IN IP4 127.0.0.1
                t=0 0
                a=ice-options:ice2
                m=audio %1$d RTP/AVP 0
                a=rtcp-mux
                a=ice-ufrag:peer
                a=ice-pwd:thePasswordOfThePeer0123
                a=candidate:1 1 UDP 2130706431 127.0.0.1 %1$d typ host
                """
                        .formatted(media.getLocalPort()));
        callee.expect("ACK");
    }

    private String offered(String name) {
        Matcher line = Pattern.compile("a=" + name + ":(\\S+)").matcher(offer);
        assertThat(line.find()).as(name).isTrue();
        return line.group(1);
    }

    /** The next datagram that is STUN, or is not. */
    private ByteBuffer receive(boolean stun) throws IOException {
        while (true) {
            var packet = new DatagramPacket(new byte[2000], 2000);
            media.receive(packet);
            assertThat(packet.getPort()).isEqualTo(callee.audioPort());
            ByteBuffer bytes = ByteBuffer.wrap(packet.getData(), 0, packet.getLength());
            if (StunMessage.isStun(bytes) == stun) {
                return bytes;
            }
        }
    }

    /** A check of the gateway's, which is as it must be. */
    private StunMessage expectCheck() throws IOException {
        ByteBuffer datagram = receive(true);
        StunMessage check = StunMessage.read(datagram);
        assertThat(check.kind()).isEqualTo(StunClass.REQUEST);
        assertThat(StunIntegrity.SHA1.verify(datagram, PEER_KEY)).isTrue();
        assertThat(check.find(Username.class))
                .isEqualTo(new Username("peer:" + offered("ice-ufrag")));
        assertThat(check.find(Priority.class)).isEqualTo(new Priority(CHECK_PRIORITY));
        return check;
    }

    private void answer(StunMessage check, StunClass as, StunAttribute with) throws IOException {
        send(StunIntegrity.SHA1.protect(check.answer(as, with), PEER_KEY));
    }

    private void succeed(StunMessage check) throws IOException {
        IpAddress ip = IpAddress.of(LOOPBACK.getAddress());
        answer(
                check,
                StunClass.SUCCESS,
                new XorMappedAddress(new TransportAddress(ip, callee.audioPort())));
    }

    private void send(byte[] bytes) throws IOException {
        media.send(new DatagramPacket(bytes, bytes.length, LOOPBACK, callee.audioPort()));
    }

    /** A check of the callee's. */
    private void check(StunAttribute... role) throws IOException {
        var attributes = new ArrayList<StunAttribute>();
        attributes.add(new Username(offered("ice-ufrag") + ":peer"));
        attributes.add(new Priority(1));
        attributes.addAll(List.of(role));
        send(
                StunIntegrity.SHA1.protect(
                        StunMessage.request(random, attributes),
                        StunIntegrity.key(offered("ice-pwd"))));
    }

    private JsonNode awaitCompleted() {
        return gateway.awaitDetails(
                        "ice",
                        call -> call.at("/media/ice/audio/state").asString("").equals("COMPLETED"))
                .at("/media/ice/audio");
    }

    @Test
    void whatWorksIsNominatedAndThenSentTo() throws Exception {
        assertThat(offer)
                .contains("a=ice-options:ice2\r\n", "a=rtcp-mux\r\n")
                .contains(
                        "a=candidate:1 1 UDP 2130706431 127.0.0.1 %d typ host"
                                .formatted(callee.audioPort()))
                .doesNotContain("ice-lite");
        answer();
        StunMessage check = expectCheck();
        assertThat(check.has(IceControlling.class)).isTrue();
        assertThat(check.has(UseCandidate.class)).isFalse();
        succeed(check);
        StunMessage nomination = expectCheck();
        assertThat(nomination.transactionId()).isNotEqualTo(check.transactionId());
        assertThat(nomination.has(UseCandidate.class)).isTrue();
        succeed(nomination);

        assertThat(receive(false).get(0) & 0xC0).as("silence, as RTP").isEqualTo(0x80);
        JsonNode ice = awaitCompleted();
        assertThat(ice.path("role").asString()).isEqualTo("CONTROLLING");
        assertThat(ice.path("pairs").size()).isEqualTo(1);
        assertThat(ice.at("/pairs/0/remote").asString())
                .isEqualTo("127.0.0.1:" + media.getLocalPort());
    }

    @Test
    void aLostCheckComesAgainAndAForgedAnswerIsNone() throws Exception {
        answer();
        StunMessage check = expectCheck();
        StunMessage forged = check.answer(StunClass.ERROR, new ErrorCode(400, ""));
        send(StunIntegrity.unprotected(forged));
        send(StunIntegrity.SHA1.protect(forged, StunIntegrity.key("guessed")));
        StunMessage again = expectCheck();

        assertThat(again).isEqualTo(check);
        succeed(again);
        succeed(expectCheck());
        awaitCompleted();
    }

    @Test
    void aRoleConflictIsGivenIn() throws Exception {
        answer();
        answer(expectCheck(), StunClass.ERROR, new ErrorCode(487, "Role Conflict"));
        StunMessage again = expectCheck();
        assertThat(again.has(IceControlled.class)).isTrue();
        succeed(again);

        check(new IceControlling(1), new UseCandidate());
        assertThat(StunMessage.read(receive(true)).kind()).isEqualTo(StunClass.SUCCESS);
        assertThat(awaitCompleted().path("role").asString()).isEqualTo("CONTROLLED");
    }

    /** It is answered at once, and makes ours to that address come first. */
    @Test
    void aCheckMayOvertakeTheAnswer() throws Exception {
        check(new IceControlled(0));
        assertThat(StunMessage.read(receive(true)).kind()).isEqualTo(StunClass.SUCCESS);
        answer();
        succeed(expectCheck());
        succeed(expectCheck());
        awaitCompleted();
    }
}
