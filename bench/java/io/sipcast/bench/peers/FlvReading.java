package io.sipcast.bench.peers;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One endless FLV over HTTP/1.1 as it comes, chunked (RFC 9112 §7.1) or not: counts tags and holds
 * their times against each other. Bodies are passed over. Nothing is allocated once the response
 * has begun.
 */
final class FlvReading implements Drain.Reader {
    private static final int FILE_HEADER = 13;
    private static final int TAG_HEADER = 11;
    private static final int BACK_POINTER = 4;
    private static final int MOST_HEAD = 8 * 1024;
    private static final int AUDIO = 8;
    private static final int VIDEO = 9;
    private static final int SCRIPT = 18;

    private final StringBuilder head = new StringBuilder();
    private final byte[] field = new byte[FILE_HEADER];
    private boolean answered;
    private boolean chunked;
    private boolean fileBegun;

    /** Of the chunk under way; without chunks there is no end to it. */
    private long chunkLeft;

    private int size;
    private boolean sizeOver;
    private int filled;
    private int bodyLeft;
    private long lastReadNanos;
    private long lastMillis;

    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong tags = new AtomicLong();
    private volatile long longestGapNanos;
    private volatile String fault = "";

    /** Of FLV, without the frame of HTTP. */
    long bytes() {
        return bytes.get();
    }

    /** Whole ones, the metadata and sequence headers among them. */
    long tags() {
        return tags.get();
    }

    /** The longest time in which nothing came. */
    long longestGapNanos() {
        return longestGapNanos;
    }

    /** What was wrong with it first; empty: nothing. */
    String fault() {
        return fault;
    }

    /** The longest gap is looked for from now on. */
    void restart() {
        longestGapNanos = 0;
    }

    @Override
    public void ended(String why) {
        if (fault.isEmpty()) {
            fault = why;
        }
    }

    @Override
    public void read(ByteBuffer in, long nowNanos) {
        if (lastReadNanos != 0) {
            longestGapNanos = Math.max(longestGapNanos, nowNanos - lastReadNanos);
        }
        lastReadNanos = nowNanos;
        while (in.hasRemaining()) {
            if (!answered) {
                readHead(in);
            } else if (chunkLeft == 0) {
                readChunkSize(in);
            } else {
                int end = in.limit();
                int count = (int) Math.min(chunkLeft, in.remaining());
                in.limit(in.position() + count);
                readFlv(in);
                in.limit(end);
                chunkLeft -= chunked ? count : 0;
                bytes.addAndGet(count);
            }
        }
    }

    private void readHead(ByteBuffer in) {
        head.append((char) in.get());
        if (head.length() > MOST_HEAD) {
            throw new IllegalStateException("no HTTP: " + head.substring(0, 80));
        }
        if (head.length() >= 4 && head.indexOf("\r\n\r\n", head.length() - 4) >= 0) {
            String text = head.toString();
            if (!text.startsWith("HTTP/1.1 200 ")) {
                throw new IllegalStateException(text.lines().findFirst().orElse("no answer"));
            }
            answered = true;
            chunked = text.toLowerCase(Locale.ROOT).contains("\ntransfer-encoding: chunked");
            chunkLeft = chunked ? 0 : Long.MAX_VALUE;
        }
    }

    /** The line before a chunk, and the line end after the one before. */
    private void readChunkSize(ByteBuffer in) {
        byte octet = in.get();
        int digit = Character.digit(octet, 16);
        if (digit >= 0) {
            size = size << 4 | digit;
            sizeOver = true;
        } else if (octet == '\n' && sizeOver) {
            if (size == 0) {
                throw new IllegalStateException("the response has ended");
            }
            chunkLeft = size;
            size = 0;
            sizeOver = false;
        } else if (octet != '\r' && octet != '\n') {
            throw new IllegalStateException("no chunk size: " + octet);
        }
    }

    private void readFlv(ByteBuffer in) {
        while (in.hasRemaining()) {
            if (!fileBegun) {
                if (fill(in, FILE_HEADER)) {
                    fileBegun = true;
                    requireFlv();
                }
            } else if (bodyLeft == 0) {
                if (fill(in, TAG_HEADER)) {
                    tag();
                }
            } else {
                int count = Math.min(bodyLeft, in.remaining());
                in.position(in.position() + count);
                bodyLeft -= count;
                tags.addAndGet(bodyLeft == 0 ? 1 : 0);
            }
        }
    }

    private boolean fill(ByteBuffer in, int wanted) {
        int count = Math.min(wanted - filled, in.remaining());
        in.get(field, filled, count);
        filled += count;
        if (filled < wanted) {
            return false;
        }
        filled = 0;
        return true;
    }

    private void requireFlv() {
        String signature = new String(field, 0, 3, StandardCharsets.US_ASCII);
        if (!signature.equals("FLV")) {
            throw new IllegalStateException("no FLV: " + signature);
        }
    }

    private void tag() {
        int type = field[0] & 0xFF;
        if (type != AUDIO && type != VIDEO && type != SCRIPT) {
            throw new IllegalStateException("tag type " + type);
        }
        bodyLeft = medium(1) + BACK_POINTER;
        long millis = (long) (field[7] & 0xFF) << 24 | medium(4);
        if (millis < lastMillis && fault.isEmpty()) {
            fault = "time falls from " + lastMillis + " to " + millis + " ms";
        }
        lastMillis = millis;
    }

    private int medium(int at) {
        return (field[at] & 0xFF) << 16 | (field[at + 1] & 0xFF) << 8 | (field[at + 2] & 0xFF);
    }
}
