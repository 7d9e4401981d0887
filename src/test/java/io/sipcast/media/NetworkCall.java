package io.sipcast.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.ingest.Rules;
import io.sipcast.live.Slate;
import io.sipcast.media.Network.Reports;
import io.sipcast.media.Network.Trouble;
import io.sipcast.rtmp.codec.h264.Avcc;
import io.sipcast.rtp.FullIntraRequest;
import io.sipcast.rtp.Nack;
import io.sipcast.rtp.NtpTime;
import io.sipcast.rtp.PictureLoss;
import io.sipcast.rtp.ReportBlock;
import io.sipcast.rtp.RtcpCompound;
import io.sipcast.rtp.RtcpPacket;
import io.sipcast.rtp.RtpPacket;
import io.sipcast.rtp.SenderReport;
import io.sipcast.rtp.payload.G711;
import io.sipcast.rtp.payload.H264Packetizer;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A call over a {@link Network} in virtual time, for minutes or hours: nothing is kept but figures.
 * Each packet of sound is one level, which is its number modulo 100; each picture has its number.
 * So it is seen where in the stream everything came to lie.
 */
final class NetworkCall implements MediaOutput {
    private static final long MILLIS = 1_000_000L;
    private static final long PACKET_NANOS = 20 * MILLIS;
    private static final long ORIGIN = 9_000_000_000_000L;
    private static final int VIDEO_TYPE = 96;
    private static final int LEVELS = 100;
    private static final int LOUDEST = 130;
    private static final int SAMPLES = 160;
    private static final int KEPT = 1 << 10;
    private static final byte[] SPS =
            HexFormat.of().parseHex("6742c01ed900a02ff97011000003000100000300320f162e48");
    private static final byte[] PPS = HexFormat.of().parseHex("68cb83cb20");
    private static final NtpTime NTP = new NtpTime(0xEC00_0000_8000_0000L);

    private final Network network;
    private final Way.Time time = new Way.Time(ORIGIN);
    private final Random random;
    private final Way soundWay;
    private final Way videoWay;
    private final Way backWay;
    private final H264Packetizer packetizer = new H264Packetizer();
    private final ByteBuffer[] sentVideo = new ByteBuffer[KEPT];
    private final MediaSession session;
    private final Rules rules = Rules.all();
    private final StrictHub hub;
    private final NetworkFigures.Builder figures = new NetworkFigures.Builder();

    private long soundNumber;
    private long soundBase = 0xFFFF_F000L;
    private int soundSequence = 65_000;
    private int soundSsrc = 0xA0;
    private long pictureNumber;
    private long videoBase = 0xFFFF_FF00L;
    private int videoSequence = 65_000;
    private int videoSsrc = 0xB0;
    private boolean keyWanted = true;
    private boolean slipped;
    private long ntpShift;

    /** What the session reported last of each track that it sends, and when that came. */
    private record Heard(int ssrc, int report, long atNanos) {}

    private final Map<MediaTrack, Heard> heard = new EnumMap<>(MediaTrack.class);

    private boolean begun;
    private long streamStart;
    private long soundEnd;
    private long lastPlaced = -1;
    private double soundOffset;
    private long lastDts = -1;
    private long lastPicture = -1;

    NetworkCall(Network network, long seed) {
        this.network = network;
        random = new Random(seed);
        soundWay = new Way(network, time, new Random(seed + 1));
        videoWay = new Way(network, time, new Random(seed + 2));
        backWay = new Way(network, time, new Random(seed + 3));
        session =
                new MediaSession(
                        MediaSession.Settings.DEFAULT,
                        AudioCodecs.G711,
                        new Negotiated(
                                AudioTrack.of(G711.PCMU),
                                new VideoTrack(
                                        List.of(
                                                new VideoPayload(
                                                        VIDEO_TYPE, Format.VideoCodec.H264)),
                                        true,
                                        network.nack(),
                                        true)),
                        this,
                        new Random(seed + 4),
                        Instant.ofEpochSecond(1_800_000_000),
                        ORIGIN);
        hub = new StrictHub(true, Slate.Mode.AUTO, rules, session::requestKeyFrame, _ -> {});
    }

    /** Makes the call; fails, too, when a strict ingest would have ended its stream. */
    NetworkFigures run() {
        time.at(ORIGIN, this::tick);
        time.at(ORIGIN + 5 * MILLIS, this::sendSound);
        time.at(captureNanos(0) + Network.VIDEO_LATE * MILLIS, this::sendPicture);
        time.at(ORIGIN + firstReport(), () -> sendReport(MediaTrack.AUDIO));
        time.at(ORIGIN + firstReport() + 700 * MILLIS, () -> sendReport(MediaTrack.VIDEO));
        time.at(ORIGIN + 20_000 * MILLIS, this::trouble);
        long length = network.seconds() * (1_000 * MILLIS);
        time.runUntil(ORIGIN + length);
        rules.end();
        assertThat(soundEnd).as("the sound goes on").isGreaterThan(length - 600 * MILLIS);
        return figures.build(session.stats(), pictureNumber, soundWay.lost());
    }

