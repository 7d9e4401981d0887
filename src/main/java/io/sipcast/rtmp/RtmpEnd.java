package io.sipcast.rtmp;

import io.sipcast.bytes.ProtocolException;

/**
 * Why a client's connection ended.
 *
 * @param code the server's own, such as {@code NetStream.Publish.BadName}; empty where it said none
 * @param description one plain sentence; from the server, so not to be trusted as markup
 */
public record RtmpEnd(Kind kind, String code, String description) {
    /** What a reconnect policy needs to know. */
    public enum Kind {
        /** The server knows us and does not want this: wrong application, key or credentials. */
        REFUSED,
        /** The server wants a login, or another one than the URL's: the next attempt is as vain. */
        LOGIN,
        /** Another publisher holds the name, maybe our own one of before. */
        NAME_TAKEN,
        /** There is no such stream to play. */
        NOT_FOUND,
        /** The stream came to its end. */
        FINISHED,
        TIMED_OUT,
        DISCONNECTED,
        /** The server does not speak RTMP as it should. */
        PROTOCOL
    }

    static RtmpEnd timedOut(String waitingFor) {
        return new RtmpEnd(Kind.TIMED_OUT, "", "no answer from the server to " + waitingFor);
    }

    static RtmpEnd disconnected() {
        return new RtmpEnd(Kind.DISCONNECTED, "", "the server closed the connection");
    }

    static RtmpEnd protocol(ProtocolException fault) {
        return new RtmpEnd(Kind.PROTOCOL, "", String.valueOf(fault.getMessage()));
    }

    /** An end that the server gave a reason for. */
    public static RtmpEnd of(StatusInfo status) {
        Kind kind =
                switch (status.code()) {
                    case "NetStream.Publish.BadName" -> Kind.NAME_TAKEN;
                    case "NetStream.Play.StreamNotFound" -> Kind.NOT_FOUND;
                    case "NetStream.Play.Stop",
                            "NetStream.Play.Complete",
                            "NetStream.Play.UnpublishNotify",
                            "NetStream.Unpublish.Success" ->
                            Kind.FINISHED;
                    case "NetConnection.Connect.Closed" -> Kind.DISCONNECTED;
                    default -> Kind.REFUSED;
                };
        String words = status.description().isEmpty() ? status.code() : status.description();
        return new RtmpEnd(kind, status.code(), words);
    }
}
