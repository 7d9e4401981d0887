package io.sipcast.peer;

import io.sipcast.bytes.Bytes;
import io.sipcast.bytes.ProtocolException;
import io.sipcast.rtmp.codec.h264.AnnexB;
import io.sipcast.rtmp.codec.h264.Avcc;
import io.sipcast.rtp.PictureLoss;
import io.sipcast.rtp.RtcpCompound;
import io.sipcast.rtp.RtpPacket;
import io.sipcast.rtp.payload.AccessUnit;
import io.sipcast.rtp.payload.G711;
import io.sipcast.rtp.payload.H264Depacketizer;
import io.sipcast.rtp.payload.H264Packetizer;
import io.sipcast.sip.message.SipRequest;
import io.sipcast.transcode.H264Decoder;
import io.sipcast.transcode.H264Encoder;
import io.sipcast.transcode.Picture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A callee on the wire that keeps every packet it is sent, and decodes them when it is asked what
 * it heard and saw. It sends a tone of its own, and a grey picture each 40 ms where it has been
 * given one.
 */
public final class AttentiveCallee implements AutoCloseable {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
    private static final Pattern PORT = Pattern.compile("m=(audio|video) (\\d+) ");
    private static final int PCMU = 0;
    private static final int H264 = 96;
    private static final int SSRC = 0x5EE;

    /** Of 20 ms. */
    private static final int SAMPLES = 160;

    /** A busy machine lets it wait: nothing is to be lost by that. */
    private static final int RECEIVE_BUFFER_BYTES = 1 << 20;

    private final WireCallee sip = new WireCallee();
    private final DatagramSocket audio = open();
    private final DatagramSocket video = open();
    private final List<RtpPacket> sound = new CopyOnWriteArrayList<>();
    private final List<RtpPacket> pictures = new CopyOnWriteArrayList<>();
    private final int hz;
    private final int grey;
    private int audioPort;
    private int videoPort;
    private volatile boolean closed;

    /**
     * Waits to be called.
     *
     * @param hz of its tone
     * @param grey luma of its picture; 0 for none, but it takes pictures all the same
     */
    public AttentiveCallee(int hz, int grey) {
        this.hz = hz;
        this.grey = grey;
        keep(audio, sound);
        keep(video, pictures);
    }

