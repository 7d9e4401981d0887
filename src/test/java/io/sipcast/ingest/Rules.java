package io.sipcast.ingest;

import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Set;

/**
 * Holds the messages of one stream against the rules, in the order in which they come. Pure: time
 * is that of the messages.
 */
public final class Rules {
    private static final long BOTH_TRACKS_MILLIS = 5_000;
    private static final long KEY_FRAME_MILLIS = 4_000;
    private static final long AUDIO_HOLE_MILLIS = 100;
    private static final long APART_MILLIS = 2_000;

    private final Set<Rule> lenient;
    private final boolean h265;
    private final SoundRules sound = new SoundRules();
    private final PictureRules pictures = new PictureRules();
    private String described = "";
    private long first = -1;
    private long last = -1;

    private Rules(Set<Rule> lenient, boolean h265) {
        this.lenient = lenient;
        this.h265 = h265;
    }

    /** All of them. */
    public static Rules all() {
        return new Rules(EnumSet.noneOf(Rule.class), false);
    }

    /** All but these, which the test means to break. */
    public static Rules allBut(Rule first, Rule... more) {
        return new Rules(EnumSet.of(first, more), false);
    }

    /** All of them, of an ingest that takes H.265 as enhanced RTMP has it. */
    public static Rules ofEnhanced() {
        return new Rules(EnumSet.noneOf(Rule.class), true);
    }

    /** Whether pictures may be H.265. */
    boolean h265() {
        return h265;
    }

    /**
     * Takes the next message.
     *
     * @throws RuleBroken when one is
     */
    public void take(Message message) {
        switch (message.type()) {
            case Message.DATA ->
                    described = new String(message.body(), StandardCharsets.ISO_8859_1);
            case Message.AUDIO -> media(message);
            case Message.VIDEO -> media(message);
            default -> require(false, Rule.READABLE, "message type " + message.type());
        }
    }

    /** Nothing more will come. */
    public void end() {
        require(
                sound.begun() && pictures.begun(),
                Rule.BOTH_TRACKS,
                "it ended with "
                        + (sound.begun() ? "sound" : pictures.begun() ? "pictures" : "no track")
                        + " alone");
    }

    public long frames() {
        return sound.frames();
    }

    public long pictures() {
        return pictures.pictures();
    }

    public long keyFrames() {
        return pictures.keyFrames();
    }

    /** How often a sequence header of pictures came that was not the one before. */
    public int pictureHeaders() {
        return pictures.headers();
    }

    private void media(Message message) {
        long at = message.millis();
        String name = message.type() == Message.AUDIO ? "audiocodecid" : "videocodecid";
        require(
                described.contains(name),
                Rule.METADATA_FIRST,
                "onMetaData before " + at + " ms has no " + name);
        if (first < 0) {
            first = at;
            require(
                    at <= AUDIO_HOLE_MILLIS,
                    Rule.STARTS_AT_NOUGHT,
                    "the first message is at " + at + " ms");
        }
        require(at >= last, Rule.DTS_IN_ORDER, at + " ms after " + last + " ms");
        last = Math.max(last, at);
        if (message.type() == Message.AUDIO) {
            sound.take(message, this);
        } else {
            pictures.take(message, this);
        }
        together(at);
    }

    private void together(long at) {
        if (!sound.begun() || !pictures.begun()) {
            boolean alone = at - first > BOTH_TRACKS_MILLIS;
            String missing = sound.begun() ? "pictures" : "sound";
            require(!alone, Rule.BOTH_TRACKS, "no " + missing + " by " + at + " ms");
            return;
        }
        long hole = at - sound.last();
        require(
                hole <= AUDIO_HOLE_MILLIS + APART_MILLIS,
                Rule.NO_AUDIO_HOLE,
                "none from " + sound.last() + " to " + at + " ms");
        long still = at - pictures.lastKey();
        require(
                still <= KEY_FRAME_MILLIS,
                Rule.KEY_FRAME_INTERVAL,
                "none from " + pictures.lastKey() + " to " + at + " ms");
        long apart = Math.abs(sound.last() - pictures.last());
        require(
                apart <= APART_MILLIS,
                Rule.TRACKS_TOGETHER,
                "sound is at " + sound.last() + ", pictures at " + pictures.last() + " ms");
    }

    void soundStep(long from, long to) {
        require(
                to - from <= AUDIO_HOLE_MILLIS,
                Rule.NO_AUDIO_HOLE,
                "from " + from + " to " + to + " ms");
    }

    void require(boolean kept, Rule rule, String how) {
        if (!kept && !lenient.contains(rule)) {
            throw new RuleBroken(rule, how);
        }
    }
}
