package io.sipcast.ingest;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What stands before the bytes of a picture, FLV §E.4.3.1, and enhanced RTMP's ExVideoTagHeader for
 * H.265.
 *
 * @param kind header, picture, or whatever else
 * @param composition in ms
 * @param from where its bytes begin
 */
record PictureTag(Codec codec, Kind kind, boolean key, int composition, int from) {
    enum Codec {
        H264,
        H265
    }

    enum Kind {
        HEADER,
        PICTURE,
        OTHER
    }

    private static final int ENHANCED = 0x80;
    private static final int FLV_H264 = 7;
    private static final int KEY = 1;
    private static final int PREFIX = 5;
    private static final int MARKED_PREFIX = 8;

    static PictureTag read(Message message) {
        int head = message.at(0);
        return (head & ENHANCED) == 0 ? plain(message, head) : enhanced(message, head);
    }

    private static PictureTag plain(Message message, int head) {
        if ((head & 0xF) != FLV_H264) {
            throw new RuleBroken(Rule.READABLE, "pictures of codec " + (head & 0xF));
        }
        Kind kind =
                switch (message.at(1)) {
                    case 0 -> Kind.HEADER;
                    case 1 -> Kind.PICTURE;
                    default -> Kind.OTHER;
                };
        return new PictureTag(Codec.H264, kind, head >> 4 == KEY, composition(message, 2), PREFIX);
    }

    private static PictureTag enhanced(Message message, int head) {
        byte[] body = message.body();
        String code = new String(body, 1, Math.min(4, body.length - 1), StandardCharsets.US_ASCII);
        if (!code.equals("hvc1")) {
            throw new RuleBroken(Rule.READABLE, "pictures of codec " + code);
        }
        boolean key = (head >> 4 & 7) == KEY;
        return switch (head & 0xF) {
            case 0 -> new PictureTag(Codec.H265, Kind.HEADER, key, 0, PREFIX);
            case 1 ->
                    new PictureTag(
                            Codec.H265, Kind.PICTURE, key, composition(message, 5), MARKED_PREFIX);
            case 3 -> new PictureTag(Codec.H265, Kind.PICTURE, key, 0, PREFIX);
            default -> new PictureTag(Codec.H265, Kind.OTHER, key, 0, PREFIX);
        };
    }

    /** 24 bits and a sign. */
    private static int composition(Message message, int at) {
        return message.at(at) << 24 >> 8 | message.at(at + 1) << 8 | message.at(at + 2);
    }

    /** The bytes behind it. */
    ByteBuffer payload(Message message) {
        ByteBuffer in = ByteBuffer.wrap(message.body());
        return in.position(Math.min(from, in.limit()));
    }

    /** Whether a NAL unit with this first byte is one at which decoding begins. */
    boolean begins(byte first) {
        return switch (codec) {
            case H264 -> (first & 31) == 5;
            case H265 -> (first >> 1 & 63) >= 16 && (first >> 1 & 63) <= 21;
        };
    }
}
