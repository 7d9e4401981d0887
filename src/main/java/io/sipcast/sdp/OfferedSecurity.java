package io.sipcast.sdp;

import io.sipcast.rtp.srtp.MasterKey;
import io.sipcast.rtp.srtp.SrtpSuite;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How the two sides come to keys.
 *
 * <p>What is only offered goes as RTP/AVP with the lines of encryption beside it, RFC 8643: whoever
 * does not know them does not see them. What is required goes as RTP/SAVP, and as UDP/TLS/RTP/SAVP
 * where only DTLS may bring keys.
 */
final class OfferedSecurity {
    private static final String TLS_ID = "tls-id";

    private OfferedSecurity() {}

    /** What is said about encryption in an answer, and what it comes to. */
    record Chosen(Keying keying, List<Attribute> lines) {
        private static final Chosen PLAIN = new Chosen(Keying.PLAIN, List.of());

        Medium in(Medium medium) {
            return with(medium, medium.protocol(), lines);
        }
    }

    /** An offer of ours with what we offer to protect it with. */
    static Medium offered(Medium plain, LocalSecurity local) {
        return switch (local.encryption()) {
            case OFF, ACCEPTED -> plain;
            case OFFERED -> with(plain, plain.protocol(), lines(local));
            case REQUIRED -> {
                boolean dtlsOnly = local.keys().isEmpty();
                var protocol = dtlsOnly ? MediaProtocol.DTLS_SAVP : MediaProtocol.SAVP;
                yield with(plain, protocol.token(), lines(local));
            }
        };
    }

    /**
     * A later offer: what is encrypted stays so, by the same means and under the same protocol,
     * even where it was the peer's idea.
     *
     * @param sent what we said of this medium last
     */
    static Medium offeredAgain(Medium plain, LocalSecurity local, Medium sent) {
        boolean keys = sent.attributes().has(CryptoAttribute.NAME);
        boolean certificate = sent.attributes().has(Fingerprint.NAME);
        if (!keys && !certificate) {
            return offered(plain, local);
        }
        List<Attribute> lines = new ArrayList<>(lines(local));
        lines.removeIf(line -> line.name().equals(CryptoAttribute.NAME) ? !keys : !certificate);
        return with(plain, sent.protocol(), lines);
    }

    private static List<Attribute> lines(LocalSecurity local) {
        List<Attribute> lines = new ArrayList<>();
        for (SrtpSuite suite : LocalSecurity.OFFERED) {
            MasterKey key = local.keys().get(suite);
            if (key != null) {
                lines.add(CryptoAttribute.of(lines.size() + 1, key));
            }
        }
        if (local.certificate() != null) {
            lines.add(local.certificate().attribute());
            lines.add(Setup.ACTPASS.attribute());
        }
        return lines;
    }

    private static Medium with(Medium medium, String protocol, List<Attribute> more) {
        List<Attribute> all = new ArrayList<>(medium.attributes().list());
        all.addAll(more);
        return new Medium(
                medium.type(),
                medium.port(),
                protocol,
                medium.formats(),
                medium.connection(),
                medium.bandwidth(),
                new Attributes(all));
    }

    /** Answers the peer's offer; empty when the two sides do not want the same. */
    static Optional<Chosen> answer(RemoteMedium offer, LocalSecurity local) {
        boolean mandatory = offer.protocol().secure();
        Optional<Chosen> found =
                local.encryption() == Encryption.OFF ? Optional.empty() : encrypted(offer, local);
        return found.isPresent() || mandatory || local.encryption() == Encryption.REQUIRED
                ? found
                : Optional.of(Chosen.PLAIN);
    }

    /** By keys in the description where they are, else by DTLS. */
    private static Optional<Chosen> encrypted(RemoteMedium offer, LocalSecurity local) {
        Optional<Chosen> sdes =
                offer.protocol().dtls()
                        ? Optional.empty()
                        : cryptos(offer)
                                .flatMap(crypto -> sdes(crypto, local).stream())
                                .findFirst();
        return sdes.or(() -> dtls(offer, local));
    }

    private static Stream<CryptoAttribute> cryptos(RemoteMedium medium) {
        return medium.ownValues(CryptoAttribute.NAME).stream()
                .flatMap(value -> CryptoAttribute.parse(value).stream());
    }

    private static Optional<Chosen> sdes(CryptoAttribute offered, LocalSecurity local) {
        MasterKey ours = local.keys().get(offered.suite());
        return ours == null
                ? Optional.empty()
                : Optional.of(
                        new Chosen(
                                new Keying.Sdes(ours, offered.key()),
                                List.of(CryptoAttribute.of(offered.tag(), ours))));
    }

    private static Optional<Chosen> dtls(RemoteMedium offer, LocalSecurity local) {
        Set<Fingerprint> theirs = fingerprints(offer);
        Fingerprint ours = local.certificate();
        Setup part = part(offer, local.setup());
        if (theirs.isEmpty() || ours == null || part == null) {
            return Optional.empty();
        }
        var keying = new Keying.Dtls(theirs, part == Setup.ACTIVE, offer.value(TLS_ID));
        return Optional.of(new Chosen(keying, List.of(ours.attribute(), part.attribute())));
    }

    /**
     * Ours to choose where the peer leaves it open: what it was, else we begin, RFC 5763 §5. Null
     * for holdconn, which has no place here, RFC 8842 §5.1.
     */
    private static @Nullable Setup part(RemoteMedium offer, @Nullable Setup before) {
        return switch (setup(offer).orElse(Setup.ACTPASS)) {
            case ACTIVE -> Setup.PASSIVE;
            case PASSIVE -> Setup.ACTIVE;
            case ACTPASS -> before == null ? Setup.ACTIVE : before;
            case HOLDCONN -> null;
        };
    }

    /** Reads the answer to an offer of ours; empty when there is no encryption where it must be. */
    static Optional<Keying> accepted(RemoteMedium offer, RemoteMedium answer) {
        Optional<Keying> sdes =
                cryptos(answer).flatMap(crypto -> sdes(offer, crypto).stream()).findFirst();
        Optional<Keying> found = sdes.or(() -> dtls(offer, answer));
        boolean mandatory = offer.protocol().secure() || answer.protocol().secure();
        return found.isPresent() || mandatory ? found : Optional.of(Keying.PLAIN);
    }

    /** The answer's tag says which of our lines was taken, RFC 4568 §5.1.3. */
    private static Optional<Keying> sdes(RemoteMedium offer, CryptoAttribute answered) {
        return cryptos(offer)
                .filter(own -> own.tag() == answered.tag() && own.suite() == answered.suite())
                .<Keying>map(own -> new Keying.Sdes(own.key().master(), answered.key()))
                .findFirst();
    }

    private static Optional<Keying> dtls(RemoteMedium offer, RemoteMedium answer) {
        Set<Fingerprint> theirs = fingerprints(answer);
        if (theirs.isEmpty() || fingerprints(offer).isEmpty()) {
            return Optional.empty();
        }
        // the default of an answer is passive, RFC 4145 §4.1
        boolean active = setup(answer).orElse(Setup.PASSIVE) == Setup.PASSIVE;
        return Optional.of(new Keying.Dtls(theirs, active, answer.value(TLS_ID)));
    }

    private static Set<Fingerprint> fingerprints(RemoteMedium medium) {
        return medium.values(Fingerprint.NAME).stream()
                .flatMap(value -> Fingerprint.parse(value).stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Optional<Setup> setup(RemoteMedium medium) {
        String value = medium.value(Setup.NAME);
        return value == null ? Optional.empty() : Setup.parse(value);
    }
}
