package io.sipcast.rtmp.message;

import io.sipcast.bytes.ProtocolException;
import io.sipcast.bytes.ProtocolException.Fault;
import io.sipcast.rtmp.amf.Amf0Reader;
import io.sipcast.rtmp.amf.Amf0Writer;
import io.sipcast.rtmp.amf.AmfValue;
import io.sipcast.rtmp.chunk.RawMessage;
import io.sipcast.rtmp.flv.FlvTag;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Message bodies, §5.4 and §7.1, read and written. */
public final class MessageCodec {
    static final int SET_CHUNK_SIZE = 1;
    static final int ABORT = 2;
    static final int ACKNOWLEDGEMENT = 3;
    static final int USER_CONTROL = 4;
    static final int WINDOW_ACK_SIZE = 5;
    static final int SET_PEER_BANDWIDTH = 6;
    static final int AUDIO = 8;
    static final int VIDEO = 9;
    static final int DATA_AMF3 = 15;
    static final int COMMAND_AMF3 = 17;
    static final int DATA_AMF0 = 18;
    static final int COMMAND_AMF0 = 20;
    static final int AGGREGATE = 22;

    private MessageCodec() {}

    /**
     * Reads a message; media keep its payload without a copy.
     *
     * @throws ProtocolException for a body that is not what its type says
     */
    public static RtmpMessage read(RawMessage raw) {
        byte[] payload = raw.payload();
        ByteBuffer in = ByteBuffer.wrap(payload);
        try {
            return switch (raw.typeId()) {
                case SET_CHUNK_SIZE -> new RtmpMessage.SetChunkSize(in.getInt());
                case ABORT -> new RtmpMessage.Abort(in.getInt());
                case ACKNOWLEDGEMENT -> new RtmpMessage.Acknowledgement(in.getInt());
                case USER_CONTROL -> new RtmpMessage.Control(UserControl.read(in));
                case WINDOW_ACK_SIZE -> new RtmpMessage.WindowAckSize(in.getInt());
                case SET_PEER_BANDWIDTH -> peerBandwidth(in);
                case AUDIO -> media(FlvTag.Type.AUDIO, raw);
                case VIDEO -> media(FlvTag.Type.VIDEO, raw);
                case DATA_AMF0 -> new RtmpMessage.Data(Amf0Reader.readAll(in));
                case DATA_AMF3 -> new RtmpMessage.Data(Amf0Reader.readAll(afterAmf3Byte(in)));
                case COMMAND_AMF0 -> command(Amf0Reader.readAll(in));
                case COMMAND_AMF3 -> command(Amf0Reader.readAll(afterAmf3Byte(in)));
                case AGGREGATE -> new RtmpMessage.Aggregate(aggregate(in, raw.timestampMillis()));
                default -> new RtmpMessage.Ignored(raw.typeId());
            };
        } catch (BufferUnderflowException _) {
            throw new ProtocolException(Fault.TRUNCATED, "message " + raw);
        }
    }

    private static RtmpMessage media(FlvTag.Type type, RawMessage raw) {
        return new RtmpMessage.Media(new FlvTag(type, raw.timestampMillis(), raw.payload()));
    }

    /** Some peers leave the limit type out. */
    private static RtmpMessage peerBandwidth(ByteBuffer in) {
        return new RtmpMessage.SetPeerBandwidth(in.getInt(), in.hasRemaining() ? in.get() : 0);
    }

    /** AMF3 messages begin with a format byte; 0 says that the body is AMF0, as it always is. */
    private static ByteBuffer afterAmf3Byte(ByteBuffer in) {
        if (in.hasRemaining() && in.get(in.position()) == 0) {
            in.get();
        }
        return in;
    }

    private static RtmpMessage command(List<AmfValue> values) {
        if (values.isEmpty() || !(values.getFirst() instanceof AmfValue.Text(var name))) {
            throw new ProtocolException(Fault.MALFORMED, "command without a name");
        }
        double transaction =
                values.size() > 1 && values.get(1) instanceof AmfValue.Num(double id) ? id : 0;
        return new RtmpMessage.Command(
                name, transaction, values.subList(Math.min(2, values.size()), values.size()));
    }

