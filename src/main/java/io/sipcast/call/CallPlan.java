package io.sipcast.call;

import io.sipcast.bytes.ProtocolException;
import io.sipcast.live.StreamName;
import io.sipcast.rtmp.RtmpUrl;
import io.sipcast.sip.Account;
import io.sipcast.sip.Arrival;
import io.sipcast.sip.message.Header;
import io.sipcast.sip.message.SipUri;
import io.sipcast.sip.message.TelUri;
import io.sipcast.sip.message.Uri;
import io.sipcast.sip.route.NextHop;
import io.sipcast.sip.route.Transport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a request comes to once every field has been understood: who calls whom by way of what, and
 * where the stream goes. Pure.
 *
 * @param server where requests are really sent: outbound proxy, else domain; null when only the
 *     callee's own URI says it
 * @param domain host of our address of record; null to use our own address
 * @param domainPort 0 when the address of record has none
 * @param targets where the stream is pushed to
 * @param dtmf keys to be pressed after the answer
 * @param arrival the INVITE to be answered; null when we are to call
 */
record CallPlan(
        String callId,
        CallRequest request,
        SipUri callee,
        @Nullable NextHop server,
        @Nullable String domain,
        int domainPort,
        StreamName stream,
        List<RtmpUrl> targets,
        List<Header> headers,
        @Nullable Dtmf dtmf,
        @Nullable Arrival arrival) {
    private static final String NOBODY = "sipcast";
    private static final String PROXY = "sipOutboundProxy";
    private static final int DEFAULT_PORT = 5060;

    /**
     * Understands a request.
     *
     * @param made the callId when the request has none
     * @param allowedHeaders names in lower case that inviteParameters may have beside X- ones
     * @throws CallRefused BAD_FIELD naming the first field that is unusable
     */
    static CallPlan of(CallRequest request, String made, Set<String> allowedHeaders)
            throws CallRefused {
        String asked = given(request.callId());
        String callId = asked == null ? made : plain("callId", asked);
        if (!request.hasAudio() && !request.hasVideo()) {
            throw CallRefused.badField("hasAudio", "hasAudio and hasVideo are both false");
        }
        HostPort domain = hostPort("sipDomain", request.sipDomain());
        NextHop proxy = proxy(request.sipOutboundProxy());
        int port = port(request.sipPort());
        SipUri callee = callee(request, domain, proxy == null ? port : 0);
        return new CallPlan(
                callId,
                checked(request),
                callee,
                server(domain, proxy, port, callee),
                domain == null ? null : domain.host(),
                domain == null ? 0 : domainPort(domain, proxy == null ? port : 0),
                stream(request, callId),
                targets(request),
                headers(request.inviteParameters(), allowedHeaders),
                dtmf(request),
                null);
    }

    /** The first of the targets; null when there is none. */
    @Nullable RtmpUrl target() {
        return targets.isEmpty() ? null : targets.getFirst();
    }

    /** Whether the other one has called us. */
    boolean incoming() {
        return arrival != null;
    }

    /** Who we are, given our own address for a call without a domain. */
    Account account(String ownHost) {
        String login = given(request.sipLogin());
        String user = login == null ? NOBODY : login;
        String auth = given(request.sipAuthenticationName());
        return new Account(
                user,
                auth == null ? user : auth,
                given(request.sipPassword()),
                domain == null ? ownHost : domain,
                domainPort,
                given(request.visibleName()));
    }

    private record HostPort(String host, int port) {
        NextHop hop() {
            return new NextHop(host, port, null);
        }
    }

    /** Whether the stream is live before the answer. */
    boolean earlyMedia(boolean otherwise) {
        Boolean asked = request.earlyMedia();
        return asked == null ? otherwise : asked;
    }

    private static @Nullable HostPort hostPort(String field, @Nullable String value)
            throws CallRefused {
        String text = given(value);
        if (text == null) {
            return null;
        }
        try {
            SipUri uri = SipUri.parse("sip:" + plain(field, text));
            if (uri.user() == null && uri.params().isEmpty() && uri.headers().isEmpty()) {
                return new HostPort(uri.host(), uri.portOr(0));
            }
        } catch (ProtocolException | IllegalArgumentException _) {
            // said below, with the field's name
        }
        throw CallRefused.badField(field, "\"" + text + "\" is no host or host:port");
    }

    /** {@code host:port;transport=tcp}, or a whole URI without a user. */
    private static @Nullable NextHop proxy(@Nullable String value) throws CallRefused {
        String text = given(value);
        if (text == null) {
            return null;
        }
        try {
            boolean whole = text.toLowerCase(Locale.ROOT).matches("sips?:.*");
            SipUri uri = SipUri.parse((whole ? "" : "sip:") + plain(PROXY, text));
            NextHop hop = NextHop.of(uri);
            if (hop != null && uri.user() == null && onlySaysHow(uri)) {
                return hop;
            }
        } catch (ProtocolException | IllegalArgumentException _) {
            // said below, with the field's name
        }
        throw CallRefused.badField(
                PROXY,
                "\"" + text + "\" is no host, host:port;transport=udp, tcp or tls, or sips:host");
    }

    /**
     * Without parameters and headers that would have to be sent along, or would mean another host.
     */
    private static boolean onlySaysHow(SipUri uri) {
        return uri.headers().isEmpty() && uri.params().without("transport").without("lr").isEmpty();
    }

    private static int port(@Nullable Integer port) throws CallRefused {
        if (port != null && (port < 1 || port > 65_535)) {
            throw CallRefused.badField("sipPort", port + " is no port, 1 to 65535");
        }
        return port == null ? 0 : port;
    }

    /** The domain's own port, else sipPort; 0 for the usual one, which no URI needs to name. */
    private static int domainPort(HostPort domain, int sipPort) {
        int port = domain.port() == 0 ? sipPort : domain.port();
        return port == DEFAULT_PORT ? 0 : port;
    }

    /** The proxy's own transport counts, else that of the callee's URI. */
    private static @Nullable NextHop server(
            @Nullable HostPort domain, @Nullable NextHop proxy, int sipPort, SipUri callee)
            throws CallRefused {
        NextHop host = proxy == null && domain != null ? domain.hop() : proxy;
        if (host == null) {
            return null;
        }
        NextHop asked = NextHop.of(callee);
        Transport wanted = asked == null ? null : asked.transport();
        Transport own = host.transport();
        if (callee.secure() && own != null && own != Transport.TLS) {
            throw CallRefused.badField(
                    PROXY,
                    "a sips callee is called over TLS, but the proxy is to be reached over " + own);
        }
        int port = host.port() == 0 ? sipPort : host.port();
        return new NextHop(host.host(), port, own == null ? wanted : own);
    }

    private static SipUri callee(CallRequest request, @Nullable HostPort domain, int sipPort)
            throws CallRefused {
        String text = plain("callee", request.callee()).strip();
        if (text.isEmpty()) {
            throw CallRefused.badField("callee", "callee is missing: a user, or a whole SIP URI");
        }
        String lower = text.toLowerCase(Locale.ROOT);
        boolean whole = lower.startsWith("sip:") || lower.startsWith("sips:");
        try {
            if (whole || text.contains("@")) {
                return reachable(SipUri.parse(whole ? text : "sip:" + text));
            }
            if (domain == null) {
                throw CallRefused.badField(
                        "sipDomain",
                        "sipDomain is missing: it is needed unless callee is a whole SIP URI");
            }
            String user = lower.startsWith("tel:") ? dialled(text) : text;
            int port = domainPort(domain, sipPort);
            return SipUri.of(user, domain.host(), port == 0 ? SipUri.NO_PORT : port);
        } catch (ProtocolException | IllegalArgumentException e) {
            throw CallRefused.badField(
                    "callee", "\"" + text + "\" is no SIP URI or user: " + e.getMessage());
        }
    }

    private static String dialled(String tel) {
        return Uri.parse(tel) instanceof TelUri number ? number.dialled() : tel;
    }

    private static SipUri reachable(SipUri uri) throws CallRefused {
        if (NextHop.of(uri) == null) {
            throw CallRefused.badField(
                    "callee",
                    "only sip and sips URIs over UDP, TCP or TLS can be called, not " + uri);
        }
        return uri;
    }

    private static StreamName stream(CallRequest request, String callId) throws CallRefused {
        String name = given(request.toStream());
        try {
            return StreamName.ofCall(name == null ? callId : name);
        } catch (IllegalArgumentException e) {
            throw CallRefused.badField(name == null ? "callId" : "toStream", sentence(e));
        }
    }

    private static List<RtmpUrl> targets(CallRequest request) throws CallRefused {
        String url = given(request.rtmpUrl());
        String stream = given(request.rtmpStream());
        if (url == null) {
            if (stream != null) {
                throw CallRefused.badField("rtmpUrl", "rtmpUrl is missing beside rtmpStream");
            }
            return List.of();
        }
        if (stream == null) {
            throw CallRefused.badField("rtmpStream", "rtmpStream is missing beside rtmpUrl");
        }
        try {
            return List.of(RtmpUrl.parse(url, stream));
        } catch (IllegalArgumentException e) {
            throw CallRefused.badField("rtmpUrl", sentence(e));
        }
    }

    private static List<Header> headers(Map<String, String> parameters, Set<String> allowed)
            throws CallRefused {
        List<Header> headers = new ArrayList<>();
        for (Map.Entry<String, String> one : parameters.entrySet()) {
            String name = plain("inviteParameters", one.getKey());
            String lower = name.toLowerCase(Locale.ROOT);
            if (!lower.startsWith("x-") && !allowed.contains(lower)) {
                throw CallRefused.badField(
                        "inviteParameters",
                        "the header \""
                                + name
                                + "\" is not allowed: X- headers are, and those of"
                                + " sip.invite-headers");
            }
            try {
                headers.add(new Header(name, plain("inviteParameters", one.getValue())));
            } catch (IllegalArgumentException e) {
                throw CallRefused.badField("inviteParameters", sentence(e));
            }
        }
        return headers;
    }

    private static @Nullable Dtmf dtmf(CallRequest request) throws CallRefused {
        String keys = given(request.dtmf());
        return keys == null ? null : Dtmf.of(keys, null);
    }

    /** What is printed into a message anywhere must not bring a line of its own. */
    private static CallRequest checked(CallRequest request) throws CallRefused {
        String login = plain("sipLogin", request.sipLogin());
        String _ = plain("sipAuthenticationName", request.sipAuthenticationName());
        String _ = plain("sipPassword", request.sipPassword());
        String _ = plain("visibleName", request.visibleName());
        String _ = plain("appKey", request.appKey());
        if (request.sipRegisterRequired() && login.isBlank()) {
            throw CallRefused.badField("sipLogin", "sipLogin is missing: who is to be registered?");
        }
        if (request.sipRegisterRequired() && given(request.sipDomain()) == null) {
            throw CallRefused.badField("sipDomain", "sipDomain is missing: where to register?");
        }
        return request;
    }

    private static String plain(String field, @Nullable String text) throws CallRefused {
        if (text == null) {
            return "";
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw CallRefused.badField(field, field + " has a line end or control character");
        }
        return text;
    }

    private static String sentence(IllegalArgumentException e) {
        return Objects.requireNonNullElse(e.getMessage(), "it is unusable");
    }

    /** Null for what is absent or blank; both mean the same to the reference. */
    private static @Nullable String given(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }
}
