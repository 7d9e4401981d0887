package io.sipcast.net;

import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.nio.channels.ClosedChannelException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** What kept a message from being sent, in words that complete "it cannot be reached: ...". */
final class Obstacle {
    static final String CLOSED = "it closed the connection";
    static final String CROWDED = "too many connections are open, or too much waits to be sent";

    private static final Pattern ALERT = Pattern.compile("fatal alert: (\\w+)");

    private Obstacle() {}

    /** Of a handshake of TLS, on a connection that we made or that was made to us. */
    static String ofHandshake(@Nullable Throwable fault, boolean ours) {
        return fault == null || fault instanceof ClosedChannelException
                ? "it closed the connection in the TLS handshake; does it speak TLS on that port?"
                : of(fault, ours);
    }

    /** Of a datagram. */
    static String of(@Nullable Throwable fault) {
        return of(fault, true);
    }

    /**
     * Of a connection that can't be made, or that ends.
     *
     * @param ours whether we made it, so that it is our certificate that needs not be there
     */
    static String of(@Nullable Throwable fault, boolean ours) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateRefused refused) {
                return String.valueOf(refused.getMessage());
            }
        }
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof SSLException tls) {
                return ofTls(tls, ours);
            }
        }
        return switch (fault) {
            case null -> CLOSED;
            case ClosedChannelException _ -> CLOSED;
            case ConnectTimeoutException _ -> "our attempt to connect got no answer";
            case NoRouteToHostException _ -> "no route leads there";
            case ConnectException refused -> connect(String.valueOf(refused.getMessage()));
            case IOException other -> io(String.valueOf(other.getMessage()));
            default -> "an internal error, see the log";
        };
    }

    private static String connect(String said) {
        return said.toLowerCase(Locale.ROOT).contains("refused") ? "connection refused" : io(said);
    }

    private static String io(String said) {
        if (said.contains("unreachable") || said.contains("No route")) {
            return "no route leads there";
        }
        return said.contains("reset") ? "it reset the connection" : said;
    }

    private static String ofTls(SSLException fault, boolean ours) {
        String said = String.valueOf(fault.getMessage());
        Matcher alert = ALERT.matcher(said);
        if (alert.find()) {
            return ofAlert(alert.group(1), ours);
        }
        if (fault instanceof NotSslRecordException || said.contains("Unsupported or unrecog")) {
            return "it speaks no TLS on that port";
        }
        if (fault instanceof SslHandshakeTimeoutException) {
            return "it did not finish the TLS handshake in time; does it speak TLS on that port?";
        }
        return "the TLS handshake failed: " + said;
    }

    /** What the peer says, RFC 8446 §6.2. */
    private static String ofAlert(String alert, boolean ours) {
        return switch (alert) {
            case "certificate_required" -> "it requires a client certificate";
            case "bad_certificate",
                    "unsupported_certificate",
                    "certificate_revoked",
                    "certificate_expired",
                    "certificate_unknown",
                    "unknown_ca",
                    "access_denied" ->
                    (ours
                                    ? "it requires a client certificate that it trusts"
                                    : "it refuses our certificate")
                            + " (TLS alert "
                            + alert
                            + ")";
            case "protocol_version" -> "it speaks neither TLS 1.2 nor 1.3";
            case "handshake_failure", "insufficient_security" ->
                    "no TLS cipher suite suits both, or it requires a client certificate (TLS"
                            + " alert "
                            + alert
                            + ")";
            case "unrecognized_name" -> "it does not know the name that was dialled";
            default -> "it ended TLS with the alert " + alert;
        };
    }
}
