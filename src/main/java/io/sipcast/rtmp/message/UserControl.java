package io.sipcast.rtmp.message;

import io.sipcast.bytes.Bytes;
import io.sipcast.bytes.ProtocolException;
import io.sipcast.bytes.ProtocolException.Fault;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/** User control messages, §7.1.7: what happens to a stream, and pings. */
public sealed interface UserControl {
    record StreamBegin(int streamId) implements UserControl {}

    record StreamEof(int streamId) implements UserControl {}

    record StreamDry(int streamId) implements UserControl {}

    record SetBufferLength(int streamId, int millis) implements UserControl {}

    record StreamIsRecorded(int streamId) implements UserControl {}

    /** The peer asks for a {@link PingResponse} with the same time. */
    record PingRequest(int timestampMillis) implements UserControl {}

    record PingResponse(int timestampMillis) implements UserControl {}

    /** An event that the specification does not name: some servers send 31 and 32. */
    record Other(int event, Bytes data) implements UserControl {}

    /** Reads the message's body. */
    static UserControl read(ByteBuffer in) {
        try {
            int event = in.getShort() & 0xFFFF;
            return switch (event) {
                case 0 -> new StreamBegin(in.getInt());
                case 1 -> new StreamEof(in.getInt());
                case 2 -> new StreamDry(in.getInt());
                case 3 -> new SetBufferLength(in.getInt(), in.getInt());
                case 4 -> new StreamIsRecorded(in.getInt());
                case 6 -> new PingRequest(in.getInt());
                case 7 -> new PingResponse(in.getInt());
                default -> {
                    byte[] data = new byte[in.remaining()];
                    in.get(data);
                    yield new Other(event, Bytes.copyOf(data));
                }
            };
        } catch (BufferUnderflowException _) {
            throw new ProtocolException(Fault.TRUNCATED, "user control message");
        }
    }

    /** The message's body. */
    default byte[] write() {
        return switch (this) {
            case StreamBegin(int stream) -> event(0, stream);
            case StreamEof(int stream) -> event(1, stream);
            case StreamDry(int stream) -> event(2, stream);
            case SetBufferLength(int stream, int millis) ->
                    ByteBuffer.allocate(10)
                            .putShort((short) 3)
                            .putInt(stream)
                            .putInt(millis)
                            .array();
            case StreamIsRecorded(int stream) -> event(4, stream);
            case PingRequest(int time) -> event(6, time);
            case PingResponse(int time) -> event(7, time);
            case Other(int event, var data) ->
                    ByteBuffer.allocate(2 + data.size())
                            .putShort((short) event)
                            .put(data.toArray())
                            .array();
        };
    }

    private static byte[] event(int event, int value) {
        return ByteBuffer.allocate(6).putShort((short) event).putInt(value).array();
    }
}
