package io.sipcast.rtmp;

import io.sipcast.rtmp.RtmpClient.State;
import java.time.Duration;
import java.util.Locale;

/**
 * Why a stream could not be published, or why its publishing ended: each case has its sentence for
 * the user and its label for metrics. What a server said is in it without what is secret of it.
 *
 * <p>What is {@link #permanent} need not be tried again. That is little: most servers refuse in the
 * same words what they will never take and what they will take in a moment.
 */
public sealed interface RtmpFailure {
    /** One short word that never changes. */
    String label();

    /** What happened, in one plain sentence. */
    String sentence();

    /** Whether the next attempt would fail alike. */
    default boolean permanent() {
        return false;
    }

    /** The name of the host leads to no address. */
    record UnknownHost(String host) implements RtmpFailure {
        @Override
        public String label() {
            return "unknown_host";
        }

        @Override
        public String sentence() {
            return "The host " + host + " is unknown: its name does not resolve to an address.";
        }
    }

    /** Our own configuration forbids to connect there. */
    record NotAllowed(String sentence) implements RtmpFailure {
        @Override
        public String label() {
            return "not_allowed";
        }

        @Override
        public boolean permanent() {
            return true;
        }
    }

    /**
     * No TCP connection came about.
     *
     * @param server host and port
     * @param words completes "cannot be reached: "
     */
    record Unreachable(String server, Obstacle obstacle, String words) implements RtmpFailure {
        /** What stood in the way. */
        public enum Obstacle {
            /** Nobody listens there. */
            CONNECTION_REFUSED,
            CONNECT_TIMED_OUT,
            /** No way leads there. */
            UNREACHABLE
        }

        @Override
        public String label() {
            return obstacle.name().toLowerCase(Locale.ROOT);
        }

        @Override
        public String sentence() {
            return "The RTMP server " + server + " cannot be reached: " + words + ".";
        }
    }

    /**
     * TCP came about, TLS did not.
     *
     * @param words completes "cannot be reached over TLS: "
     */
    record Tls(String server, Fault fault, String words) implements RtmpFailure {
        /** What is wrong. */
        public enum Fault {
            /** Nobody whom we trust vouches for the certificate. */
            UNTRUSTED,
            /** The certificate is for another name. */
            WRONG_NAME,
            /** The certificate is not valid any more, or not yet. */
            EXPIRED,
            /** The server says nothing. */
            SILENT,
            /** No common version or cipher, an alert, or no TLS at all. */
            OTHER
        }

        @Override
        public String label() {
            return "tls_" + fault.name().toLowerCase(Locale.ROOT);
        }

        @Override
        public String sentence() {
            return "The RTMP server " + server + " cannot be reached over TLS: " + words + ".";
        }
    }

    /** The server did not answer in time what it was asked. */
    record Silent(State waitingFor) implements RtmpFailure {
        @Override
        public String label() {
            return waitingFor == State.HANDSHAKE ? "handshake_stall" : "no_answer";
        }

        @Override
        public String sentence() {
            return "The RTMP server is silent: no answer " + what(waitingFor) + ".";
        }
    }

    /** It answered, but in all too slowly. */
    record TooSlow(Duration limit) implements RtmpFailure {
        @Override
        public String label() {
            return "too_slow";
        }

        @Override
        public String sentence() {
            return "The server did not accept the stream within " + seconds(limit) + ".";
        }
    }

    /**
     * The server took no {@code connect}. Only that there is no such application is final: a server
     * that is full, that starts or whose hook fails rejects in the same way.
     *
     * @param code such as {@code NetConnection.Connect.Rejected}; may be empty
     */
    record ConnectRejected(String code, String words) implements RtmpFailure {
        static final String NO_SUCH_APPLICATION = "NetConnection.Connect.InvalidApp";

        @Override
        public String label() {
            return permanent() ? "no_such_application" : "connect_rejected";
        }

        @Override
        public String sentence() {
            return "The RTMP server refused the connection: " + ended(words);
        }

