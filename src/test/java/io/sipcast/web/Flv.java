package io.sipcast.web;

import io.sipcast.rtmp.flv.FlvFile;
import io.sipcast.rtmp.flv.FlvTag;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** FLV as a player reads it: the flags of its header, then tags. */
record Flv(boolean hasAudio, boolean hasVideo, List<FlvTag> tags) {
    static Flv read(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        int flags = bytes[4];
        FlvFile.readHeader(in);
        List<FlvTag> tags = new ArrayList<>();
        for (FlvTag tag = FlvFile.readTag(in); tag != null; tag = FlvFile.readTag(in)) {
            tags.add(tag);
        }
        if (in.hasRemaining()) {
            throw new IllegalStateException(in.remaining() + " bytes are no tag");
        }
        return new Flv((flags & 4) != 0, (flags & 1) != 0, tags);
    }

    /** One word a tag: S metadata, VH/AH sequence headers, then kind, ! for a key frame, time. */
    List<String> words() {
        return tags.stream().map(Flv::word).toList();
    }

    static String word(FlvTag tag) {
        byte[] body = tag.body();
        return switch (tag.type()) {
            case SCRIPT -> "S";
            case AUDIO -> body[1] == 0 ? "AH" : "A" + tag.timestampMillis();
            case VIDEO ->
                    body[1] == 0
                            ? "VH"
                            : "V" + tag.timestampMillis() + (body[0] >> 4 == 1 ? "!" : "");
        };
    }

    /** The stream time that the publisher wrote into the payload of a picture. */
    static long pictureMillis(FlvTag tag) {
        return ByteBuffer.wrap(tag.body()).getLong(5);
    }
}
