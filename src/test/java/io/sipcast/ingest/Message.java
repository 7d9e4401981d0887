package io.sipcast.ingest;

/**
 * A media or data message as it came.
 *
 * @param type 8 sound, 9 picture, 18 data
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares messages
public record Message(int type, long millis, byte[] body) {
    public static final int AUDIO = 8;
    public static final int VIDEO = 9;
    static final int DATA = 18;

    /** A body's byte, unsigned. */
    int at(int index) {
        if (index >= body.length) {
            throw new RuleBroken(
                    Rule.READABLE, "a body of " + body.length + " bytes in message " + type);
        }
        return body[index] & 0xFF;
    }
}