        @Override
        public boolean permanent() {
            return code.equals(NO_SUCH_APPLICATION);
        }
    }

    /** The server wants a user and a password, or others than it was given. */
    record NotAuthorized(String words) implements RtmpFailure {
        @Override
        public String label() {
            return "not_authorized";
        }

        @Override
        public String sentence() {
            return "The RTMP server did not let us in: " + ended(words);
        }

        @Override
        public boolean permanent() {
            return true;
        }
    }

    /**
     * {@code NetStream.Publish.BadName}: somebody holds the name, maybe we ourselves, of before.
     */
    record NameTaken(String words) implements RtmpFailure {
        @Override
        public String label() {
            return "bad_name";
        }

        @Override
        public String sentence() {
            return "The RTMP server has another publisher of this name: " + ended(words);
        }
    }

    /**
     * The server took no {@code createStream} or {@code publish}. Not final: a key may become valid
     * when its event begins.
     */
    record PublishRefused(String words) implements RtmpFailure {
        @Override
        public String label() {
            return "publish_refused";
        }

        @Override
        public String sentence() {
            return "The RTMP server refused the stream: " + ended(words);
        }
    }

    /** The server had taken the stream, and ended it with a word. */
    record EndedByServer(String words) implements RtmpFailure {
        @Override
        public String label() {
            return "ended_by_server";
        }

        @Override
        public String sentence() {
            return "The RTMP server ended it: " + ended(words);
        }
    }

    /** The server closed without a word what it had not accepted yet. Some refuse in this way. */
    record HungUp(State waitingFor, String words) implements RtmpFailure {
        @Override
        public String label() {
            return waitingFor == State.START ? "hung_up_on_publish" : "hung_up";
        }

        @Override
        public String sentence() {
            String guess = waitingFor == State.START ? "; its key may be wrong" : "";
            return "The RTMP server hung up instead of an answer %s: %s%s."
                    .formatted(what(waitingFor), words, guess);
        }
    }

    /** The connection was closed in mid-stream. */
    record Closed(String words) implements RtmpFailure {
        @Override
        public String label() {
            return "closed";
        }

        @Override
        public String sentence() {
            return lost(words);
        }
    }

    /** The connection was reset in mid-stream, or broke otherwise. */
    record Reset(String words) implements RtmpFailure {
        @Override
        public String label() {
            return "reset";
        }

        @Override
        public String sentence() {
            return lost(words);
        }
    }

    /** What answers does not speak RTMP. */
    record NotRtmp(String words) implements RtmpFailure {
        @Override
        public String label() {
            return "not_rtmp";
        }

        @Override
        public String sentence() {
            return "The server does not speak RTMP: " + ended(words);
        }
    }

    /** The server's host is there, but the server reads nothing more. */
    record StoppedReading(Duration limit) implements RtmpFailure {
        @Override
        public String label() {
            return "stopped_reading";
        }

        @Override
        public String sentence() {
            return "The server has stopped reading: it took no data for " + seconds(limit) + ".";
        }
    }

    /** What we send arrives nowhere. */
    record NoProgress(Duration limit) implements RtmpFailure {
        @Override
        public String label() {
            return "no_progress";
        }

        @Override
        public String sentence() {
            return "No data reached the server for " + seconds(limit) + ".";
        }
    }

    private static String what(State waitingFor) {
        return switch (waitingFor) {
            case HANDSHAKE -> "to the handshake";
            case CONNECT -> "to connect";
            case CREATE_STREAM -> "to createStream";
            case START, RUNNING, ENDED -> "to publish";
        };
    }

    private static String lost(String words) {
        return "The connection to the RTMP server was lost: " + ended(words);
    }

    private static String ended(String words) {
        return words.endsWith(".") ? words : words + ".";
    }

    private static String seconds(Duration limit) {
        return limit.toMillis() % 1000 == 0 ? limit.toSeconds() + " s" : limit.toMillis() + " ms";
    }
}
