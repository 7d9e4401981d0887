package io.sipcast.live;

/**
 * How one output keeps up with its stream, at one moment.
 *
 * @param bitRate bit/s that left for the network, over the last second
 * @param queueBytes that are written and have not left
 * @param queueMillis how far what is written is behind the stream, and what is not written with it;
 *     negative while nobody can say
 * @param droppedPictures that this connection has left out because it was too slow
 */
public record Sending(long bitRate, long queueBytes, long queueMillis, long droppedPictures) {
    /** While there is no connection. */
    public static final Sending NOTHING = new Sending(0, 0, -1, 0);
}