    private long firstReport() {
        return (network.reports() == Reports.LATE ? 60_000 : 1_000) * MILLIS;
    }

    private void tick() {
        long now = time.now();
        session.tick(now);
        hub.publish();
        long next = now + 10 * MILLIS;
        boolean idle = session.dueNanos(now) - next > 0;
        time.at(idle ? next + 10 * MILLIS : next, this::tick);
    }

    /** When the sound of a number was captured, on our clock. */
    private long captureNanos(double number) {
        return ORIGIN + 5 * MILLIS + Math.round(number * PACKET_NANOS * (1 + network.ppm() * 1e-6));
    }

    private void sendSound() {
        int count = network.burst() / 20;
        for (int i = 0; i < count; i++) {
            long number = soundNumber++;
            ByteBuffer packet = ByteBuffer.allocate(RtpPacket.HEADER_SIZE + SAMPLES);
            RtpPacket.writeHeader(
                    packet,
                    false,
                    0,
                    soundSequence++ & 0xFFFF,
                    ticks(soundBase, number * SAMPLES),
                    soundSsrc);
            Arrays.fill(
                    packet.array(),
                    RtpPacket.HEADER_SIZE,
                    packet.capacity(),
                    (byte) (LOUDEST + number % LEVELS));
            packet.clear();
            soundWay.send(() -> session.rtp(MediaTrack.AUDIO, packet.duplicate(), time.now()));
        }
        time.at(captureNanos((double) soundNumber), this::sendSound);
    }

    private void sendPicture() {
        long number = pictureNumber++;
        double asSound = number * network.picture() / 20.0;
        boolean key = keyWanted;
        keyWanted = false;
        long ticks = ticks(videoBase, number * network.picture() * 90L);
        packetizer.packetize(
                Avcc.join(
                        key
                                ? List.of(SPS, PPS, slice(number, true))
                                : List.of(slice(number, false))),
                (payload, last) -> {
                    int sequence = videoSequence++ & 0xFFFF;
                    ByteBuffer packet = ByteBuffer.allocate(12 + payload.remaining());
                    RtpPacket.writeHeader(packet, last, VIDEO_TYPE, sequence, ticks, videoSsrc);
                    packet.put(payload).flip();
                    sentVideo[sequence % KEPT] = packet;
                    videoWay.send(
                            () -> session.rtp(MediaTrack.VIDEO, packet.duplicate(), time.now()));
                });
        double next = asSound + network.picture() / 20.0;
        time.at(captureNanos(next) + Network.VIDEO_LATE * MILLIS, this::sendPicture);
    }

    private byte[] slice(long number, boolean key) {
        byte[] nal = new byte[key ? 6_000 : 2_000];
        Arrays.fill(nal, (byte) 0x55);
        return NumberedSlice.write((int) number, key, nal);
    }

    private static long ticks(long base, long offset) {
        return (base + offset) & 0xFFFF_FFFFL;
    }

    private void trouble() {
        time.at(time.now() + 20_000 * MILLIS, this::trouble);
        Trouble trouble = network.trouble();
        if (trouble == Trouble.SPEAKER) {
            soundSsrc += 3;
            videoSsrc += 3;
            keyWanted = true;
        }
        if (trouble == Trouble.SPEAKER || trouble == Trouble.TIMESTAMPS) {
            soundBase += random.nextInt();
            videoBase += random.nextInt();
        }
        if (trouble == Trouble.SPEAKER || trouble == Trouble.SEQUENCE) {
            soundSequence += 10_000 + random.nextInt(10_000);
            videoSequence += 10_000 + random.nextInt(10_000);
        }
        if (trouble == Trouble.SLIP) {
            soundBase += slipped ? -1_600 : 1_600;
            slipped = !slipped;
        }
    }

    private void sendReport(MediaTrack track) {
        time.at(time.now() + 5_000 * MILLIS, () -> sendReport(track));
        boolean sound = track == MediaTrack.AUDIO;
        Reports reports = network.reports();
        Reports silent = sound ? Reports.PICTURES_ONLY : Reports.SOUND_ONLY;
        if (reports == Reports.ABSENT || reports == silent) {
            return;
        }
        if (reports == Reports.STEPPED && sound && random.nextInt(12) == 0) {
            ntpShift = random.nextLong(-7_200_000, 7_200_000) * MILLIS;
        }
        double own = (time.now() - ORIGIN - 5 * MILLIS) / (1 + network.ppm() * 1e-6); // its clock
        NtpTime ntp =
                switch (reports) {
                    case ZERO -> new NtpTime(0);
                    case CONSTANT -> NTP;
                    case RANDOM -> NTP.plusNanos(random.nextLong(-900, 900) * MILLIS + (long) own);
                    case STEPPED -> NTP.plusNanos((long) own + ntpShift);
                    case RIGHT, LATE, ABSENT, SOUND_ONLY, PICTURES_ONLY, SWAPPED ->
                            NTP.plusNanos((long) own);
                };
        boolean ofSound = sound != (reports == Reports.SWAPPED);
        long ticks =
                ofSound
                        ? ticks(soundBase, Math.round(own * 8e-6))
                        : ticks(videoBase, Math.round(own * 90e-6));
        ByteBuffer out = ByteBuffer.allocate(200);
        RtcpCompound.write(
                List.of(
                        new SenderReport(
                                sound ? soundSsrc : videoSsrc, ntp, ticks, 0, 0, blocks(track))),
                out);
        out.flip();
        (sound ? soundWay : videoWay).send(() -> session.rtcp(track, out.duplicate(), time.now()));
    }

