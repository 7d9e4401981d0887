package io.sipcast.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.sipcast.bytes.ProtocolException;
import io.sipcast.rtmp.RtmpUrl;
import io.sipcast.rtmp.amf.Amf0Reader;
import io.sipcast.rtmp.amf.Amf0Writer;
import io.sipcast.rtmp.amf.AmfValue;
import io.sipcast.rtmp.chunk.ChunkReader;
import io.sipcast.rtmp.chunk.ChunkWriter;
import io.sipcast.rtmp.chunk.RawMessage;
import io.sipcast.rtmp.flv.FlvTag;
import io.sipcast.rtmp.flv.UnitReader;
import io.sipcast.rtmp.flv.UnitWriter;
import io.sipcast.rtmp.handshake.ServerHandshake;
import io.sipcast.rtmp.message.MessageCodec;
import io.sipcast.rtmp.message.RtmpMessage;
import io.sipcast.rtmp.play.Player;
import io.sipcast.rtmp.publish.Publisher;
import io.sipcast.rtmp.serve.ServeEvent;
import io.sipcast.rtmp.serve.ServerConnection;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;

/** RTMP from strangers: read or refused, and nothing else. */
@Tag("fuzz")
final class RtmpFuzzTest {
    private static final int MAX = 1 << 20;
    private static final int HANDSHAKE = 1 + 2 * 1536;
    private static final RtmpUrl URL = RtmpUrl.parse("rtmp://user:password@host/live/x");

    /** Whatever the pieces, the end of the handshake is where it is. */
    @FuzzTest
    void handshake(byte[] bytes) {
        var whole = new ServerHandshake(new Random(1));
        var pieces = new ServerHandshake(new Random(1));
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            byte[] _ = whole.receive(in);
            for (byte one : bytes) {
                if (!pieces.done()) {
                    byte[] _ = pieces.receive(ByteBuffer.wrap(new byte[] {one}));
                }
            }
        } catch (ProtocolException _) {
            return;
        }
        Same.check(whole.done(), pieces.done());
        Same.check(Math.max(0, bytes.length - HANDSHAKE), in.remaining());
    }

    /** The first byte is the chunk size; what is read can be written and read again. */
    @FuzzTest
    void chunks(byte[] bytes) {
        if (bytes.length == 0) {
            return;
        }
        int chunkSize = 1 + (bytes[0] & 0xFF);
        List<RawMessage> read = new ArrayList<>();
        ChunkReader reader = new ChunkReader(MAX);
        reader.chunkSize(chunkSize);
        ByteBuffer in = ByteBuffer.wrap(bytes, 1, bytes.length - 1);
        try {
            for (RawMessage m = reader.read(in); m != null; m = reader.read(in)) {
                read.add(m);
            }
        } catch (ProtocolException _) {
            // what came before it is whole all the same
        }
        ChunkWriter writer = new ChunkWriter();
        ChunkReader again = new ChunkReader(MAX);
        for (RawMessage m : read) {
            int chunks = 2 + m.typeId() % 60;
            int size =
                    writer.size(
                            chunks,
                            m.typeId(),
                            m.streamId(),
                            m.timestampMillis(),
                            m.payload().length);
            ByteBuffer out = ByteBuffer.allocate(size);
            writer.write(chunks, m.typeId(), m.streamId(), m.timestampMillis(), m.payload(), out);
            Same.check(0, out.remaining());
            Same.check(m.toString(), String.valueOf(again.read(out.flip())));
        }
    }

    @FuzzTest
    void amf(byte[] bytes) {
        List<AmfValue> values;
        try {
            values = Amf0Reader.readAll(ByteBuffer.wrap(bytes));
        } catch (ProtocolException _) {
            return;
        }
        byte[] written = Amf0Writer.write(values);
        Same.check(values.toString(), Amf0Reader.readAll(ByteBuffer.wrap(written)).toString());
    }

    /** The first byte is the message's type. */
    @FuzzTest
    void messages(byte[] bytes) {
        if (bytes.length == 0) {
            return;
        }
        byte[] body = new byte[bytes.length - 1];
        System.arraycopy(bytes, 1, body, 0, body.length);
        try {
            RtmpMessage message =
                    MessageCodec.read(new RawMessage(bytes[0] & 0xFF, 1, 0xFFFF_FFF0L, body));
            byte[] _ = MessageCodec.body(message);
        } catch (ProtocolException _) {
            // as it should be
        }
    }

    /** Tags one after another: kind, length in two bytes, time step, body. */
    @FuzzTest
    void flv(byte[] bytes) {
        UnitReader reader = new UnitReader(0);
        UnitWriter writer = new UnitWriter();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        long millis = 0xFFFF_0000L;
        while (in.remaining() >= 4) {
            FlvTag.Type type = (in.get() & 1) == 0 ? FlvTag.Type.AUDIO : FlvTag.Type.VIDEO;
            byte[] body = new byte[Math.min(in.getShort() & 0x3FF, in.remaining() - 1)];
            millis += in.get();
            in.get(body);
            try {
                reader.process(
                        new FlvTag(type, millis & 0xFFFF_FFFFL, body),
                        unit -> writer.process(unit, tag -> Same.check(true, tag.bodySize() > 0)));
            } catch (ProtocolException _) {
                return;
            }
        }
    }

    /** Everything after a handshake, up to what the driver is told. */
    @FuzzTest
    void server(byte[] bytes) {
        ServerConnection server = new ServerConnection(new Random(1), 0);
        server.receive(ByteBuffer.allocate(HANDSHAKE).put(0, (byte) 3), 0);
        try {
            server.receive(ByteBuffer.wrap(bytes), 0);
        } catch (ProtocolException _) {
            // as it should be
        }
        for (ServeEvent e = server.poll(); e != null; e = server.poll()) {
            switch (e) {
                case ServeEvent.PublishAsked(int id, var _) -> server.acceptPublish(id);
                case ServeEvent.PlayAsked(int id, var _) -> server.acceptPlay(id);
                case ServeEvent.Connected _,
                        ServeEvent.Data _,
                        ServeEvent.Media _,
                        ServeEvent.Paused _,
                        ServeEvent.Wanted _,
                        ServeEvent.StreamEnded _,
                        ServeEvent.TimedOut _ -> {}
            }
        }
        server.disconnected();
    }

    /** Everything that a server may say after its handshake, to who publishes and who plays. */
    @FuzzTest
    void client(byte[] bytes) {
        ByteBuffer handshake = ByteBuffer.allocate(HANDSHAKE).put(0, (byte) 3);
        var publisher = new Publisher(URL, new Random(1), 0);
        publisher.receive(handshake.duplicate(), 0);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        publisher.receive(in, 0);
        Same.check(0, in.remaining());
        while (publisher.poll() != null) {
            // each may be looked at
        }
        var player = new Player(URL, new Random(1), 0);
        player.receive(handshake.duplicate(), 0);
        player.receive(in.rewind(), 0);
        Same.check(0, in.remaining());
        while (player.poll() != null) {
            // likewise
        }
    }
}
