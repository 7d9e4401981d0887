package io.sipcast.net;

import io.sipcast.sip.route.IpAddress;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import org.jspecify.annotations.Nullable;

/**
 * Whom a certificate is for, RFC 5922 §7.1: the domains of its sip URIs, else its DNS names, else,
 * where it has no alternative names at all, its common name. Its IP addresses count besides, for a
 * peer that was dialled by address.
 *
 * <p>{@link #ofServer} reads them as every other protocol does, RFC 9525.
 */
record SipIdentities(List<String> names, List<IpAddress> addresses) {
    private static final int DNS_NAME = 2; // GeneralName, RFC 5280 §4.2.1.6
    private static final int URI = 6;
    private static final int IP_ADDRESS = 7;
    private static final String SIP = "sip:";

    static SipIdentities of(X509Certificate certificate) {
        return alternatives(certificate)
                .map(SipIdentities::inSip)
                .orElseGet(() -> new SipIdentities(commonName(certificate), List.of()));
    }

    /** The alternative names; empty where the certificate has no such extension. */
    private static Optional<Collection<List<?>>> alternatives(X509Certificate certificate) {
        try {
            return Optional.ofNullable(certificate.getSubjectAlternativeNames());
        } catch (CertificateParsingException _) {
            return Optional.of(List.of());
        }
    }

    private static SipIdentities inSip(Collection<List<?>> alternatives) {
        List<String> domains =
                values(alternatives, URI)
                        .map(SipIdentities::domain)
                        .flatMap(Optional::stream)
                        .toList();
        SipIdentities hosts = hosts(alternatives);
        return domains.isEmpty() ? hosts : new SipIdentities(domains, hosts.addresses());
    }

    private static SipIdentities hosts(Collection<List<?>> alternatives) {
        return new SipIdentities(
                values(alternatives, DNS_NAME).toList(),
                values(alternatives, IP_ADDRESS)
                        .map(SipIdentities::address)
                        .flatMap(Optional::stream)
                        .toList());
    }

    private static Stream<String> values(Collection<List<?>> alternatives, int type) {
        return alternatives.stream()
                .filter(alternative -> Integer.valueOf(type).equals(alternative.get(0)))
                .map(alternative -> String.valueOf(alternative.get(1)).toLowerCase(Locale.ROOT));
    }

    /** Of a server that is no SIP server: its DNS names and IP addresses, RFC 9525 §6. */
    static SipIdentities ofServer(X509Certificate certificate) {
        return alternatives(certificate)
                .map(SipIdentities::hosts)
                .orElseGet(() -> new SipIdentities(List.of(), List.of()));
    }

    /** Of a sip URI without a user; sips is not taken (RFC 5922 §7.1). */
    private static Optional<String> domain(String uri) {
        boolean domain = uri.startsWith(SIP) && uri.indexOf('@') < 0;
        return domain ? Optional.of(uri.substring(SIP.length())) : Optional.empty();
    }

    private static Optional<IpAddress> address(String text) {
        return Optional.ofNullable(IpAddress.parse(text));
    }

    private static List<String> commonName(X509Certificate certificate) {
        try {
            return new LdapName(certificate.getSubjectX500Principal().getName())
                    .getRdns().stream()
                            .filter(rdn -> rdn.getType().equalsIgnoreCase("CN"))
                            .map(Rdn::getValue)
                            .map(value -> String.valueOf(value).toLowerCase(Locale.ROOT))
                            .toList();
        } catch (InvalidNameException _) {
            return List.of();
        }
    }

    /**
     * Whether it is for this host: a name as a whole, without regard to case (RFC 5922 §7.2).
     *
     * @param wildcards whether {@code *.example.org} is for {@code sip.example.org}, which the RFC
     *     forbids and some trunks need
     */
    boolean contain(String host, boolean wildcards) {
        @Nullable IpAddress ip = IpAddress.parse(host);
        if (ip != null) {
            return addresses.contains(ip) || names.contains(host);
        }
        String asked = host.toLowerCase(Locale.ROOT);
        int dot = asked.indexOf('.');
        String wild = dot > 0 ? "*" + asked.substring(dot) : "";
        return names.contains(asked) || (wildcards && names.contains(wild));
    }

    /** SIP's rule, RFC 5922 §7.2; see {@link #contain} for wildcards. */
    static PeerTrust.Identity rule(boolean wildcards) {
        return (certificate, dialled) -> {
            SipIdentities identities = of(certificate);
            if (!identities.contain(dialled, wildcards)) {
                boolean wild = identities.contain(dialled, true);
                String hint = wild ? "; sip.tls.wildcards would take it" : "";
                throw identities.not(dialled, hint);
            }
        };
    }

    /** Everybody else's, RFC 9525 §6.3: {@code *} may stand for the first label. */
    static PeerTrust.Identity serverRule() {
        return (certificate, dialled) -> {
            SipIdentities identities = ofServer(certificate);
            if (!identities.contain(dialled, true)) {
                throw identities.not(dialled, "");
            }
        };
    }

    private CertificateRefused not(String dialled, String hint) {
        return new CertificateRefused(
                CertificateRefused.Fault.WRONG_NAME,
                "its certificate is for " + this + ", not " + dialled + hint,
                null);
    }

    /** For people. */
    @Override
    public String toString() {
        List<String> all = new ArrayList<>(names);
        addresses.forEach(address -> all.add(address.toString()));
        return all.isEmpty() ? "nobody" : String.join(", ", all);
    }
}
