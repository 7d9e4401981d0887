package io.sipcast.demo;

import io.sipcast.bytes.Bytes;
import io.sipcast.bytes.ProtocolException;
import io.sipcast.sdp.Connection;
import io.sipcast.sdp.Origin;
import io.sipcast.sdp.SessionDescription;
import io.sipcast.sip.message.SipRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The descriptions of one call: the offer that was taken last and what it is answered with. */
final class CallDescription {
    private static final CalleeAnswer NOTHING =
            new CalleeAnswer(List.of(), Optional.empty(), Optional.empty());

    private final CalleeSettings settings;
    private final String sessionId;
    private CalleeAnswer answer = NOTHING;
    private int version;

    CallDescription(CalleeSettings settings, RandomGenerator random) {
        this.settings = settings;
        sessionId = Long.toString(random.nextLong() & Long.MAX_VALUE);
    }

    /** The answer to the request's offer; when that is empty nothing has changed. */
    CalleeAnswer take(SipRequest request) {
        CalleeAnswer found =
                request.hasBody(SessionDescription.MEDIA_TYPE) ? read(request.body()) : NOTHING;
        if (!found.isEmpty()) {
            answer = found;
        }
        return found;
    }

    private CalleeAnswer read(Bytes body) {
        try {
            return CalleeAnswer.to(SessionDescription.parse(body.toArray()), settings);
        } catch (ProtocolException _) {
            return NOTHING;
        }
    }

    CalleeAnswer answer() {
        return answer;
    }

    /** Each time with the next version, RFC 3264 §8. */
    Bytes print(CallMedia media) {
        version++;
        var origin =
                new Origin(
                        "-",
                        sessionId,
                        Integer.toString(version),
                        Connection.of(settings.address().getHostAddress()));
        SessionDescription description =
                answer.describe(origin, settings, media.audioPort(), media.videoPort());
        return Bytes.copyOf(description.print().getBytes(StandardCharsets.UTF_8));
    }
}
