package io.sipcast.rtmp.chunk;

/**
 * A message as the chunk stream delivers it, §6.1: not yet looked into.
 *
 * <p>A class, not a record: the payload is handed on and never copied. It belongs to whoever takes
 * the message.
 */
public final class RawMessage {
    private final int typeId;
    private final int streamId;
    private final long timestampMillis;
    private final byte[] payload;

    /**
     * @param streamId the message stream; 0 is the connection itself
     * @param timestampMillis unsigned 32 bits
     */
    public RawMessage(int typeId, int streamId, long timestampMillis, byte[] payload) {
        this.typeId = typeId;
        this.streamId = streamId;
        this.timestampMillis = timestampMillis;
        this.payload = payload;
    }

    public int typeId() {
        return typeId;
    }

    public int streamId() {
        return streamId;
    }

    public long timestampMillis() {
        return timestampMillis;
    }

    /** The bytes themselves, not a copy. */
    public byte[] payload() {
        return payload;
    }

    @Override
    public String toString() {
        return "type %d, stream %d, at %d ms, %d B"
                .formatted(typeId, streamId, timestampMillis, payload.length);
    }
}
