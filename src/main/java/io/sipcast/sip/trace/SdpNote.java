package io.sipcast.sip.trace;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sipcast.bytes.ProtocolException;
import io.sipcast.sdp.Connection;
import io.sipcast.sdp.Medium;
import io.sipcast.sdp.RtpMap;
import io.sipcast.sdp.SessionDescription;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

/** A session description in one line: {@code audio 192.0.2.1:6000 PCMU/8000 sendrecv}. */
final class SdpNote {
    private SdpNote() {}

    /** Empty for a body that is no description. */
    static String of(String body) {
        if (!body.startsWith("v=")) {
            return "";
        }
        try {
            SessionDescription sdp = SessionDescription.parse(body.getBytes(UTF_8));
            return sdp.media().stream()
                    .map(medium -> describe(sdp, medium))
                    .collect(Collectors.joining("; "));
        } catch (ProtocolException _) {
            return "unreadable";
        }
    }

    private static String describe(SessionDescription sdp, Medium medium) {
        if (medium.isRefused()) {
            return medium.type() + " refused";
        }
        Connection connection = sdp.connectionOf(medium);
        String host = connection == null ? "" : connection.address();
        return String.join(
                " ",
                medium.type(),
                (host.contains(":") ? "[" + host + "]" : host) + ":" + medium.port(),
                String.join(",", codecs(medium)),
                sdp.directionOf(medium).token());
    }

    private static Set<String> codecs(Medium medium) {
        Set<String> codecs = new LinkedHashSet<>();
        for (String format : medium.formats()) {
            String known =
                    format.matches("[0-9]{1,3}")
                            ? medium.attributes()
                                    .rtpMap(Integer.parseInt(format))
                                    .map(RtpMap::encoding)
                                    .orElse(format)
                            : format;
            codecs.add(known);
        }
        return codecs;
    }
}