    private static DatagramSocket open() {
        try {
            var socket = new DatagramSocket(0, LOOPBACK);
            socket.setReceiveBufferSize(RECEIVE_BUFFER_BYTES);
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where it is called. */
    public String uri() {
        return sip.uri();
    }

    /** Waits for the INVITE. */
    public SipRequest expectInvite() {
        SipRequest invite = sip.expect("INVITE");
        Matcher ports = PORT.matcher(new String(invite.body().toArray(), StandardCharsets.UTF_8));
        while (ports.find()) {
            int port = Integer.parseInt(ports.group(2));
            audioPort = ports.group(1).equals("audio") ? port : audioPort;
            videoPort = ports.group(1).equals("video") ? port : videoPort;
        }
        return invite;
    }

    /** Takes the call, and begins to send. */
    public void answer() {
        sip.answer(200, "callee", sdp());
        sip.expect("ACK");
        var _ = Thread.ofVirtual().start(this::sing);
        if (videoPort > 0) {
            var _ = Thread.ofPlatform().daemon().start(this::show);
        }
    }

    private String sdp() {
        String sdp =
                """
                v=0
                o=- 1 1 IN IP4 127.0.0.1
                s=-
                c=IN IP4 127.0.0.1
                t=0 0
                m=audio %d RTP/AVP 0
                """
                        .formatted(audio.getLocalPort());
        return videoPort == 0
                ? sdp
                : sdp
                        + """
                        m=video %d RTP/AVP 96
                        a=rtpmap:96 H264/90000
                        a=fmtp:96 profile-level-id=42e01f;packetization-mode=1
                        a=rtcp-fb:96 nack pli
                        a=sendrecv
                        """
                                .formatted(video.getLocalPort());
    }

    private void keep(DatagramSocket socket, List<RtpPacket> packets) {
        var _ =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                while (true) {
                                    var datagram = new DatagramPacket(new byte[2000], 2000);
                                    socket.receive(datagram);
                                    ByteBuffer bytes =
                                            ByteBuffer.wrap(
                                                    datagram.getData(), 0, datagram.getLength());
                                    if (!isRtcp(bytes)) {
                                        packets.add(RtpPacket.read(bytes, System.nanoTime()));
                                    }
                                }
                            } catch (IOException | ProtocolException e) {
                                if (!closed) {
                                    throw new IllegalStateException(e);
                                }
                            }
                        });
    }

    /** RFC 5761 §4. The port of the pictures may be the next one after that of the sound. */
    private static boolean isRtcp(ByteBuffer packet) {
        int type = packet.get(1) & 0xFF;
        return type >= 192 && type <= 223;
    }

    private void sing() {
        long start = System.nanoTime();
        for (int number = 0; !closed; number++) {
            ByteBuffer packet = ByteBuffer.allocate(RtpPacket.HEADER_SIZE + 160);
            long first = number * 160L;
            RtpPacket.writeHeader(packet, false, PCMU, number & 0xFFFF, first, SSRC);
            for (long at = first; at < first + 160; at++) {
                double wave = Math.sin(2 * Math.PI * hz * at / G711.SAMPLE_RATE_HZ);
                packet.put(G711.PCMU.encode((short) (8000 * wave)));
            }
            send(audio, audioPort, packet);
            LockSupport.parkNanos(start + (number + 1) * 20_000_000L - System.nanoTime());
        }
    }

    private void show() {
        if (grey == 0) {
            return;
        }
        Picture picture = new Picture(320, 180);
        Arrays.fill(picture.luma(), (byte) grey);
        var packetizer = new H264Packetizer();
        int[] sequence = new int[1];
        long start = System.nanoTime();
        try (var encoder = new H264Encoder(320, 180, 25, 200_000)) {
            for (int number = 0; !closed; number++) {
                byte[] unit = AnnexB.toAvcc(encoder.encode(picture, number % 25 == 0));
                long ticks = number * 3600L;
                packetizer.packetize(
                        unit,
                        (payload, last) -> {
                            ByteBuffer packet =
                                    ByteBuffer.allocate(
                                            RtpPacket.HEADER_SIZE + payload.remaining());
                            RtpPacket.writeHeader(
                                    packet, last, H264, sequence[0]++ & 0xFFFF, ticks, SSRC + 1);
                            send(video, videoPort, packet.put(payload));
                        });
                LockSupport.parkNanos(start + (number + 1) * 40_000_000L - System.nanoTime());
            }
        }
    }

    /** Asks for a key frame by RTCP. */
    public void requestKeyFrame() {
        ByteBuffer out = ByteBuffer.allocate(100);
        RtcpCompound.write(List.of(new PictureLoss(SSRC + 1, 0)), out);
        send(video, videoPort + 1, out);
    }

    private void send(DatagramSocket socket, int port, ByteBuffer packet) {
        try {
            byte[] bytes = new byte[packet.position()];
            packet.get(0, bytes);
            socket.send(new DatagramPacket(bytes, bytes.length, LOOPBACK, port));
        } catch (IOException e) {
            if (!closed) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** How many packets of sound have come. */
    public int soundPackets() {
        return sound.size();
    }

    /** How many packets of pictures have come. */
    public int picturePackets() {
        return pictures.size();
    }

    /** What was heard from a packet on, at 8 kHz, up to now. */
    public short[] heard(int fromPacket) {
        List<RtpPacket> packets = from(fromPacket, sound);
        short[] samples = new short[packets.stream().mapToInt(RtpPacket::payloadLength).sum()];
        int at = 0;
        for (RtpPacket packet : packets) {
            short[] some = new short[packet.payloadLength()];
            G711.PCMU.decode(packet.bytes(), packet.payloadOffset(), some);
            System.arraycopy(some, 0, samples, at, some.length);
            at += some.length;
        }
        return samples;
    }

    /** A view of a list that still grows would fail with the next packet. */
    private static List<RtpPacket> from(int packet, List<RtpPacket> growing) {
        List<RtpPacket> all = List.copyOf(growing);
        return all.subList(packet, all.size());
    }

    /**
     * Whether no packet of the sound is missing, and the timestamps go on by 20 ms each. Where a
     * busy machine has let us wait some may be passed over; a marker then says so.
     */
    public boolean soundIsContinuous() {
        List<RtpPacket> packets = List.copyOf(sound);
        for (int i = 1; i < packets.size(); i++) {
            if (!follows(packets.get(i), packets.get(i - 1))) {
                return false;
            }
        }
        return true;
    }

    private static boolean follows(RtpPacket packet, RtpPacket before) {
        long step = (packet.timestamp() - before.timestamp()) & 0xFFFFFFFFL;
        boolean inTime = step == SAMPLES;
        boolean afterAPause = packet.marker() && step > SAMPLES && step % SAMPLES == 0;
        return packet.sequence() == ((before.sequence() + 1) & 0xFFFF) && (inTime || afterAPause);
    }

    /** What was seen from a packet on, decoded. */
    public List<Picture> seen(int fromPacket) {
        List<Picture> all = new ArrayList<>();
        try (var decoder = new H264Decoder(Bytes.copyOf(new byte[0]))) {
            for (AccessUnit unit : units(fromPacket)) {
                decode(decoder, unit, all);
            }
            decoder.finish((_, picture, _) -> all.add(picture));
        }
        return all;
    }

    private void decode(H264Decoder decoder, AccessUnit unit, List<Picture> seen) {
        try {
            decoder.decode(
                    Avcc.toAnnexB(unit.bytes()),
                    unit.timestamp(),
                    (_, picture, whole) -> {
                        if (whole) {
                            seen.add(picture);
                        }
                    });
        } catch (ProtocolException fault) {
            throw new IllegalStateException(
                    "after %d pictures, one of %d bytes at %d, key %s; %d packets did not come"
                            .formatted(
                                    seen.size(),
                                    unit.bytes().length,
                                    unit.timestamp(),
                                    unit.key(),
                                    missing()),
                    fault);
        }
    }

    private int missing() {
        List<RtpPacket> packets = List.copyOf(pictures);
        int missing = 0;
        for (int i = 1; i < packets.size(); i++) {
            int step = packets.get(i).sequence() - packets.get(i - 1).sequence();
            missing += (step - 1) & 0xFFFF;
        }
        return missing;
    }

    /** How many key frames came from a packet on. */
    public long keyFrames(int fromPacket) {
        return units(fromPacket).stream().filter(AccessUnit::key).count();
    }

    /** Whether no picture is stamped before the one before it. */
    public boolean picturesRise() {
        List<AccessUnit> units = units(0);
        for (int i = 1; i < units.size(); i++) {
            if ((int) (units.get(i).timestamp() - units.get(i - 1).timestamp()) <= 0) {
                return false;
            }
        }
        return true;
    }

    private List<AccessUnit> units(int fromPacket) {
        List<AccessUnit> units = new ArrayList<>();
        var depacketizer = new H264Depacketizer();
        for (RtpPacket packet : from(fromPacket, pictures)) {
            if (packet.payloadLength() > 0) {
                depacketizer.put(packet);
                for (AccessUnit unit = depacketizer.poll();
                        unit != null;
                        unit = depacketizer.poll()) {
                    units.add(unit);
                }
            }
        }
        return units;
    }

    @Override
    public void close() {
        closed = true;
        sip.close();
        audio.close();
        video.close();
    }
}
