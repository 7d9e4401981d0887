package io.sipcast.net;

import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import io.sipcast.rtmp.RtmpClient.State;
import io.sipcast.rtmp.RtmpEnd;
import io.sipcast.rtmp.RtmpFailure;
import io.sipcast.rtmp.RtmpFailure.Tls.Fault;
import io.sipcast.rtmp.RtmpFailure.Unreachable;
import io.sipcast.rtmp.RtmpUrl;
import java.io.EOFException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Tells failures to publish apart: by what the server said, or by what the transport threw. */
public final class RtmpFailures {
    /**
     * Servers that want a user and a password reject {@code connect} with such a description:
     * Adobe's and its kin with {@code code=403 need auth; authmod=adobe}, then {@code
     * reason=authfailed} or {@code nosuchuser} when what they got is wrong.
     */
    private static final Pattern NOT_AUTHORIZED =
            Pattern.compile(
                    "need auth|reason=(needauth|authfailed|nosuchuser|nosuchrealm|invalid)"
                            + "|code=40[13]\\b.*authmod|authentication failed",
                    Pattern.CASE_INSENSITIVE);

    /** Adobe's server has no code of its own for it. */
    private static final Pattern NO_APPLICATION =
            Pattern.compile("Application \\([^)]*\\) is not defined", Pattern.CASE_INSENSITIVE);

    private static final String INVALID_APPLICATION = "NetConnection.Connect.InvalidApp";
    private static final String SILENT = "it does not answer";
    private static final int DEEPEST = 8;

    private RtmpFailures() {}

    /** Why a target could not be looked up. */
    public static RtmpFailure ofLookUp(Exception cause, RtmpUrl url) {
        return switch (cause) {
            case TargetRefusedException refused ->
                    new RtmpFailure.NotAllowed(String.valueOf(refused.getMessage()));
            case UnknownHostException _ -> new RtmpFailure.UnknownHost(url.host());
            default -> unreachable(url, Unreachable.Obstacle.UNREACHABLE, words(cause));
        };
    }

    /** Why there is no connection to a target. */
    static RtmpFailure ofConnect(Throwable cause, RtmpUrl url) {
        String said = words(cause);
        if (cause instanceof TargetRefusedException) {
            return new RtmpFailure.NotAllowed(said);
        }
        if (cause instanceof ConnectTimeoutException || said.contains("timed out")) {
            return unreachable(url, Unreachable.Obstacle.CONNECT_TIMED_OUT, SILENT);
        }
        return said.contains("refused")
                ? unreachable(
                        url, Unreachable.Obstacle.CONNECTION_REFUSED, "it refuses connections")
                : unreachable(url, Unreachable.Obstacle.UNREACHABLE, said);
    }

    private static RtmpFailure unreachable(
            RtmpUrl url, Unreachable.Obstacle obstacle, String words) {
        return new RtmpFailure.Unreachable(server(url), obstacle, words);
    }

    private static String server(RtmpUrl url) {
        return url.host() + ":" + url.port();
    }

    /**
     * Why a publish ended.
     *
     * @param reached how far it had come
     * @param trouble what the transport complained of
     */
    static RtmpFailure of(RtmpEnd end, State reached, @Nullable Throwable trouble, RtmpUrl url) {
        String words = RtmpEnds.masked(end.description(), url);
        return switch (end.kind()) {
            case REFUSED -> refused(end, words, reached);
            case LOGIN -> new RtmpFailure.NotAuthorized(words);
            case NAME_TAKEN -> new RtmpFailure.NameTaken(words);
            case NOT_FOUND -> new RtmpFailure.PublishRefused(words);
            case FINISHED -> new RtmpFailure.EndedByServer(words);
            case TIMED_OUT -> new RtmpFailure.Silent(reached);
            case PROTOCOL -> new RtmpFailure.NotRtmp(words);
            case DISCONNECTED -> disconnected(words, reached, trouble, url);
        };
    }

    /** The TCP connection is there, and the server says nothing of TLS. */
    static RtmpFailure ofSilentTls(RtmpUrl url) {
        return tls(url, Fault.SILENT, SILENT);
    }

    /** By what it said, not by what may be shown of that. */
    private static RtmpFailure refused(RtmpEnd end, String words, State reached) {
        if (reached == State.RUNNING) {
            return new RtmpFailure.EndedByServer(words);
        }
        if (NOT_AUTHORIZED.matcher(end.description()).find()) {
            return new RtmpFailure.NotAuthorized(words);
        }
        if (reached != State.CONNECT) {
            return new RtmpFailure.PublishRefused(words);
        }
        boolean unknown = NO_APPLICATION.matcher(end.description()).find();
        return new RtmpFailure.ConnectRejected(unknown ? INVALID_APPLICATION : end.code(), words);
    }

    private static RtmpFailure disconnected(
            String words, State reached, @Nullable Throwable trouble, RtmpUrl url) {
        RtmpFailure.Tls tls = trouble == null ? null : tls(trouble, url);
        if (tls != null && reached == State.HANDSHAKE) {
            return tls;
        }
        String why = trouble == null ? words : RtmpEnds.masked(words(trouble), url);
        if (reached != State.RUNNING) {
            return new RtmpFailure.HungUp(reached, why);
        }
        return trouble == null ? new RtmpFailure.Closed(why) : new RtmpFailure.Reset(why);
    }

    /** What is wrong with TLS, or null if that is not it. */
    private static RtmpFailure.@Nullable Tls tls(Throwable trouble, RtmpUrl url) {
        if (!url.secure()) {
            return null;
        }
        List<Throwable> causes =
                Stream.iterate(trouble, cause -> cause != null, Throwable::getCause)
                        .limit(DEEPEST)
                        .toList();
        if (causes.stream().noneMatch(cause -> isOfTls(cause))) {
            return null;
        }
        return causes.stream()
                .map(cause -> byCause(cause, url))
                .filter(found -> found != null)
                .reduce((_, deeper) -> deeper)
                .orElseGet(() -> tls(url, Fault.OTHER, Obstacle.ofHandshake(trouble, true)));
    }

    private static boolean isOfTls(Throwable cause) {
        return cause instanceof SSLException
                || cause instanceof CertificateException
                || cause instanceof ClosedChannelException;
    }

    private static RtmpFailure.@Nullable Tls byCause(Throwable cause, RtmpUrl url) {
        return switch (cause) {
            case SslHandshakeTimeoutException _ -> tls(url, Fault.SILENT, SILENT);
            case CertificateRefused refused -> tls(url, fault(refused.fault()), words(refused));
            default -> null;
        };
    }

    private static Fault fault(CertificateRefused.Fault fault) {
        return switch (fault) {
            case UNTRUSTED -> Fault.UNTRUSTED;
            case EXPIRED -> Fault.EXPIRED;
            case WRONG_NAME -> Fault.WRONG_NAME;
            case OTHER -> Fault.OTHER;
        };
    }

    private static RtmpFailure.Tls tls(RtmpUrl url, Fault fault, String words) {
        return new RtmpFailure.Tls(server(url), fault, words);
    }

    private static String words(Throwable cause) {
        if (cause instanceof EOFException || cause instanceof ClosedChannelException) {
            return "it hung up";
        }
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }
}
