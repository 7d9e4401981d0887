package io.sipcast.bench.peers;

import io.sipcast.rtmp.flv.FlvTag;

/** What a tag of sound or pictures holds, FLV §E.4.2 and §E.4.3 and enhanced RTMP. */
enum TagKind {
    HEADER,
    MEDIA,
    OTHER;

    private static final int AAC = 10;
    private static final int ENHANCED_SOUND = 9;
    private static final int ENHANCED_PICTURES = 0x80;

    static TagKind of(FlvTag tag) {
        byte[] body = tag.body();
        if (body.length < 2) {
            return OTHER;
        }
        int first = body[0] & 0xFF;
        return switch (tag.type()) {
            case AUDIO ->
                    switch (first >>> 4) {
                        case AAC -> of(body[1]);
                        case ENHANCED_SOUND -> of(first & 0xF);
                        default -> MEDIA;
                    };
            case VIDEO ->
                    (first & ENHANCED_PICTURES) == 0
                            ? of(body[1])
                            : (first & 0xF) == 3 ? MEDIA : of(first & 0xF);
            case SCRIPT -> OTHER;
        };
    }

    private static TagKind of(int packet) {
        return switch (packet) {
            case 0 -> HEADER;
            case 1 -> MEDIA;
            default -> OTHER;
        };
    }
}
