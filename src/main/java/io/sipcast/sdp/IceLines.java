package io.sipcast.sdp;

import io.sipcast.ice.Candidate;
import io.sipcast.ice.IceCredentials;
import io.sipcast.ice.IceDescription;
import io.sipcast.ice.TransportAddress;
import io.sipcast.sip.route.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of ICE, RFC 8839 §5: read with what the session says for all media, and written.
 */
final class IceLines {
    private static final String LITE = "ice-lite";
    private static final String MISMATCH = "ice-mismatch";
    private static final String UFRAG = "ice-ufrag";
    private static final String PWD = "ice-pwd";
    private static final String OPTIONS = "ice-options";
    private static final String CANDIDATE = "candidate";

    /** Of an agent that nominates as RFC 8445 has it. */
    private static final String REGULAR = "ice2";

    private static final int NO_PORT = 9; // discard: candidates are to come, RFC 8840 §4.1.1

    private IceLines() {}

    /** What a description says about one of its media; empty when that has no (readable) ICE. */
    static Optional<IceDescription> read(SessionDescription session, Medium medium) {
        if (medium.attributes().has(MISMATCH)) {
            return Optional.empty();
        }
        return IceCredentials.of(value(session, medium, UFRAG), value(session, medium, PWD))
                .map(credentials ->
                        new IceDescription(
                                credentials,
                                isLite(session),
                                options(session, medium).contains(REGULAR),
                                candidates(medium)));
    }

    private static @Nullable String value(SessionDescription session, Medium medium, String name) {
        String own = medium.attributes().value(name);
        return own == null ? session.attributes().value(name) : own;
    }

    private static List<String> options(SessionDescription session, Medium medium) {
        List<String> all = new ArrayList<>();
        for (Attributes attributes : List.of(session.attributes(), medium.attributes())) {
            attributes.values(OPTIONS).forEach(line -> all.addAll(Fields.split(line)));
        }
        return all;
    }

    private static List<Candidate> candidates(Medium medium) {
        return medium.attributes().values(CANDIDATE).stream()
                .flatMap(line -> Candidate.parse(line).stream())
                .toList();
    }

    static boolean isLite(SessionDescription session) {
        return session.attributes().has(LITE);
    }

    /**
     * Whether somebody on the way has written another address into c= or m= and left the candidates
     * alone: then they are not to be trusted, RFC 8839 §4.2.5. Names cannot be compared, and the
     * unspecified address is none.
     */
    static boolean isMismatch(SessionDescription session, Medium medium) {
        List<String> lines = medium.attributes().values(CANDIDATE);
        Connection connection = session.connectionOf(medium);
        IpAddress ip = connection == null ? null : IpAddress.parse(connection.address());
        if (lines.isEmpty() || connection == null || connection.isHold() || ip == null) {
            return false;
        }
        var written = new TransportAddress(ip, medium.port());
        return lines.stream()
                .flatMap(line -> Candidate.parse(line).stream())
                .noneMatch(candidate ->
                        candidate.component() == Candidate.RTP
                                && candidate.address().equals(written));
    }

    /** Where no address is named yet, because ICE is to find one: that is no hold. */
    static boolean isUndecided(SessionDescription session, Medium medium) {
        Connection connection = session.connectionOf(medium);
        return connection != null
                && connection.isHold()
                && medium.port() == NO_PORT
                && value(session, medium, UFRAG) != null;
    }

    /** Whether an offer has other credentials than the peer had before, RFC 8839 §4.4.1.1.1. */
    static boolean restarts(SessionDescription offer, @Nullable SessionDescription before) {
        if (before == null) {
            return false;
        }
        int both = Math.min(offer.media().size(), before.media().size());
        for (int i = 0; i < both; i++) {
            var now = credentials(offer, offer.media().get(i));
            var then = credentials(before, before.media().get(i));
            if (now.isPresent() && then.isPresent() && !now.equals(then)) {
                return true;
            }
        }
        return false;
    }

    private static Optional<IceCredentials> credentials(SessionDescription session, Medium medium) {
        return read(session, medium).map(IceDescription::credentials);
    }

    /** Our medium with our candidates, the components in their order. */
    static Medium write(Medium medium, LocalMedia local, LocalIce ice, boolean lite, boolean rtcp) {
        LocalMedia.Port port = local.port(Kind.of(medium).orElseThrow());
        if (port == null) {
            return medium;
        }
        IceCredentials credentials = ice.identity().credentials();
        List<Attribute> lines = new ArrayList<>(medium.attributes().list());
        lines.add(new Attribute(UFRAG, credentials.ufrag()));
        lines.add(new Attribute(PWD, credentials.pwd()));
        List<Integer> ports = rtcp ? List.of(port.rtp(), port.rtcp()) : List.of(port.rtp());
        for (Candidate candidate : ice.candidates(local.address(), ports, lite)) {
            lines.add(new Attribute(CANDIDATE, candidate.print()));
        }
        return medium.with(medium.connection(), medium.bandwidth(), new Attributes(lines));
    }

    /** Says that we do without, and why, RFC 8839 §5.3. */
    static Medium mismatch(Medium medium) {
        List<Attribute> lines = new ArrayList<>(medium.attributes().list());
        lines.add(Attribute.flag(MISMATCH));
        return medium.with(medium.connection(), medium.bandwidth(), new Attributes(lines));
    }

    /** The lines for all media, where any has ICE. */
    static SessionDescription session(SessionDescription description, boolean lite) {
        if (description.media().stream().noneMatch(IceLines::isWritten)) {
            return description;
        }
        List<Attribute> lines = new ArrayList<>(description.attributes().list());
        if (lite) {
            lines.add(Attribute.flag(LITE));
        }
        lines.add(new Attribute(OPTIONS, REGULAR));
        return description.with(new Attributes(lines));
    }

    static boolean isWritten(Medium medium) {
        return medium.attributes().has(UFRAG);
    }
}
