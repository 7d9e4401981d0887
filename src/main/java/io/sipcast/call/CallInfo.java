package io.sipcast.call;

import io.sipcast.live.Sending;
import io.sipcast.live.StreamForm;
import io.sipcast.rtmp.RtmpUrl;
import io.sipcast.sip.SessionSchedule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A call at one moment. The SIP password is not in it; what may be secret in {@code rtmpUrl} and
 * {@code rtmpStream} is masked by whoever shows them.
 *
 * @param sipStatus the last SIP status code, 0 before the first
 * @param rtmpUrl as it was asked for
 * @param rtmpStream as it was asked for
 * @param streamName the stream on this server, without its app
 * @param caller our own address of record, or that of who calls us
 * @param callee the SIP URI that is called
 * @param hasAudio whether the call was started with it
 * @param remoteSdp the callee's last description, without keys and passwords
 * @param sessionTimer null in a call without one
 * @param end null while the call lives
 * @param media the paths of both tracks with their counters, for showing
 * @param target what became of rtmpUrl; null when none was given
 * @param destinations all targets, that one too
 * @param source where the INVITE came from, such as {@code udp:192.0.2.1:5060}; null when it was
 *     ours
 * @param hold null while nobody holds the call
 * @param dtmf the last keys that the callee pressed
 * @param trace its SIP messages, also those that come after this moment
 */
public record CallInfo(
        String callId,
        CallStatus status,
        int sipStatus,
        @Nullable String appKey,
        @Nullable String rtmpUrl,
        @Nullable String rtmpStream,
        String streamName,
        String caller,
        String callee,
        boolean hasAudio,
        boolean hasVideo,
        @Nullable String visibleName,
        Map<String, String> inviteParameters,
        @Nullable String sipCallId,
        @Nullable String remoteSdp,
        @Nullable SessionTimer sessionTimer,
        Instant startedAt,
        @Nullable Instant answeredAt,
        @Nullable Instant endedAt,
        @Nullable CallEnd end,
        Map<String, Object> media,
        @Nullable Target target,
        List<Destination> destinations,
        @Nullable String source,
        @Nullable Hold hold,
        List<HeardKey> dtmf,
        CallTrace trace) {
    public CallInfo {
        inviteParameters = Map.copyOf(inviteParameters);
        media = Map.copyOf(media);
        dtmf = List.copyOf(dtmf);
        destinations = List.copyOf(destinations);
    }

    /**
     * The state of {@code rtmpUrl}.
     *
     * @param status PENDING, PUBLISHING, FAILED or STOPPED
     * @param reason why it is not publishing, in words; empty while it is
     * @param sentBytes over this connection
     * @param transcoding why pictures are encoded anew, in words; empty while they go through
     * @param form in which the target gets the stream; null before the answer
     * @param acknowledgedBytes of those that were sent, by RTMP; 0 where servers never say
     * @param failures the last few, oldest first
     * @param control by which it can be muted, stopped and so on
     * @param sending how it keeps up
     */
    public record Target(
            String status,
            Instant since,
            int retries,
            String reason,
            long sentBytes,
            String transcoding,
            @Nullable StreamForm form,
            long acknowledgedBytes,
            List<Failure> failures,
            @Nullable Control control,
            Sending sending) {
        public Target {
            failures = List.copyOf(failures);
        }

        /** One that nothing was sent to. */
        public Target(String status, Instant since, int retries, String reason) {
            this(status, since, retries, reason, 0, "", null, 0, List.of(), null, Sending.NOTHING);
        }

        /** The same, controlled by this. */
        Target with(@Nullable Control by) {
            return new Target(
                    status,
                    since,
                    retries,
                    reason,
                    sentBytes,
                    transcoding,
                    form,
                    acknowledgedBytes,
                    failures,
                    by,
                    sending);
        }
    }

    /**
     * How a target is controlled and what is heard there.
     *
     * @param id that of its push
     * @param sound the file that is heard in place of the call; null when none is
     */
    public record Control(String id, boolean muted, @Nullable String sound) {}

    /**
     * What a target once failed of.
     *
     * @param label one short word for its kind
     * @param reason in words
     */
    public record Failure(Instant at, String label, String reason) {}

    /** One of the targets and its state; printing the URL hides what is secret. */
    public record Destination(RtmpUrl url, Target target) {}

    /** Whether the other one has called us. */
    public boolean incoming() {
        return source != null;
    }

    /**
     * How the session is kept alive (RFC 4028).
     *
     * @param ours whether we refresh, or the callee
     * @param nextRefresh of ours; null when the callee refreshes
     * @param endsAt when we hang up, unless it is refreshed
     */
    public record SessionTimer(
            Duration interval, boolean ours, @Nullable Instant nextRefresh, Instant endsAt) {
        static @Nullable SessionTimer of(@Nullable SessionSchedule schedule, Instant now) {
            return schedule == null
                    ? null
                    : new SessionTimer(
                            schedule.interval(),
                            schedule.ours(),
                            schedule.ours() ? now.plus(schedule.untilDue()) : null,
                            now.plus(schedule.untilEnd()));
        }
    }

    /**
     * The call is on hold.
     *
     * @param by who holds it
     * @param music whether the holder sends sound meanwhile
     */
    public record Hold(String by, Instant since, boolean music) {}

    public boolean ended() {
        return status.ended();
    }
}
