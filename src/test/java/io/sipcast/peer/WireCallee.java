package io.sipcast.peer;

import io.sipcast.bytes.Bytes;
import io.sipcast.sip.message.HeaderName;
import io.sipcast.sip.message.SipMessage;
import io.sipcast.sip.message.SipParser;
import io.sipcast.sip.message.SipRequest;
import io.sipcast.sip.message.SipResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A callee that answers what a test writes, from as many branches as it likes, over UDP. */
public final class WireCallee implements AutoCloseable {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
    private static final Pattern AUDIO = Pattern.compile("m=audio (\\d+) ");

    private final DatagramSocket sip;
    private @Nullable SocketAddress caller;
    private @Nullable SipRequest invite;

    public WireCallee() {
        try {
            sip = new DatagramSocket(0, LOOPBACK);
            sip.setSoTimeout(10_000);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where it is called. */
    public String uri() {
        return "sip:wire@127.0.0.1:" + sip.getLocalPort();
    }

    /** The next request, which must have this method. An INVITE that came before is passed over. */
    public SipRequest expect(String method) {
        SipMessage message = receive();
        while (message.equals(invite)) {
            message = receive();
        }
        if (message instanceof SipRequest request && request.method().name().equals(method)) {
            invite = method.equals("INVITE") ? request : invite;
            return request;
        }
        throw new AssertionError(method + " was expected, not " + message);
    }

    private SipMessage receive() {
        try {
            var packet = new DatagramPacket(new byte[65_536], 65_536);
            sip.receive(packet);
            caller = packet.getSocketAddress();
            return SipParser.parse(Arrays.copyOf(packet.getData(), packet.getLength()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Answers the INVITE from the branch of this tag; empty for no SDP. */
    public void answer(int status, String tag, String sdp) {
        SipResponse bare =
                SipResponse.to(invite(), status)
                        .withToTag(tag)
                        .with(HeaderName.CONTACT, "<" + uri() + ">");
        send(
                sdp.isEmpty()
                        ? bare
                        : bare.withBody(
                                "application/sdp",
                                Bytes.copyOf(sdp.getBytes(StandardCharsets.UTF_8))));
    }

    public void answer(SipRequest request, int status) {
        send(SipResponse.to(request, status));
    }

    private void send(SipResponse response) {
        byte[] bytes = response.print();
        try {
            sip.send(new DatagramPacket(bytes, bytes.length, caller));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** To which the caller wants sound sent. */
    public int audioPort() {
        Matcher audio =
                AUDIO.matcher(new String(invite().body().toArray(), StandardCharsets.UTF_8));
        if (!audio.find()) {
            throw new AssertionError("no sound in " + invite());
        }
        return Integer.parseInt(audio.group(1));
    }

    private SipRequest invite() {
        if (invite == null) {
            throw new AssertionError("no INVITE yet");
        }
        return invite;
    }

    @Override
    public void close() {
        sip.close();
    }
}
