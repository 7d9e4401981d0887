package io.sipcast.net;

import io.sipcast.sip.route.IpAddress;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import org.jspecify.annotations.Nullable;

/**
 * Whom a certificate is for, RFC 5922 §7.1: the domains of its sip URIs, else its DNS names, else,
 * where it has no alternative names at all, its common name. Its IP addresses count besides, for a
 * peer that was dialled by address.
 */
record SipIdentities(List<String> names, List<IpAddress> addresses) {
    private static final int DNS_NAME = 2; // GeneralName, RFC 5280 §4.2.1.6
    private static final int URI = 6;
    private static final int IP_ADDRESS = 7;
    private static final String SIP = "sip:";

    static SipIdentities of(X509Certificate certificate) {
        Collection<List<?>> alternatives;
        try {
            alternatives = certificate.getSubjectAlternativeNames();
        } catch (CertificateParsingException _) {
            alternatives = List.of();
        }
        if (alternatives == null) {
            return new SipIdentities(commonName(certificate), List.of());
        }
        List<String> domains = new ArrayList<>();
        List<String> hosts = new ArrayList<>();
        List<IpAddress> addresses = new ArrayList<>();
        for (List<?> alternative : alternatives) {
            String value = String.valueOf(alternative.get(1)).toLowerCase(Locale.ROOT);
            switch ((Integer) alternative.get(0)) {
                case URI -> domain(value).ifPresent(domains::add);
                case DNS_NAME -> hosts.add(value);
                case IP_ADDRESS -> address(value).ifPresent(addresses::add);
                default -> {} // e-mail and other names are no SIP identities
            }
        }
        return new SipIdentities(domains.isEmpty() ? hosts : domains, addresses);
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

    /** For people. */
    @Override
    public String toString() {
        List<String> all = new ArrayList<>(names);
        addresses.forEach(address -> all.add(address.toString()));
        return all.isEmpty() ? "nobody" : String.join(", ", all);
    }
}
