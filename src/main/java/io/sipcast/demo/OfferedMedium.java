package io.sipcast.demo;

import io.sipcast.demo.Leg.Coding;
import io.sipcast.rtp.payload.G711;
import io.sipcast.sdp.Connection;
import io.sipcast.sdp.Direction;
import io.sipcast.sdp.Medium;
import io.sipcast.sdp.RtpMap;
import io.sipcast.sdp.SessionDescription;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One m= line of an offer, and what the callee makes of it. */
record OfferedMedium(SessionDescription offer, Medium medium) {
    boolean isAudio() {
        return medium.type().equals("audio");
    }

    boolean isVideo() {
        return medium.type().equals("video");
    }

    /** Empty when the callee can't or won't take it. */
    Optional<Leg> leg(CalleeSettings settings) {
        boolean plainRtp = medium.protocol().matches("RTP/AVPF?");
        Connection connection = offer.connectionOf(medium);
        if (medium.isRefused() || !plainRtp || connection == null) {
            return Optional.empty();
        }
        return coding(settings).flatMap(coding -> leg(coding, connection));
    }

    private Optional<Coding> coding(CalleeSettings settings) {
        if (isAudio()) {
            G711 other = settings.audio() == G711.PCMU ? G711.PCMA : G711.PCMU;
            return audio(settings.audio()).or(() -> audio(other));
        }
        if (!isVideo() || !settings.video()) {
            return Optional.empty();
        }
        int preferred = settings.singleNal() ? 0 : 1;
        return video(preferred).or(() -> video(1 - preferred));
    }

    private Optional<Coding> audio(G711 law) {
        return maps(law.name()).findFirst().map(map -> new Coding.Audio(map.payloadType(), law));
    }

    private Optional<Coding> video(int mode) {
        return maps("H264")
                .map(RtpMap::payloadType)
                .filter(type -> mode(type).equals(Integer.toString(mode)))
                .findFirst()
                .map(type -> new Coding.Video(type, mode));
    }

    /** RFC 6184 §8.1: mode 0 where nothing is said. */
    private String mode(int payloadType) {
        return Objects.requireNonNullElse(fmtp(payloadType, "packetization-mode"), "0");
    }

    @Nullable String fmtp(int payloadType, String name) {
        return medium.attributes().fmtp(payloadType).value(name);
    }

    /** The payload type of key presses. */
    OptionalInt telephoneEvent() {
        return maps("telephone-event").mapToInt(RtpMap::payloadType).findFirst();
    }

    /** The feedback about pictures that the callee takes, for this payload type. */
    List<String> feedback(int payloadType) {
        String own = payloadType + " ";
        return medium.attributes().values("rtcp-fb").stream()
                .filter(line -> line.startsWith(own) || line.startsWith("* "))
                .filter(line -> line.endsWith(" nack pli") || line.endsWith(" ccm fir"))
                .toList();
    }

    RtpMap map(int payloadType) {
        return medium.attributes().rtpMap(payloadType).orElseThrow();
    }

    private Stream<RtpMap> maps(String encoding) {
        return medium.formats().stream()
                .filter(format -> format.matches("\\d{1,3}"))
                .flatMap(format -> medium.attributes().rtpMap(Integer.parseInt(format)).stream())
                .filter(map -> map.encoding().equalsIgnoreCase(encoding));
    }

    /** Without an address that can be sent to there is nothing to agree on. */
    private Optional<Leg> leg(Coding coding, Connection connection) {
        try {
            InetAddress host = InetAddress.ofLiteral(connection.address());
            var rtp = new InetSocketAddress(host, medium.port());
            return Optional.of(new Leg(coding, direction(connection), rtp, rtcp(rtp)));
        } catch (IllegalArgumentException | UnknownHostException _) {
            return Optional.empty();
        }
    }

    private InetSocketAddress rtcp(InetSocketAddress rtp) throws UnknownHostException {
        var other = medium.attributes().rtcp();
        if (other.isEmpty()) {
            return new InetSocketAddress(rtp.getAddress(), Math.min(rtp.getPort() + 1, 0xFFFF));
        }
        Connection own = other.get().connection();
        InetAddress host = own == null ? rtp.getAddress() : InetAddress.ofLiteral(own.address());
        return new InetSocketAddress(host, other.get().port());
    }

    /** The unspecified address is how RFC 2543 put a call on hold. */
    private Direction direction(Connection connection) {
        Direction most = isAudio() ? Direction.SENDRECV : Direction.SENDONLY;
        Direction left = offer.directionOf(medium).reversed().and(most);
        return connection.isHold() ? left.and(Direction.RECVONLY) : left;
    }
}
