package io.sipcast.media;

import io.sipcast.rtmp.codec.h264.Avcc;
import io.sipcast.rtp.FullIntraRequest;
import io.sipcast.rtp.NtpTime;
import io.sipcast.rtp.PictureLoss;
import io.sipcast.rtp.RtcpCompound;
import io.sipcast.rtp.RtcpPacket;
import io.sipcast.rtp.RtpPacket;
import io.sipcast.rtp.SenderReport;
import io.sipcast.rtp.payload.G711;
import io.sipcast.rtp.payload.H264Packetizer;
import io.sipcast.rtp.payload.TelephoneEvent;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.PriorityQueue;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A media session and a callee who sends to it, joined by a seeded link, in virtual time: sound
 * each 20 ms, a picture each 40 ms, a key frame when asked.
 */
final class VirtualCall implements MediaOutput {
    static final long MILLIS = 1_000_000L;
    static final long ORIGIN = 123_456_789_000L;
    static final int VIDEO_TYPE = 96;

    static final int EVENT_TYPE = 101;

    /** Both ways, with keys. */
    static final AudioTrack SOUND =
            AudioTrack.of(
                    G711.PCMU,
                    new TelephoneEvents(
                            OptionalInt.of(EVENT_TYPE), Map.of(EVENT_TYPE, G711.SAMPLE_RATE_HZ)));

    private static final byte[] SPS =
            HexFormat.of().parseHex("6742c01ed900a02ff97011000003000100000300320f162e48");
    private static final byte[] PPS = HexFormat.of().parseHex("68cb83cb20");
    private static final NtpTime NTP = new NtpTime(0xEC00_0000_8000_0000L);

    /** Something that happens at a time. */
    private record Event(long atNanos, long number, Runnable action) {}

    /** A datagram that the session sent, and when. */
    record Sent(long atNanos, MediaTrack track, ByteBuffer datagram) {}

    final List<Pcm> sound = new ArrayList<>();
    final List<MediaUnit> pictures = new ArrayList<>();
    final List<Long> pictureTimes = new ArrayList<>();
    final List<Sent> rtp = new ArrayList<>();
    final List<Sent> rtcp = new ArrayList<>();

    /** Pressed by the callee: key, when it began, for how many milliseconds. */
    final List<String> keys = new ArrayList<>();

    int signals;

    /** How much sound is kept for who listens next. */
    long keptMillis = 1000;

    boolean audioOn = true;
    boolean videoOn = true;
    boolean reportsOn = true;
    boolean heedsRequests = true;

    /** In pictures, from one key frame that nobody asked for to the next; 0: there are none. */
    int ownKeyFrames;

    boolean parameterSetsInBand = true;
    long delayMillis;
    long videoDelayMillis;
    double lossPercent;
    double reorderPercent;
    double duplicatePercent;
    int pictureBytes = 3000;
    byte[] sps = SPS;

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(
                    Comparator.comparingLong(Event::atNanos).thenComparingLong(Event::number));
    private final Random link = new Random(42);
    private final H264Packetizer packetizer = new H264Packetizer();
    private long eventNumber;
    private long nowNanos = ORIGIN;
    private int audioSequence = 65_500;
    private int videoSequence = 65_530;
    private int pictureNumber;
    private int audioSsrc = 0x0A0D10;
    private int videoSsrc = 0x51DE0;
    private long ticksShift;
    private boolean keyWanted = true;
    private final EventSender keyPressed = new EventSender(160);

    /** What one turn of a loop reads of a socket. */
    private static final int PER_TURN = 16;

    private boolean stalled;
    private boolean tickLate;

    /** While it is above 0 packets wait, and are looked for so often: nobody watches. */
    private long lookMillis;

    private long lookNanos;
    private final Map<MediaTrack, ArrayDeque<Runnable>> waiting =
            Map.of(
                    MediaTrack.AUDIO, new ArrayDeque<>(),
                    MediaTrack.VIDEO, new ArrayDeque<>());
    private final ArrayDeque<Runnable> unread = new ArrayDeque<>();

    final MediaSession session;

    VirtualCall() {
        this(videoTrack(true, false));
    }

    VirtualCall(@Nullable VideoTrack video) {
        this(video, MediaSession.Settings.DEFAULT);
    }

    VirtualCall(@Nullable VideoTrack video, MediaSession.Settings settings) {
        session =
                new MediaSession(
                        settings,
                        AudioCodecs.G711,
                        new Negotiated(SOUND, video),
                        this,
                        new Random(7),
                        Instant.ofEpochSecond(1_800_000_000),
                        nowNanos);
        at(0, this::tick);
        at(5, this::sendSound);
        at(7, this::sendPicture);
        at(900, this::sendReports);
    }

