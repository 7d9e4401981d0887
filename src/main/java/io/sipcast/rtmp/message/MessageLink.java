package io.sipcast.rtmp.message;

import io.sipcast.bytes.ProtocolException;
import io.sipcast.rtmp.chunk.ChunkReader;
import io.sipcast.rtmp.chunk.ChunkWriter;
import io.sipcast.rtmp.chunk.RawMessage;
import io.sipcast.rtmp.flv.FlvTag;
import io.sipcast.rtmp.handshake.Handshake;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One end of a connection below commands: does the handshake, carries messages both ways, and
 * answers those that concern the connection itself (chunk size, windows, acknowledgements, pings).
 */
public final class MessageLink {
    private static final int CONTROL_CHUNKS = 2;
    private static final int COMMAND_CHUNKS = 3;
    private static final int AUDIO_CHUNKS = 4;
    private static final int DATA_CHUNKS = 5;
    private static final int VIDEO_CHUNKS = 6;
    private static final int CONNECTION = 0;

    /** A message for the machine above. */
    public record Incoming(int streamId, RtmpMessage message) {}

    private final Handshake handshake;
    private final ChunkReader reader;
    private final ChunkWriter writer = new ChunkWriter();
    private final Outbox outbox = new Outbox();
    private final Acknowledgements acknowledgements = new Acknowledgements();
    private final RtmpLimits limits;
    private int windowTold;

    public MessageLink(Handshake handshake, RtmpLimits limits) {
        this.handshake = handshake;
        this.limits = limits;
        reader = new ChunkReader(limits.maxMessageSize());
        send(handshake.start());
    }

    public boolean handshakeDone() {
        return handshake.done();
    }

    public Outbox outbox() {
        return outbox;
    }

    public Acknowledgements acknowledgements() {
        return acknowledgements;
    }

    /**
     * Takes bytes up to the end of the next message that is not the link's own, or all of them.
     *
     * @return the message, or null when all bytes are taken
     * @throws ProtocolException the connection can't go on
     */
    public @Nullable Incoming receive(ByteBuffer in) {
        if (!handshake.done()) {
            send(handshake.receive(in));
            if (!handshake.done()) {
                return null;
            }
        }
        RawMessage raw = read(in);
        while (raw != null) {
            RtmpMessage message = MessageCodec.read(raw);
            if (!isOwn(message)) {
                return new Incoming(raw.streamId(), message);
            }
            raw = read(in);
        }
        return null;
    }

    private @Nullable RawMessage read(ByteBuffer in) {
        int before = in.remaining();
        RawMessage raw = reader.read(in);
        acknowledgements.countReceived(before - in.remaining());
        if (acknowledgements.due()) {
            send(new RtmpMessage.Acknowledgement(acknowledgements.tell()));
        }
        return raw;
    }

    private boolean isOwn(RtmpMessage message) {
        return switch (message) {
            case RtmpMessage.SetChunkSize(int bytes) -> {
                reader.chunkSize(bytes);
                yield true;
            }
            case RtmpMessage.Abort(int chunkStreamId) -> {
                reader.abort(chunkStreamId);
                yield true;
            }
            case RtmpMessage.Acknowledgement(int sequence) -> {
                acknowledgements.acknowledged(sequence);
                yield true;
            }
            case RtmpMessage.WindowAckSize(int bytes) -> {
                acknowledgements.window(bytes);
                yield true;
            }
            case RtmpMessage.SetPeerBandwidth(int bytes, int _) -> {
                sendWindowAckSize(bytes);
                yield true;
            }
            case RtmpMessage.Control(UserControl.PingRequest(int time)) -> {
                send(new UserControl.PingResponse(time));
                yield true;
            }
            case RtmpMessage.Control(UserControl.PingResponse _), RtmpMessage.Ignored _ -> true;
            case RtmpMessage.Control _,
                    RtmpMessage.Media _,
                    RtmpMessage.Data _,
                    RtmpMessage.Command _,
                    RtmpMessage.Aggregate _ ->
                    false;
        };
    }

    /** Sends a message that concerns the connection. */
    public void send(RtmpMessage message) {
        send(CONNECTION, message);
    }

    public void send(UserControl event) {
        send(CONNECTION, new RtmpMessage.Control(event));
    }

    /** Puts a message into the outbox. */
    public void send(int streamId, RtmpMessage message) {
        int typeId = MessageCodec.typeId(message);
        byte[] body = MessageCodec.body(message);
        int chunks = chunkStreamId(typeId);
        int size = writer.size(chunks, typeId, streamId, 0, body.length);
        writer.write(chunks, typeId, streamId, 0, body, outbox.room(size));
        acknowledgements.countSent(size);
    }

    /** Tells our chunk size and holds to it. */
    public void sendChunkSize() {
        send(new RtmpMessage.SetChunkSize(limits.chunkSize()));
        writer.chunkSize(limits.chunkSize());
    }

    /** Tells after how many bytes the peer shall acknowledge, once for each value. */
    public void sendWindowAckSize(int bytes) {
        if (bytes != windowTold) {
            windowTold = bytes;
            send(new RtmpMessage.WindowAckSize(bytes));
        }
    }

    private void send(byte[] bytes) {
        outbox.room(bytes.length).put(bytes);
    }

    /** The exact number of bytes that {@link #write} would take now. */
    public int size(int streamId, FlvTag tag) {
        int typeId = tag.type().number();
        return writer.size(
                chunkStreamId(typeId), typeId, streamId, tag.timestampMillis(), tag.bodySize());
    }

    /**
     * Writes a tag as a message straight into the driver's buffer; what the outbox holds must go
     * out before it.
     */
    public void write(int streamId, FlvTag tag, ByteBuffer out) {
        int before = out.position();
        int typeId = tag.type().number();
        writer.write(
                chunkStreamId(typeId),
                typeId,
                streamId,
                tag.timestampMillis(),
                tag.prefix(),
                tag.prefixSize(),
                tag.payload(),
                out);
        acknowledgements.countSent(out.position() - before);
    }

    private static int chunkStreamId(int typeId) {
        return switch (typeId) {
            case MessageCodec.AUDIO -> AUDIO_CHUNKS;
            case MessageCodec.VIDEO -> VIDEO_CHUNKS;
            case MessageCodec.DATA_AMF0 -> DATA_CHUNKS;
            case MessageCodec.COMMAND_AMF0 -> COMMAND_CHUNKS;
            default -> CONTROL_CHUNKS;
        };
    }
}
