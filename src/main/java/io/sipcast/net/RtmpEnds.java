package io.sipcast.net;

import io.sipcast.observe.Mask;
import io.sipcast.rtmp.RtmpEnd;
import io.sipcast.rtmp.RtmpUrl;
import org.jspecify.annotations.Nullable;

/** Words why a connection to an RTMP server ended, without what is secret of it. */
final class RtmpEnds {
    private static final int LONGEST = 300;

    private RtmpEnds() {}

    /** A sentence for the user, of a connection that this handler drove. */
    static String sentence(RtmpEnd end, RtmpClientHandler handler, RtmpUrl url) {
        boolean noTls = handler.tlsFailed() && end.kind() == RtmpEnd.Kind.DISCONNECTED;
        return noTls
                ? "The RTMP server %s:%d cannot be reached: %s."
                        .formatted(
                                url.host(),
                                url.port(),
                                Obstacle.ofHandshake(handler.trouble(), true))
                : sentence(end, handler.trouble(), url);
    }

    /**
     * A sentence for the user.
     *
     * @param trouble what the transport complained of
     */
    static String sentence(RtmpEnd end, @Nullable Throwable trouble, RtmpUrl url) {
        String why =
                switch (end.kind()) {
                    case REFUSED -> "The RTMP server refused: " + end.description();
                    case LOGIN -> "The RTMP server refused: " + end.description();
                    case NAME_TAKEN ->
                            "The RTMP server has another publisher of this name: "
                                    + end.description();
                    case NOT_FOUND -> "The RTMP server has no such stream: " + end.description();
                    case FINISHED -> "The RTMP server ended it: " + end.description();
                    case TIMED_OUT -> "The RTMP server is silent: " + end.description();
                    case DISCONNECTED ->
                            "The connection to the RTMP server was lost: "
                                    + (trouble == null
                                            ? end.description()
                                            : Obstacle.of(trouble, true));
                    case PROTOCOL -> "The server does not speak RTMP: " + end.description();
                };
        return masked(why.endsWith(".") ? why : why + ".", url);
    }

    /** A server may repeat the stream's key in its answer. */
    static String masked(String reason, RtmpUrl url) {
        String plain = reason.length() > LONGEST ? reason.substring(0, LONGEST) + "..." : reason;
        String bare = withoutQuery(url.stream());
        return Mask.text(
                plain.replaceAll("\\p{Cntrl}", " ")
                        .replace(url.stream(), "***")
                        .replace(bare.isEmpty() ? url.stream() : bare, "***"));
    }

    private static String withoutQuery(String stream) {
        int query = stream.indexOf('?');
        return query < 0 ? stream : stream.substring(0, query);
    }
}