    static VideoTrack videoTrack(boolean feedback, boolean nack) {
        return new VideoTrack(
                List.of(new VideoPayload(VIDEO_TYPE, Format.VideoCodec.H264)),
                feedback,
                nack,
                true);
    }

    long nowNanos() {
        return nowNanos;
    }

    MediaStats.Audio audioStats() {
        return Objects.requireNonNull(session.stats().audio());
    }

    MediaStats.Video videoStats() {
        return Objects.requireNonNull(session.stats().video());
    }

    /** Does what is to be done up to this time after the start. */
    void runUntil(long millis) {
        while (!events.isEmpty() && events.peek().atNanos() <= ORIGIN + millis * MILLIS) {
            Event event = events.remove();
            nowNanos = event.atNanos();
            event.action().run();
        }
        nowNanos = ORIGIN + millis * MILLIS;
    }

    /** What the picture of a number looks like: its NAL unit. */
    static byte[] slice(int number, boolean key, int size) {
        byte[] nal = new byte[size];
        new Random(number).nextBytes(nal);
        return NumberedSlice.write(number, key, nal);
    }

    /**
     * A bridge lets another one speak: nothing goes on as before, but the next picture is a key.
     */
    void switchSpeaker() {
        keyPressed.drop();
        audioSsrc += 17;
        videoSsrc += 17;
        ticksShift += 1_234_567_890;
        audioSequence += 20_000;
        videoSequence += 20_000;
        keyWanted = true;
    }

    /** The session's loop stands still for a while; what comes meanwhile waits in its socket. */
    void stall(long fromMillis, long untilMillis) {
        at(fromMillis, () -> stalled = true);
        at(untilMillis, this::goOn);
    }

    /** As a loop does it that stood still within a turn: ticks that are due come before reading. */
    private void goOn() {
        stalled = false;
        if (tickLate) {
            tickLate = false;
            tick();
        }
        later(0, this::read);
    }

    private void read() {
        for (int i = 0; i < PER_TURN && !unread.isEmpty(); i++) {
            unread.remove().run();
        }
        if (!unread.isEmpty()) {
            later(10, this::read);
        }
    }

    /** As its loop does it: a tick that has nothing to do is left out. */
    private void tick() {
        if (stalled) {
            tickLate = true;
            return;
        }
        if (lookMillis > 0 && nowNanos - lookNanos < lookMillis * MILLIS) {
            session.send(nowNanos, nowNanos);
            later(session.sendsNanos(nowNanos) - nowNanos > 10 * MILLIS ? 20 : 10, this::tick);
            return;
        }
        if (lookMillis > 0) {
            look();
        } else {
            session.tick(nowNanos);
        }
        later(session.dueNanos(nowNanos) - nowNanos > 10 * MILLIS ? 20 : 10, this::tick);
    }

    /**
     * What comes waits from now on, and is looked for so often; 0 ends that, and what waits is
     * taken.
     */
    void rest(long millis) {
        look();
        lookMillis = millis;
    }

    private void look() {
        if (lookMillis > 0) {
            lookNanos = nowNanos;
            for (MediaTrack track : MediaTrack.values()) { // each has a socket
                ArrayDeque<Runnable> unseen = Objects.requireNonNull(waiting.get(track));
                while (!unseen.isEmpty()) {
                    unseen.remove().run();
                }
            }
            session.caughtUp(nowNanos);
            session.tick(nowNanos);
        }
    }

    private void sendSound() {
        later(20, this::sendSound);
        if (!audioOn) {
            return;
        }
        if (keyPressed.pressed()) {
            keyPressed.next(audioTicks(), this::sendKey);
            return;
        }
        int sequence = audioSequence++;
        ByteBuffer packet = ByteBuffer.allocate(172);
        RtpPacket.writeHeader(packet, false, 0, sequence, audioTicks(), audioSsrc);
        for (int i = 0; i < 160; i++) {
            packet.put(G711.PCMU.encode((short) (8000 * Math.sin((audioTicks() + i) * 0.3))));
        }
        transmit(MediaTrack.AUDIO, packet.flip(), 0);
    }

    /** The callee presses a key: no sound comes of it meanwhile. */
    void pressKey(int event, int millis) {
        keyPressed.press(event, audioTicks(), millis * 8L);
    }

    private void sendKey(boolean marker, long ticks, TelephoneEvent event) {
        ByteBuffer packet = ByteBuffer.allocate(16);
        RtpPacket.writeHeader(packet, marker, EVENT_TYPE, audioSequence++, ticks, audioSsrc);
        event.write(packet);
        transmit(MediaTrack.AUDIO, packet.flip(), 0);
    }

    /** Sends these bytes as if they were a key. */
    void sendAsKey(byte[] payload) {
        ByteBuffer packet = ByteBuffer.allocate(12 + payload.length);
        RtpPacket.writeHeader(packet, false, EVENT_TYPE, audioSequence++, audioTicks(), audioSsrc);
        transmit(MediaTrack.AUDIO, packet.put(payload).flip(), 0);
    }

