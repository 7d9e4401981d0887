package io.sipcast.rtmp;

import org.jspecify.annotations.Nullable;

/**
 * Codecs by their four characters, as enhanced RTMP names them in front of media and when both
 * sides say what they take.
 */
public enum FourCc {
    AVC("avc1", "H.264", Kind.VIDEO),
    HEVC("hvc1", "H.265", Kind.VIDEO),
    VVC("vvc1", "H.266", Kind.VIDEO),
    VP8("vp08", "VP8", Kind.VIDEO),
    VP9("vp09", "VP9", Kind.VIDEO),
    AV1("av01", "AV1", Kind.VIDEO),
    AAC("mp4a", "AAC", Kind.AUDIO),
    OPUS("Opus", "Opus", Kind.AUDIO),
    MP3(".mp3", "MP3", Kind.AUDIO),
    FLAC("fLaC", "FLAC", Kind.AUDIO),
    AC3("ac-3", "AC-3", Kind.AUDIO),
    EAC3("ec-3", "E-AC-3", Kind.AUDIO);

    /** What a codec codes. */
    public enum Kind {
        VIDEO,
        AUDIO
    }

    private final String code;
    private final String title;
    private final Kind kind;
    private final int number;

    FourCc(String code, String title, Kind kind) {
        this.code = code;
        this.title = title;
        this.kind = kind;
        this.number =
                code.charAt(0) << 24 | code.charAt(1) << 16 | code.charAt(2) << 8 | code.charAt(3);
    }

    /** The four characters. */
    public String code() {
        return code;
    }

    /** The same as a number, the first character in the highest byte. */
    public int number() {
        return number;
    }

    public Kind kind() {
        return kind;
    }

    /** Null for one that enhanced RTMP does not name. */
    public static @Nullable FourCc of(int number) {
        for (FourCc one : values()) {
            if (one.number == number) {
                return one;
            }
        }
        return null;
    }

    /** For people: the codec's name where it is known, else its characters as far as they are. */
    public static String describe(int number) {
        FourCc known = of(number);
        if (known != null) {
            return known.title;
        }
        var text = new StringBuilder("codec ");
        for (int shift = 24; shift >= 0; shift -= 8) {
            char c = (char) (number >>> shift & 0xFF);
            text.append(c > ' ' && c < 0x7F ? c : '?');
        }
        return text.toString();
    }

    @Override
    public String toString() {
        return title;
    }
}
