package io.sipcast.net;

import io.sipcast.live.StreamName;
import io.sipcast.observe.Mask;
import io.sipcast.rtmp.RtmpUrl;
import java.time.Instant;

/**
 * A pull by name at one moment.
 *
 * @param url where it is played from; printing it hides what is secret
 * @param uri as it was asked for; may hold secrets
 * @param localStreamName as it was asked for; the URL without its secrets when it was not
 * @param name of the stream here
 * @param since when it got this status
 * @param failures attempts in a row that failed
 * @param reason why it does not play, as a sentence without secrets; empty while it does
 */
public record PullInfo(
        RtmpUrl url,
        String uri,
        String localStreamName,
        StreamName name,
        Status status,
        Instant since,
        int failures,
        String reason) {
    /** As the reference has them. */
    public enum Status {
        /** Connecting, between two attempts, or waiting for the first media. */
        PENDING,
        /** The server plays it to us. */
        PROCESSED_REMOTE,
        /** Terminated. */
        STOPPED,
        /** Given up. */
        FAILED
    }

    /** Without password and query. */
    public String shownUri() {
        return Mask.text(uri);
    }

    /** Leaves out what may be secret. */
    @Override
    public String toString() {
        return "pull of " + url + " as " + name + ": " + status;
    }
}