    private void sendPicture() {
        later(40, this::sendPicture);
        if (!videoOn) {
            return;
        }
        int number = pictureNumber++;
        boolean key = keyWanted || (ownKeyFrames > 0 && number % ownKeyFrames == 0);
        keyWanted = false;
        long ticks = videoTicks();
        packetizer.packetize(
                picture(number, key),
                (payload, last) -> {
                    ByteBuffer packet = ByteBuffer.allocate(12 + payload.remaining());
                    RtpPacket.writeHeader(
                            packet, last, VIDEO_TYPE, videoSequence++, ticks, videoSsrc);
                    transmit(MediaTrack.VIDEO, packet.put(payload).flip(), videoDelayMillis);
                });
    }

    private byte[] picture(int number, boolean key) {
        List<byte[]> nals = new ArrayList<>();
        if (key && parameterSetsInBand) {
            nals.add(sps);
            nals.add(PPS);
        }
        nals.add(slice(number, key, pictureBytes));
        return Avcc.join(nals);
    }

    private void sendReports() {
        later(5_000, this::sendReports);
        if (reportsOn) {
            NtpTime ntp = NTP.plusNanos(nowNanos);
            report(
                    MediaTrack.AUDIO,
                    new SenderReport(audioSsrc, ntp, audioTicks(), 0, 0, List.of()));
            report(
                    MediaTrack.VIDEO,
                    new SenderReport(videoSsrc, ntp, videoTicks(), 0, 0, List.of()));
        }
    }

    private void report(MediaTrack track, SenderReport report) {
        ByteBuffer out = ByteBuffer.allocate(200);
        RtcpCompound.write(List.of(report), out);
        session.rtcp(track, out.flip(), nowNanos);
    }

    private long audioTicks() {
        return (0xFFFF_0000L + ticksShift + (nowNanos - ORIGIN) / 125_000) & 0xFFFF_FFFFL;
    }

    private long videoTicks() {
        return (0xFFFF_8000L + ticksShift + (nowNanos - ORIGIN) * 9 / 100_000) & 0xFFFF_FFFFL;
    }

    private void transmit(MediaTrack track, ByteBuffer datagram, long ownMillis) {
        if (link.nextDouble(100) < lossPercent) {
            return;
        }
        long late = link.nextDouble(100) < reorderPercent ? 25 : 0;
        deliver(track, datagram, delayMillis + ownMillis + late);
        if (link.nextDouble(100) < duplicatePercent) {
            deliver(track, datagram.duplicate(), delayMillis + ownMillis + 3);
        }
    }

    private void deliver(MediaTrack track, ByteBuffer datagram, long delayMillis) {
        later(delayMillis, () -> arrive(track, datagram));
    }

    private void arrive(MediaTrack track, ByteBuffer datagram) {
        if (lookMillis > 0) {
            long atNanos = nowNanos;
            Objects.requireNonNull(waiting.get(track))
                    .add(() -> {
                        session.passed(track, atNanos);
                        session.rtp(track, datagram, atNanos);
                    });
            return;
        }
        Runnable reading = () -> session.rtp(track, datagram, nowNanos);
        if (stalled || !unread.isEmpty()) {
            unread.add(reading);
        } else {
            reading.run();
        }
    }

    private void at(long millis, Runnable action) {
        events.add(new Event(ORIGIN + millis * MILLIS, eventNumber++, action));
    }

    private void later(long millis, Runnable action) {
        events.add(new Event(nowNanos + millis * MILLIS, eventNumber++, action));
    }

    @Override
    public void audio(Pcm block) {
        sound.add(block);
    }

    @Override
    public long unheard(long untilNanos) {
        return untilNanos - keptMillis * MILLIS;
    }

    @Override
    public void video(MediaUnit unit) {
        pictures.add(unit);
        pictureTimes.add(nowNanos);
    }

    @Override
    public void sendRtp(MediaTrack track, ByteBuffer datagram) {
        rtp.add(new Sent(nowNanos, track, datagram));
    }

    @Override
    public void sendRtcp(MediaTrack track, ByteBuffer datagram) {
        rtcp.add(new Sent(nowNanos, track, datagram));
        for (RtcpPacket packet : RtcpCompound.read(datagram.duplicate())) {
            boolean request = packet instanceof PictureLoss || packet instanceof FullIntraRequest;
            if (request && heedsRequests) {
                later(30, () -> keyWanted = true);
            }
        }
    }

    @Override
    public void key(char key, long beganNanos, long durationNanos) {
        keys.add(key + " " + (beganNanos - ORIGIN) / MILLIS + " " + durationNanos / MILLIS);
    }

    @Override
    public void signalKeyFrame() {
        signals++;
    }
}
