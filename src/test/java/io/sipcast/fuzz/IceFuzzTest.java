package io.sipcast.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.sipcast.bytes.ProtocolException;
import io.sipcast.ice.Candidate;
import io.sipcast.ice.IceAgent;
import io.sipcast.ice.IceDescription;
import io.sipcast.ice.IceIdentity;
import io.sipcast.ice.IceOutput;
import io.sipcast.ice.IcePort;
import io.sipcast.ice.IceTerms;
import io.sipcast.ice.TransportAddress;
import io.sipcast.ice.stun.StunIntegrity;
import io.sipcast.ice.stun.StunMessage;
import io.sipcast.sip.route.IpAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;

/** STUN and candidates from strangers. */
@Tag("fuzz")
final class IceFuzzTest {
    private static final TransportAddress HERE =
            new TransportAddress(new IpAddress(false, 0, 0x7F000001), 4000);

    @FuzzTest
    void stun(byte[] datagram) {
        StunMessage message;
        try {
            message = StunMessage.read(ByteBuffer.wrap(datagram));
        } catch (ProtocolException _) {
            return;
        }
        byte[] printed = StunIntegrity.SHA1.protect(message, new byte[] {1});
        Same.check(message, StunMessage.read(ByteBuffer.wrap(printed)));
        if (!StunIntegrity.SHA1.verify(ByteBuffer.wrap(printed), new byte[] {1})) {
            throw new AssertionError("not authentic: " + message);
        }
    }

    @FuzzTest
    void candidate(byte[] text) {
        Candidate.parse(new String(text, UTF_8))
                .ifPresent(read -> Same.check(read, Candidate.parse(read.print()).orElseThrow()));
    }

    /** Nobody who does not know a password moves an agent, or gets more than it sent. */
    @FuzzTest
    void agent(byte[] datagram) {
        agent(datagram, true);
        agent(datagram, false);
    }

    private static void agent(byte[] datagram, boolean lite) {
        var remote =
                new IceDescription(
                        IceIdentity.of(new Random(1)).credentials(), false, true, List.of());
        var terms =
                new IceTerms(
                        IceIdentity.of(new Random(2)).credentials(), remote, lite, !lite, false);
        var agent = new IceAgent(new Random(3), new Unmoved(datagram.length));
        agent.begin(0, terms, List.of(new IcePort(Candidate.RTP, HERE)), 0);
        agent.received(0, Candidate.RTP, ByteBuffer.wrap(datagram), HERE, 1);
        agent.tick(10_000_000);
    }

    private record Unmoved(int most) implements IceOutput {
        @Override
        public void send(int stream, int component, ByteBuffer datagram, TransportAddress to) {
            if (datagram.remaining() > most) {
                throw new AssertionError("a reflector");
            }
        }

        @Override
        public void validated(int stream, int component, TransportAddress source) {
            throw new AssertionError("believed");
        }

        @Override
        public void selected(int stream, int component, @Nullable TransportAddress source) {
            throw new AssertionError("selected");
        }
    }
}