    /** So that the session knows the round trip. */
    private List<ReportBlock> blocks(MediaTrack track) {
        Heard last = heard.get(track);
        if (last == null) {
            return List.of();
        }
        long since = (time.now() - last.atNanos()) * 65_536 / 1_000_000_000;
        return List.of(new ReportBlock(last.ssrc(), 0, 0, 0, 0, last.report(), since));
    }

    @Override
    public void sendRtcp(MediaTrack track, ByteBuffer datagram) {
        backWay.send(() -> feedback(track, datagram.duplicate()));
    }

    private void feedback(MediaTrack track, ByteBuffer datagram) {
        for (RtcpPacket packet : RtcpCompound.read(datagram)) {
            if (packet instanceof SenderReport report) {
                heard.put(track, new Heard(report.ssrc(), report.ntp().middle(), time.now()));
            }
            keyWanted |= packet instanceof PictureLoss || packet instanceof FullIntraRequest;
            if (packet instanceof Nack nack && network.nack()) {
                nack.sequences().forEach(this::sendAgain);
            }
        }
    }

    private void sendAgain(int sequence) {
        ByteBuffer packet = sentVideo[sequence % KEPT];
        if (packet != null && (packet.getShort(2) & 0xFFFF) == sequence) {
            videoWay.send(() -> session.rtp(MediaTrack.VIDEO, packet.duplicate(), time.now()));
        }
    }

    @Override
    public void audio(Pcm block) {
        long start = time.now() - block.startNanos();
        if (!begun || (isYoung() && start < streamStart)) { // the first packet was late
            begun = true;
            streamStart = start;
        }
        assertThat(block.startNanos()).as("no hole").isEqualTo(soundEnd);
        soundEnd = block.endNanos();
        hub.audio(block);
        figures.delay(time.now() - streamStart - block.startNanos());
        long number = numberOf(block);
        if (number > lastPlaced) {
            lastPlaced = number;
            soundOffset =
                    block.endNanos() - PACKET_NANOS - (captureNanos((double) number) - streamStart);
            figures.placed(settled(), soundOffset);
        } else if (number < 0) {
            figures.filled(block.endNanos() - block.startNanos());
        }
    }

    /** Which packet this is; -1 when it is made up. */
    private long numberOf(Pcm block) {
        short[] samples = block.samples();
        short level = samples[samples.length - 1];
        int code = G711.PCMU.encode(level) & 0xFF;
        for (int i = Math.max(0, samples.length - 40); i < samples.length; i++) {
            if (samples[i] != level) {
                return -1;
            }
        }
        if (code < LOUDEST || code >= LOUDEST + LEVELS) {
            return -1;
        }
        long last = soundNumber - 1;
        return last - Math.floorMod(last - (code - LOUDEST), LEVELS);
    }

    @Override
    public void video(MediaUnit unit) {
        assertThat(unit.dtsNanos()).as("no step back").isGreaterThan(lastDts);
        lastDts = unit.dtsNanos();
        long number = NumberedSlice.number(unit);
        if (!unit.key()) {
            assertThat(number).as("refers to the one before").isEqualTo(lastPicture + 1);
        }
        lastPicture = number;
        double capture = captureNanos(number * network.picture() / 20.0) - streamStart;
        hub.video(unit);
        figures.picture(settled(), unit.ptsNanos() - capture - soundOffset, unit.dtsNanos());
    }

    /** As long as the session finds out when the stream began. */
    private boolean isYoung() {
        return time.now() - ORIGIN < 1_500 * MILLIS;
    }

    /** Both tracks have had reports by then, and what was to move has moved. */
    private boolean settled() {
        return time.now() - ORIGIN > 90_000 * MILLIS;
    }

    @Override
    public void sendRtp(MediaTrack track, ByteBuffer datagram) {
        // silence and keep-alives
    }

    @Override
    public void key(char key, long beganNanos, long durationNanos) {
        throw new AssertionError("nobody pressed " + key);
    }

    @Override
    public void signalKeyFrame() {
        backWay.send(() -> keyWanted = true);
    }
}
