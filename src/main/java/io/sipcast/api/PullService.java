package io.sipcast.api;

import io.sipcast.net.TooManyPullsException;
import java.io.IOException;

/** Brings streams of other RTMP servers here. Safe for use by any thread; may wait. */
@FunctionalInterface
public interface PullService {
    /**
     * Begins to play a URL, or shares what plays it already.
     *
     * @param rtmpUrl with the stream's name as its last part
     * @param room what a stream that is not here yet needs; what it throws is thrown on
     * @return the name of the local stream, {@code app/name}, which may come later
     * @throws IllegalArgumentException when the URL cannot be used; the message is for the user
     * @throws TooManyPullsException when there is no room for another one
     * @throws IOException when the target is not allowed or not known; the message is for the user
     */
    String start(String rtmpUrl, Room room) throws IOException;
}
