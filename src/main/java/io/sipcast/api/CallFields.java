package io.sipcast.api;

import io.sipcast.call.CallRequest;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The fields by which both interfaces place a call, read into what they ask for. */
public final class CallFields {
    private static final Pattern SIP_URI = Pattern.compile("(?i)sips?:.+");
    private static final Pattern TOKEN =
            Pattern.compile("[A-Za-z0-9.!%*_+`'~-]+"); // RFC 3261 §25.1

    private final Set<String> inviteHeaders;

    /**
     * Takes what the configuration allows.
     *
     * @param inviteHeaders header fields that a client may add to the INVITE, beside X- ones
     */
    public CallFields(Set<String> inviteHeaders) {
        this.inviteHeaders = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        this.inviteHeaders.addAll(inviteHeaders);
    }

    /**
     * Reads a body.
     *
     * @param video whether pictures are asked for where the body doesn't say
     * @throws Problem 400 that names the field at fault
     */
    public CallRequest read(Fields body, boolean video) {
        String callee = body.requiredText("callee");
        if (body.text("sipDomain") == null && !SIP_URI.matcher(callee).matches()) {
            throw Problem.field("sipDomain", "is missing, and callee is not a whole SIP URI.");
        }
        if (body.text("rtmpStream") != null && body.text("rtmpUrl") == null) {
            throw Problem.field("rtmpUrl", "is missing, and rtmpStream is given.");
        }
        boolean hasAudio = body.flag("hasAudio", true);
        boolean hasVideo = body.flag("hasVideo", video);
        if (!hasAudio && !hasVideo) {
            throw Problem.field("hasAudio", "and hasVideo are both false: nothing is left to do.");
        }
        return new CallRequest(
                body.text("callId"),
                callee,
                body.text("toStream"),
                body.text("rtmpUrl"),
                body.text("rtmpStream"),
                hasAudio,
                hasVideo,
                body.text("sipLogin"),
                body.text("sipAuthenticationName"),
                body.text("sipPassword"),
                body.text("sipDomain"),
                body.text("sipOutboundProxy"),
                body.port("sipPort"),
                body.text("appKey"),
                body.flag("sipRegisterRequired", false),
                body.text("visibleName"),
                inviteParameters(body),
                body.flag("earlyMedia"),
                body.text("dtmf"),
                FormFields.read(body));
    }

    private Map<String, String> inviteParameters(Fields body) {
        Map<String, String> headers = body.texts("inviteParameters");
        for (String name : headers.keySet()) {
            boolean extension = name.toLowerCase(Locale.ROOT).startsWith("x-");
            if (!TOKEN.matcher(name).matches() || !(extension || inviteHeaders.contains(name))) {
                throw Problem.field(
                        "inviteParameters", "may only have header names that begin with X-.");
            }
        }
        return headers;
    }
}
