package io.sipcast.call;

import io.sipcast.live.FormWishes;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code /call/startup} asks for, as the reference names it. Null is what was not given.
 *
 * @param callee a user, or a whole SIP URI
 * @param toStream the stream's name on this server; the callId when absent
 * @param sipOutboundProxy host or host:port where requests are really sent
 * @param sipPort its port, 5060 when null
 * @param earlyMedia ours: whether the stream is live before the answer already; null for what the
 *     configuration says
 * @param dtmf keys to be pressed after the answer, such as a bridge's PIN
 * @param form ours: what the stream at {@code rtmpUrl} is to be
 */
public record CallRequest(
        @Nullable String callId,
        String callee,
        @Nullable String toStream,
        @Nullable String rtmpUrl,
        @Nullable String rtmpStream,
        boolean hasAudio,
        boolean hasVideo,
        @Nullable String sipLogin,
        @Nullable String sipAuthenticationName,
        @Nullable String sipPassword,
        @Nullable String sipDomain,
        @Nullable String sipOutboundProxy,
        @Nullable Integer sipPort,
        @Nullable String appKey,
        boolean sipRegisterRequired,
        @Nullable String visibleName,
        Map<String, String> inviteParameters,
        @Nullable Boolean earlyMedia,
        @Nullable String dtmf,
        FormWishes form) {
    public CallRequest {
        inviteParameters = Map.copyOf(inviteParameters);
    }

    /** One whose targets get the stream as it is configured. */
    public CallRequest(
            @Nullable String callId,
            String callee,
            @Nullable String toStream,
            @Nullable String rtmpUrl,
            @Nullable String rtmpStream,
            boolean hasAudio,
            boolean hasVideo,
            @Nullable String sipLogin,
            @Nullable String sipAuthenticationName,
            @Nullable String sipPassword,
            @Nullable String sipDomain,
            @Nullable String sipOutboundProxy,
            @Nullable Integer sipPort,
            @Nullable String appKey,
            boolean sipRegisterRequired,
            @Nullable String visibleName,
            Map<String, String> inviteParameters,
            @Nullable Boolean earlyMedia,
            @Nullable String dtmf) {
        this(
                callId,
                callee,
                toStream,
                rtmpUrl,
                rtmpStream,
                hasAudio,
                hasVideo,
                sipLogin,
                sipAuthenticationName,
                sipPassword,
                sipDomain,
                sipOutboundProxy,
                sipPort,
                appKey,
                sipRegisterRequired,
                visibleName,
                inviteParameters,
                earlyMedia,
                dtmf,
                FormWishes.NONE);
    }

    /** Leaves the password and the keys out. */
    @Override
    public String toString() {
        return "call " + callId + " to " + callee;
    }
}
