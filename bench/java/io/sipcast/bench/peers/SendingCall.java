package io.sipcast.bench.peers;

import io.sipcast.rtp.NtpTime;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What one call sends, and when. On the loop of its sockets. */
final class SendingCall {
    private static final long PACKET_NANOS = 20_000_000;
    private static final long LOOP_NANOS = PictureLoop.SECONDS * 1_000_000_000L;
    private static final long LOOP_TICKS = (long) PictureLoop.SECONDS * PictureLoop.CLOCK_HZ;
    private static final long FIRST_REPORT_NANOS = 300_000_000;
    private static final long REPORT_NANOS = 2_000_000_000;
    private static final long NEVER = Long.MAX_VALUE;

    private final SoundLoop sound;
    private final @Nullable PictureLoop pictures;
    private final @Nullable RtpTrack audio;
    private final @Nullable RtpTrack video;
    private final boolean reports;
    private final int firstPacket;
    private final SendLog log;
    private long beginNanos;
    private long beginPicturesNanos;
    private long audioPackets;
    private int videoPacket;
    private long videoLoops;
    private long audioDue = NEVER;
    private long videoDue = NEVER;
    private long reportDue = NEVER;

    /**
     * A call that has not begun.
     *
     * @param audio null when none was agreed on
     * @param video null likewise
     * @param firstPacket of the sound's loop
     */
    SendingCall(Load load, @Nullable RtpTrack audio, @Nullable RtpTrack video, int firstPacket) {
        sound = load.sound();
        pictures = load.pictures();
        reports = load.reports();
        this.audio = audio;
        this.video = video;
        this.firstPacket = firstPacket;
        log = new SendLog(sound, firstPacket * SoundLoop.PACKET_SAMPLES);
    }

    SendLog log() {
        return log;
    }

    void begin(long atNanos, long picturesAfterNanos) {
        beginNanos = atNanos;
        beginPicturesNanos = atNanos + picturesAfterNanos;
        audioDue = audio == null ? NEVER : beginNanos;
        videoDue = video == null || pictures == null ? NEVER : beginPicturesNanos;
        reportDue = reports ? beginPicturesNanos + FIRST_REPORT_NANOS : NEVER;
    }

    /** When {@link #send} is wanted next. */
    long dueNanos() {
        return Math.min(audioDue, Math.min(videoDue, reportDue));
    }

    /** Sends all that is due. */
    void send(long nowNanos, LatenessMeter lateness) {
        while (audio != null && audioDue <= nowNanos) {
            sendSound(audio, nowNanos);
            lateness.add(nowNanos - audioDue);
            audioPackets++;
            audioDue = beginNanos + audioPackets * PACKET_NANOS;
        }
        while (video != null && pictures != null && videoDue <= nowNanos) {
            sendPicture(video, pictures);
        }
        if (reportDue <= nowNanos) {
            report(nowNanos);
            reportDue += REPORT_NANOS;
        }
    }

    private void sendSound(RtpTrack track, long nowNanos) {
        int packet = (int) ((firstPacket + audioPackets) % sound.packets());
        track.send(sound.payload(packet), audioPackets == 0, audioPackets * sound.packetTicks());
        log.left(nowNanos);
    }

    private void sendPicture(RtpTrack track, PictureLoop loop) {
        track.send(
                loop.payload(videoPacket),
                loop.marker(videoPacket),
                videoLoops * LOOP_TICKS + loop.ticks(videoPacket));
        if (++videoPacket == loop.packets()) {
            videoPacket = 0;
            videoLoops++;
        }
        videoDue = beginPicturesNanos + videoLoops * LOOP_NANOS + loop.dueNanos(videoPacket);
    }

    private void report(long nowNanos) {
        NtpTime now = NtpTime.of(Instant.now());
        if (audio != null) {
            audio.report(now, nowNanos - beginNanos);
        }
        if (video != null) {
            video.report(now, nowNanos - beginPicturesNanos);
        }
    }

    void end() {
        if (audio != null) {
            audio.close();
        }
        if (video != null) {
            video.close();
        }
    }
}