    /** §7.1.6: FLV tags; the first one's time is the message's, and the rest move with it. */
    private static List<FlvTag> aggregate(ByteBuffer in, long timestampMillis) {
        List<FlvTag> tags = new ArrayList<>();
        long shift = 0;
        while (in.hasRemaining()) {
            int type = in.get() & 0xFF;
            int size = medium(in);
            long time = Integer.toUnsignedLong(medium(in) | (in.get() & 0xFF) << 24);
            medium(in); // stream id
            shift = tags.isEmpty() ? timestampMillis - time : shift;
            if (size > in.remaining()) {
                throw new ProtocolException(Fault.TRUNCATED, "tag of " + size + " B");
            }
            byte[] body = new byte[size];
            in.get(body);
            if (in.hasRemaining()) {
                in.getInt(); // back pointer, which some leave out at the end
            }
            tagType(type, tags, time + shift, body);
        }
        return tags;
    }

    private static void tagType(int type, List<FlvTag> tags, long time, byte[] body) {
        switch (type) {
            case AUDIO -> tags.add(new FlvTag(FlvTag.Type.AUDIO, time & 0xFFFF_FFFFL, body));
            case VIDEO -> tags.add(new FlvTag(FlvTag.Type.VIDEO, time & 0xFFFF_FFFFL, body));
            case DATA_AMF0 -> tags.add(new FlvTag(FlvTag.Type.SCRIPT, time & 0xFFFF_FFFFL, body));
            default -> {
                // not media
            }
        }
    }

    private static int medium(ByteBuffer in) {
        return (in.getShort() & 0xFFFF) << 8 | (in.get() & 0xFF);
    }

    /** The type that {@link #body} goes under. */
    public static int typeId(RtmpMessage message) {
        return switch (message) {
            case RtmpMessage.SetChunkSize _ -> SET_CHUNK_SIZE;
            case RtmpMessage.Abort _ -> ABORT;
            case RtmpMessage.Acknowledgement _ -> ACKNOWLEDGEMENT;
            case RtmpMessage.Control _ -> USER_CONTROL;
            case RtmpMessage.WindowAckSize _ -> WINDOW_ACK_SIZE;
            case RtmpMessage.SetPeerBandwidth _ -> SET_PEER_BANDWIDTH;
            case RtmpMessage.Media(var tag) -> tag.type().number();
            case RtmpMessage.Data _ -> DATA_AMF0;
            case RtmpMessage.Command _ -> COMMAND_AMF0;
            case RtmpMessage.Aggregate _ -> AGGREGATE;
            case RtmpMessage.Ignored(int typeId) -> typeId;
        };
    }

    /** The body of a message that is written seldom; media go through {@link MessageLink}. */
    public static byte[] body(RtmpMessage message) {
        return switch (message) {
            case RtmpMessage.SetChunkSize(int bytes) -> number(bytes);
            case RtmpMessage.Abort(int chunkStreamId) -> number(chunkStreamId);
            case RtmpMessage.Acknowledgement(int sequence) -> number(sequence);
            case RtmpMessage.Control(var event) -> event.write();
            case RtmpMessage.WindowAckSize(int bytes) -> number(bytes);
            case RtmpMessage.SetPeerBandwidth(int bytes, int limit) ->
                    ByteBuffer.allocate(5).putInt(bytes).put((byte) limit).array();
            case RtmpMessage.Media(var tag) -> tag.body();
            case RtmpMessage.Data(var values) -> Amf0Writer.write(values);
            case RtmpMessage.Command command -> Amf0Writer.write(commandValues(command));
            case RtmpMessage.Aggregate(var tags) -> aggregate(tags);
            case RtmpMessage.Ignored _ -> new byte[0];
        };
    }

    private static byte[] number(int value) {
        return ByteBuffer.allocate(4).putInt(value).array();
    }

    private static List<AmfValue> commandValues(RtmpMessage.Command command) {
        List<AmfValue> values = new ArrayList<>();
        values.add(AmfValue.of(command.name()));
        values.add(AmfValue.of(command.transactionId()));
        values.addAll(command.arguments());
        return values;
    }

    private static byte[] aggregate(List<FlvTag> tags) {
        ByteBuffer out = ByteBuffer.allocate(tags.stream().mapToInt(FlvTag::fileSize).sum());
        tags.forEach(tag -> tag.write(out));
        return out.array();
    }
}
