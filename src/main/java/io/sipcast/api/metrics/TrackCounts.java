package io.sipcast.api.metrics;

import io.sipcast.call.CallInfo;
import io.sipcast.media.MediaStats;
import java.util.EnumMap;
import java.util.Map;

/** What was counted of the media of calls: one number for each {@link Counter}. */
final class TrackCounts {
    /** Something that only grows; its track, its name and what it means. */
    enum Counter {
        AUDIO_PACKETS("audio", "rtp.packets", "RTP packets received"),
        AUDIO_LOST("audio", "rtp.lost", "RTP packets that never came, or too late"),
        AUDIO_LATE("audio", "rtp.late", "RTP packets that came after their place was given up"),
        AUDIO_DUPLICATES("audio", "rtp.duplicates", "RTP packets that came again"),
        AUDIO_MALFORMED("audio", "rtp.malformed", "Datagrams that are neither RTP nor RTCP"),
        AUDIO_SENT("audio", "rtp.sent", "RTP packets sent"),
        VIDEO_PACKETS("video", "rtp.packets", "RTP packets received"),
        VIDEO_LOST("video", "rtp.lost", "RTP packets that never came, or too late"),
        VIDEO_LATE("video", "rtp.late", "RTP packets that came after their place was given up"),
        VIDEO_DUPLICATES("video", "rtp.duplicates", "RTP packets that came again"),
        VIDEO_MALFORMED("video", "rtp.malformed", "Datagrams that are neither RTP nor RTCP"),
        VIDEO_SENT("video", "rtp.sent", "RTP packets sent"),
        FILLED("audio", "filled.milliseconds", "Sound that was made up, or silence put in"),
        CONCEALED("audio", "concealed.milliseconds", "Lost sound that was made up"),
        RECOVERED("audio", "recovered.milliseconds", "Lost sound that FEC brought back"),
        PICTURES("video", "pictures", "Pictures received whole"),
        INCOMPLETE("video", "pictures.incomplete", "Pictures that lacked a packet"),
        KEY_FRAMES("video", "key.frames", "Key frames received"),
        WAITS("video", "key.frame.waits", "Times that pictures were held back for a key frame"),
        KEY_REQUESTS("video", "key.frame.requests", "Key frames asked for"),
        NACKS("video", "rtp.nacked", "RTP packets asked for again"),
        REPAIRED("video", "rtp.repaired", "RTP packets that came when asked for again");

        private final String track;
        private final String text;
        private final String meaning;

        Counter(String track, String text, String meaning) {
            this.track = track;
            this.text = text;
            this.meaning = meaning;
        }

        String track() {
            return track;
        }

        /** With dots, after the prefix of all. */
        String text() {
            return text;
        }

        String meaning() {
            return meaning;
        }
    }

    private final Map<Counter, Long> counts = new EnumMap<>(Counter.class);

    static TrackCounts of(CallInfo call) {
        var counts = new TrackCounts();
        if (call.media().get("audio") instanceof MediaStats.Audio audio) {
            counts.put(audio);
        }
        if (call.media().get("video") instanceof MediaStats.Video video) {
            counts.put(video);
        }
        return counts;
    }

    long get(Counter counter) {
        return counts.getOrDefault(counter, 0L);
    }

    void add(TrackCounts more) {
        more.counts.forEach((counter, count) -> counts.merge(counter, count, Long::sum));
    }

    private void put(MediaStats.Audio audio) {
        MediaStats.Packets packets = audio.packets();
        counts.put(Counter.AUDIO_PACKETS, packets.packets());
        counts.put(Counter.AUDIO_LOST, packets.lost());
        counts.put(Counter.AUDIO_LATE, packets.late());
        counts.put(Counter.AUDIO_DUPLICATES, packets.duplicates());
        counts.put(Counter.AUDIO_MALFORMED, packets.malformed());
        counts.put(Counter.AUDIO_SENT, packets.packetsSent());
        counts.put(Counter.FILLED, audio.filledMillis());
        counts.put(Counter.CONCEALED, audio.concealedMillis());
        counts.put(Counter.RECOVERED, audio.recoveredMillis());
    }

    private void put(MediaStats.Video video) {
        MediaStats.Packets packets = video.packets();
        counts.put(Counter.VIDEO_PACKETS, packets.packets());
        counts.put(Counter.VIDEO_LOST, packets.lost());
        counts.put(Counter.VIDEO_LATE, packets.late());
        counts.put(Counter.VIDEO_DUPLICATES, packets.duplicates());
        counts.put(Counter.VIDEO_MALFORMED, packets.malformed());
        counts.put(Counter.VIDEO_SENT, packets.packetsSent());
        counts.put(Counter.PICTURES, video.pictures());
        counts.put(Counter.INCOMPLETE, video.incomplete());
        counts.put(Counter.KEY_FRAMES, video.keyFrames());
        counts.put(Counter.WAITS, video.losses());
        counts.put(Counter.KEY_REQUESTS, video.keyFrameRequests());
        counts.put(Counter.NACKS, video.feedback().nacks());
        counts.put(Counter.REPAIRED, video.feedback().repaired());
    }
}
