package io.sipcast.rtmp.message;

import io.sipcast.rtmp.amf.AmfValue;
import io.sipcast.rtmp.flv.FlvTag;
import java.util.List;

/** What one RTMP message says; read and written by {@link MessageCodec}. */
public sealed interface RtmpMessage {
    /** §5.4.1: chunks of at most so many bytes follow. */
    record SetChunkSize(int bytes) implements RtmpMessage {}

    /** §5.4.2: the message under way on this chunk stream will not be finished. */
    record Abort(int chunkStreamId) implements RtmpMessage {}

    /** §5.4.3: bytes received so far, modulo 2^32. */
    record Acknowledgement(int sequence) implements RtmpMessage {}

    /** §5.4.4: acknowledge after so many bytes. */
    record WindowAckSize(int bytes) implements RtmpMessage {}

    /**
     * §5.4.5: send no more than so many unacknowledged bytes.
     *
     * @param limit 0 hard, 1 soft, 2 dynamic
     */
    record SetPeerBandwidth(int bytes, int limit) implements RtmpMessage {}

    /** §7.1.7. */
    record Control(UserControl event) implements RtmpMessage {}

    /** §7.1.4, §7.1.5: sound or a picture; the body is an FLV tag's. */
    record Media(FlvTag tag) implements RtmpMessage {}

    /** §7.1.2: metadata and the like: a name first, as a rule. */
    record Data(List<AmfValue> values) implements RtmpMessage {
        public Data {
            values = List.copyOf(values);
        }

        public static Data of(AmfValue... values) {
            return new Data(List.of(values));
        }
    }

    /**
     * §7.1.1.
     *
     * @param transactionId names the answer; 0 where none is expected
     * @param arguments the command object first, or null in its place
     */
    record Command(String name, double transactionId, List<AmfValue> arguments)
            implements RtmpMessage {
        public Command {
            arguments = List.copyOf(arguments);
        }

        public static Command of(String name, double transactionId, AmfValue... arguments) {
            return new Command(name, transactionId, List.of(arguments));
        }

        /** An argument, or undefined beyond the last one. */
        public AmfValue argument(int index) {
            return index < arguments.size() ? arguments.get(index) : AmfValue.UNDEFINED;
        }

        /** An argument if it is a string, else "". */
        public String text(int index) {
            return argument(index) instanceof AmfValue.Text(var text) ? text : "";
        }

        /** Without the arguments, which may hold a stream key. */
        @Override
        public String toString() {
            return name + "#" + transactionId;
        }
    }

    /** §7.1.6: several media messages in one, with their own times. */
    record Aggregate(List<FlvTag> tags) implements RtmpMessage {
        public Aggregate {
            tags = List.copyOf(tags);
        }
    }

    /** A type that has no meaning here: shared objects, and what nobody has specified. */
    record Ignored(int typeId) implements RtmpMessage {}
}
