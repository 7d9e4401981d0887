package io.sipcast.ingest;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** The rules of the pictures alone: H.264, FLV §E.4.3, ISO/IEC 14496-15 §5.3. */
final class PictureRules {
    private static final int H264 = 7;
    private static final int KEY = 1;
    private static final int PREFIX = 5;
    private static final int IDR = 5;
    private static final int SPS = 7;
    private static final int MAX_COMPOSITION_MILLIS = 1_000;

    private byte[] header = {};
    private int headers;
    private long pictures;
    private long keyFrames;
    private long last = -1;
    private long lastKey = -1;

    void take(Message message, Rules rules) {
        int head = message.at(0);
        rules.require((head & 0xF) == H264, Rule.READABLE, "pictures that are not H.264");
        if (message.at(1) == 0) {
            header(message, rules);
        } else {
            rules.require(message.at(1) == 1, Rule.READABLE, "packet type " + message.at(1));
            picture(message, head >> 4 == KEY, rules);
        }
    }

    private void header(Message message, Rules rules) {
        byte[] avcc = Arrays.copyOfRange(message.body(), PREFIX, message.body().length);
        boolean sound = avcc.length > 8 && avcc[0] == 1 && (avcc[4] & 3) == 3;
        int sets = sound ? avcc[5] & 31 : 0;
        rules.require(
                sets == 1 && (avcc[8] & 31) == SPS, Rule.READABLE, "an avcC that starts no stream");
        rules.require(
                header.length == 0,
                Rule.HEADERS_UNCHANGED,
                "pictures at " + message.millis() + " ms get one again");
        headers += Arrays.equals(header, avcc) ? 0 : 1;
        header = avcc;
    }

    private void picture(Message message, boolean key, Rules rules) {
        long at = message.millis();
        rules.require(header.length > 0, Rule.HEADERS_FIRST, "a picture at " + at + " ms");
        rules.require(begun() || key, Rule.KEY_FRAME_FIRST, "another one at " + at + " ms");
        boolean idr = holdsIdr(message, rules);
        rules.require(
                idr == key, Rule.KEY_FRAME_FIRST, "marked " + key + ", is " + idr + " at " + at);
        rules.require(at > last, Rule.DTS_RISES, "a picture at " + at + " ms after " + last);
        int composition = message.at(2) << 24 >> 8 | message.at(3) << 8 | message.at(4);
        rules.require(
                composition >= 0 && composition <= MAX_COMPOSITION_MILLIS,
                Rule.COMPOSITION,
                composition + " ms at " + at + " ms");
        pictures++;
        last = at;
        if (key) {
            keyFrames++;
            lastKey = at;
        }
    }

    private static boolean holdsIdr(Message message, Rules rules) {
        ByteBuffer in = ByteBuffer.wrap(message.body());
        in.position(Math.min(PREFIX, in.limit()));
        boolean idr = false;
        int units = 0;
        while (in.remaining() >= 5) {
            int length = in.getInt();
            if (length < 1 || length > in.remaining()) {
                break;
            }
            idr |= (in.get(in.position()) & 31) == IDR;
            in.position(in.position() + length);
            units++;
        }
        rules.require(
                units > 0 && !in.hasRemaining(),
                Rule.READABLE,
                "NAL units that do not fill the picture at " + message.millis() + " ms");
        return idr;
    }

    boolean begun() {
        return last >= 0;
    }

    long last() {
        return last;
    }

    long lastKey() {
        return lastKey;
    }

    long pictures() {
        return pictures;
    }

    long keyFrames() {
        return keyFrames;
    }

    int headers() {
        return headers;
    }
}
