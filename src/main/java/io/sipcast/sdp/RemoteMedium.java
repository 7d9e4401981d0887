package io.sipcast.sdp;

import java.util.EnumSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A medium of the peer's description, with what the session says about it. */
final class RemoteMedium {
    private final SessionDescription session;
    private final Medium medium;
    private final Kind kind;

    /** Those we know, in the peer's order. */
    private final List<PayloadFormat> known;

    /** Those that carry the medium. */
    private final List<PayloadFormat> formats;

    private final Direction most;

    /** What tells of pauses of those. */
    private final List<PayloadFormat> comfortNoise;

    RemoteMedium(SessionDescription session, Medium medium, Kind kind, Capabilities ours) {
        this.session = session;
        this.medium = medium;
        this.kind = kind;
        this.most = ours.direction(kind);
        known =
                medium.formats().stream()
                        .distinct()
                        .flatMap(format -> PayloadFormat.of(medium, format).stream())
                        .toList();
        formats = known.stream().filter(format -> ours.takes(kind, format)).toList();
        comfortNoise = known.stream().filter(format -> ours.takesNoise(formats, format)).toList();
    }

    Medium medium() {
        return medium;
    }

    Kind kind() {
        return kind;
    }

    List<PayloadFormat> formats() {
        return formats;
    }

    List<PayloadFormat> comfortNoise() {
        return comfortNoise;
    }

    /** Those that carry the medium, and its pauses. */
    List<PayloadFormat> received() {
        return Stream.concat(formats.stream(), comfortNoise.stream()).toList();
    }

    List<PayloadFormat> telephoneEvents() {
        return kind == Kind.AUDIO
                ? known.stream().filter(f -> f.encoding().isTelephoneEvent()).toList()
                : List.of();
    }

    /** That on the clock of the sound that is sent, RFC 4733 §2.1. */
    OptionalInt telephoneEventType() {
        return telephoneEvents().stream()
                .filter(event ->
                        event.encoding().clockRateHz()
                                == formats.getFirst().encoding().clockRateHz())
                .mapToInt(PayloadFormat::payloadType)
                .findFirst();
    }

    boolean isUsable() {
        return !medium.isRefused()
                && medium.isRtp()
                && session.connectionOf(medium) != null
                && !formats.isEmpty();
    }

    /** Of one that {@link #isUsable}. */
    MediaProtocol protocol() {
        return MediaProtocol.parse(medium.protocol()).orElseThrow();
    }

    /** The values of the medium's own attribute. */
    List<String> ownValues(String name) {
        return medium.attributes().values(name);
    }

    /** The values of an attribute that the session may have for all media. */
    List<String> values(String name) {
        List<String> own = ownValues(name);
        return own.isEmpty() ? session.attributes().values(name) : own;
    }

    /** The first of {@link #values}, or null. */
    @Nullable String value(String name) {
        List<String> values = values(name);
        return values.isEmpty() ? null : values.getFirst();
    }

    /** What is left to us, from our side. The unspecified address says: do not send. */
    Direction ours() {
        Direction reversed = session.directionOf(medium).reversed();
        Direction reachable = isHeldByAddress() ? Direction.RECVONLY : Direction.SENDRECV;
        return reversed.and(reachable).and(most);
    }

    private boolean isHeldByAddress() {
        Connection connection = session.connectionOf(medium);
        return connection != null && connection.isHold() && !IceLines.isUndecided(session, medium);
    }

    @Nullable Endpoint rtp() {
        Connection connection = session.connectionOf(medium);
        return connection == null || isHeldByAddress()
                ? null
                : new Endpoint(connection.address(), medium.port());
    }

    /** RFC 3550 §11 unless RFC 3605 or RFC 5761 say otherwise. */
    @Nullable Endpoint rtcp(boolean mux) {
        Endpoint rtp = rtp();
        if (rtp == null || mux) {
            return rtp;
        }
        return medium.attributes()
                .rtcp()
                .map(address -> {
                    Connection own = address.connection();
                    return new Endpoint(
                            own == null || own.isHold() ? rtp.host() : own.address(),
                            address.port());
                })
                .orElseGet(() -> new Endpoint(rtp.host(), Math.min(rtp.port() + 1, 0xFFFF)));
    }

    /** For any of the formats that are used. */
    Set<Feedback> feedback() {
        Set<Feedback> found = EnumSet.noneOf(Feedback.class);
        for (RtcpFeedback line : medium.attributes().rtcpFeedback()) {
            for (Feedback each : Feedback.values()) {
                if (each.token().equals(line.type())
                        && formats.stream().anyMatch(f -> line.covers(f.payloadType()))) {
                    found.add(each);
                }
            }
        }
        return found;
    }

    boolean rtcpMux() {
        return medium.attributes().has("rtcp-mux");
    }

    int ptimeMillis() {
        int wanted = medium.attributes().ptime().orElse(0);
        return wanted == 0 ? LocalDescription.PTIME_MILLIS : wanted;
    }
}
