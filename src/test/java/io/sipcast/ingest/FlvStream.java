package io.sipcast.ingest;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** FLV files, FLV §E.2 to §E.4: messages out of one, and one out of messages. */
public final class FlvStream {
    private static final int FILE_HEADER = 9;
    private static final int TAG_HEADER = 11;

    private FlvStream() {}

    /** The whole tags of a file, whose end may be cut off. */
    public static List<Message> read(byte[] file) {
        ByteBuffer in = ByteBuffer.wrap(file);
        if (file.length < FILE_HEADER || in.getInt() >>> 8 != 0x464C56) {
            throw new RuleBroken(Rule.READABLE, "no FLV");
        }
        in.position(FILE_HEADER + 4);
        List<Message> messages = new ArrayList<>();
        while (in.remaining() >= TAG_HEADER) {
            int word = in.getInt();
            int time = in.getInt(); // 24 low bits, then the upper 8
            int size = word & 0xFF_FFFF;
            in.position(in.position() + 3);
            if (in.remaining() < size + 4) {
                break;
            }
            byte[] body = new byte[size];
            in.get(body);
            if (in.getInt() != size + TAG_HEADER) {
                throw new RuleBroken(Rule.READABLE, "a back pointer that leads elsewhere");
            }
            messages.add(new Message(word >>> 24, time >>> 8 | (long) (time & 0xFF) << 24, body));
        }
        return messages;
    }

    /** A file that ffmpeg takes. */
    static byte[] write(List<Message> messages) {
        var out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {'F', 'L', 'V', 1, 5, 0, 0, 0, FILE_HEADER, 0, 0, 0, 0});
        for (Message message : messages) {
            int size = message.body().length;
            int time = (int) message.millis();
            out.writeBytes(
                    ByteBuffer.allocate(TAG_HEADER)
                            .putInt(message.type() << 24 | size)
                            .putInt(time << 8 | time >>> 24)
                            .array());
            out.writeBytes(message.body());
            out.writeBytes(ByteBuffer.allocate(4).putInt(TAG_HEADER + size).array());
        }
        return out.toByteArray();
    }

    /** Holds a file against rules. */
    public static Rules judge(byte[] file, Rules rules) {
        read(file).forEach(rules::take);
        rules.end();
        return rules;
    }
}
