package io.sipcast.rtp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** SDES, RFC 3550 §6.5. */
public record SourceDescription(List<Chunk> chunks) implements RtcpPacket {
    static final int TYPE = 202;

    private static final int END = 0;
    private static final int MAX_CHUNKS = 31;
    private static final int MAX_TEXT = 255;

    /** What is said about one source. */
    public record Chunk(int ssrc, List<Item> items) {
        public Chunk {
            items = List.copyOf(items);
        }

        /** The name that binds the tracks of one sender together, or null. */
        public @Nullable String cname() {
            return items.stream()
                    .filter(item -> item.type() == Item.CNAME)
                    .map(Item::text)
                    .findFirst()
                    .orElse(null);
        }
    }

    /** One item, RFC 3550 §6.5.1 to §6.5.8. */
    public record Item(int type, String text) {
        /** The one item that each source has to send. */
        public static final int CNAME = 1;

        public Item {
            if (type <= END || type > 255 || text.getBytes(UTF_8).length > MAX_TEXT) {
                throw new IllegalArgumentException("SDES item out of range");
            }
        }
    }

    public SourceDescription {
        chunks = List.copyOf(chunks);
        if (chunks.size() > MAX_CHUNKS) {
            throw new IllegalArgumentException(chunks.size() + " SDES chunks");
        }
    }

    /** The description that each compound has to hold. */
    public static SourceDescription ofCname(int ssrc, String cname) {
        return new SourceDescription(
                List.of(new Chunk(ssrc, List.of(new Item(Item.CNAME, cname)))));
    }

    static SourceDescription read(int count, ByteBuffer in) {
        List<Chunk> chunks = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            chunks.add(new Chunk(in.getInt(), readItems(in)));
        }
        return new SourceDescription(chunks);
    }

    /** Ends with one to four zeros, so that the next chunk is at a whole word. */
    private static List<Item> readItems(ByteBuffer in) {
        List<Item> items = new ArrayList<>(1);
        for (int type = in.get() & 0xFF; type != END; type = in.get() & 0xFF) {
            byte[] text = new byte[in.get() & 0xFF];
            in.get(text);
            items.add(new Item(type, printable(text)));
        }
        in.position(Math.min(in.limit(), (in.position() + 3) & ~3));
        return items;
    }

    /** Wrong UTF-8 could grow when it is decoded and no longer fit; then it is cut. */
    private static String printable(byte[] bytes) {
        String text = new String(bytes, UTF_8);
        while (text.getBytes(UTF_8).length > MAX_TEXT) {
            text = text.substring(0, text.length() - 1);
        }
        return text;
    }

    @Override
    public int packetType() {
        return TYPE;
    }

    @Override
    public int count() {
        return chunks.size();
    }

    @Override
    public void writeBody(ByteBuffer out) {
        for (Chunk chunk : chunks) {
            int start = out.position();
            out.putInt(chunk.ssrc());
            for (Item item : chunk.items()) {
                byte[] text = item.text().getBytes(UTF_8);
                out.put((byte) item.type()).put((byte) text.length).put(text);
            }
            do {
                out.put((byte) END);
            } while ((out.position() - start) % 4 != 0);
        }
    }
}
