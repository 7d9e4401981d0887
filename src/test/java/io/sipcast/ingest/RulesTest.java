package io.sipcast.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A right stream passes; each rule has a stream that breaks this one and no other before. */
class RulesTest {
    private static final String AVCC = "0142c01effe1000467aabbcc01000268cb";
    private static final String CONFIG = "1188";
    private static final String IDR = "00000002" + "6588";
    private static final String INTER = "00000002" + "419a";

    @Test
    void aRightStreamPasses() {
        List<Message> stream = right(60_000);
        Rules rules = Rules.all();

        stream.forEach(rules::take);
        rules.end();

        assertThat(rules.pictures()).isEqualTo(1500);
        assertThat(rules.keyFrames()).isEqualTo(30);
        assertThat(rules.frames()).isEqualTo(3000);
    }

    @Test
    void aFileOfTheSameMessagesReadsTheSame() {
        List<Message> stream = right(1_000);
        List<Message> late = new ArrayList<>(stream);
        late.add(new Message(8, 0x1234_5678L, new byte[] {1, 2, 3}));

        assertThat(FlvStream.read(FlvStream.write(late)))
                .usingRecursiveComparison()
                .isEqualTo(late);
    }

    @Test
    void soundThatIsNotAac() {
        breaks(Rule.READABLE, data(), new Message(8, 0, hex("2f01ff")));
    }

    @Test
    void nalUnitsThatDoNotFillThePicture() {
        breaks(Rule.READABLE, data(), videoHeader(0), video(0, true, "00000003" + "6588"));
    }

    @Test
    void noMetadata() {
        breaks(Rule.METADATA_FIRST, audioHeader(0));
    }

    @Test
    void metadataThatDoNotTellOfATrack() {
        breaks(
                Rule.METADATA_FIRST,
                new Message(18, 0, "audiocodecid".getBytes(StandardCharsets.US_ASCII)),
                audioHeader(0),
                sound(0),
                videoHeader(20));
    }

    @Test
    void aPictureBeforeItsHeader() {
        breaks(Rule.HEADERS_FIRST, data(), key(0));
    }

    @Test
    void soundBeforeItsHeader() {
        breaks(Rule.HEADERS_FIRST, data(), sound(0));
    }

    @Test
    void aHeaderThatComesAgain() {
        breaks(Rule.HEADERS_UNCHANGED, data(), videoHeader(0), key(0), videoHeader(40));
        breaks(Rule.HEADERS_UNCHANGED, data(), audioHeader(0), sound(0), audioHeader(40));
    }

    @Test
    void aStreamThatBeginsInTheMiddle() {
        breaks(Rule.KEY_FRAME_FIRST, data(), videoHeader(0), video(0, false, INTER));
    }

    @Test
    void aKeyFrameThatIsNone() {
        breaks(Rule.KEY_FRAME_FIRST, data(), videoHeader(0), key(0), video(40, true, INTER));
    }

    @Test
    void oneTrackAlone() {
        List<Message> soundOnly = right(8_000);
        soundOnly.removeIf(message -> message.type() == Message.VIDEO);
        breaks(Rule.BOTH_TRACKS, soundOnly);
        List<Message> picturesOnly = right(8_000);
        picturesOnly.removeIf(message -> message.type() == Message.AUDIO);
        breaks(Rule.BOTH_TRACKS, picturesOnly);
    }

    @Test
    void oneTrackAloneUpToTheEnd() {
        Rules rules = Rules.all();
        List.of(data(), audioHeader(0), sound(0)).forEach(rules::take);

        assertThatExceptionOfType(RuleBroken.class)
                .isThrownBy(rules::end)
                .satisfies(broken -> assertThat(broken.rule()).isEqualTo(Rule.BOTH_TRACKS));
    }

    @Test
    void timeThatBeginsLate() {
        breaks(Rule.STARTS_AT_NOUGHT, data(), audioHeader(500));
    }

    @Test
    void aTimeTwiceWithinATrack() {
        breaks(Rule.DTS_RISES, data(), videoHeader(0), key(0), video(0, false, INTER));
        breaks(Rule.DTS_RISES, data(), audioHeader(0), sound(0), sound(0));
    }

    @Test
    void aStepBackFromOneTrackToTheOther() {
        breaks(
                Rule.DTS_IN_ORDER,
                data(),
                videoHeader(0),
                key(0),
                audioHeader(20),
                sound(20),
                video(19, false, INTER));
    }

    @Test
    void aPictureShownBeforeItIsDecoded() {
        breaks(Rule.COMPOSITION, data(), videoHeader(0), picture(0, "1701ffffff" + IDR));
        breaks(Rule.COMPOSITION, data(), videoHeader(0), picture(0, "1701000fff" + IDR));
    }

    @Test
    void noKeyFrameForLongerThanFourSeconds() {
        List<Message> stream = right(4_000);
        stream.removeIf(message -> message.millis() == 2_000 && isKey(message));
        stream.add(sound(4_000));
        Rules rules = Rules.all();
        stream.forEach(rules::take);

        stream.add(sound(4_001));
        breaks(Rule.KEY_FRAME_INTERVAL, stream);
    }

    @Test
    void aHoleInTheSound() {
        List<Message> stream = right(3_000);
        stream.removeIf(message ->
                message.type() == Message.AUDIO
                        && message.millis() > 1_000
                        && message.millis() <= 1_100);
        breaks(Rule.NO_AUDIO_HOLE, stream);
    }

    @Test
    void soundThatEnds() {
        List<Message> stream = right(8_000);
        stream.removeIf(message -> message.type() == Message.AUDIO && message.millis() > 2_000);
        breaks(Rule.TRACKS_TOGETHER, stream);
    }

    @Test
    void picturesThatEnd() {
        List<Message> stream = right(8_000);
        stream.removeIf(message -> message.type() == Message.VIDEO && message.millis() > 1_000);
        breaks(Rule.TRACKS_TOGETHER, stream);
    }

    @Test
    void whatATestMeansToBreakIsNotLookedAt() {
        Rules rules = Rules.allBut(Rule.HEADERS_UNCHANGED);
        List.of(data(), videoHeader(0), key(0)).forEach(rules::take);

        assertThatCode(() -> rules.take(videoHeader(40))).doesNotThrowAnyException();
    }

    private static void breaks(Rule rule, List<Message> stream) {
        breaks(rule, stream, new Message[0]);
    }

    private static void breaks(Rule rule, Message... stream) {
        breaks(rule, List.of(), stream);
    }

    private static void breaks(Rule rule, List<Message> stream, Message... more) {
        List<Message> all = new ArrayList<>(stream);
        all.addAll(List.of(more));
        Rules rules = Rules.all();
        assertThatExceptionOfType(RuleBroken.class)
                .isThrownBy(() -> all.forEach(rules::take))
                .satisfies(broken -> assertThat(broken.rule()).isEqualTo(rule));
    }

    @Test
    void theSameKeyFrameTwiceInARow() {
        breaks(Rule.KEY_FRAMES_DIFFER, data(), videoHeader(0), audioHeader(0), key(0), key(40));
    }

    /** hvcC with three empty arrays, IDR_W_RADL, TRAIL_R: with composition times and without. */
    @Test
    void h265IsForIngestsThatTakeIt() {
        Message header =
                picture(0, "9068766331" + "01" + "00".repeat(20) + "0f03" + "00".repeat(9));
        Rules rules = Rules.ofEnhanced();
        List.of(
                        data(),
                        header,
                        audioHeader(0),
                        picture(0, "9368766331" + "000000022601"),
                        picture(40, "a168766331" + "000028" + "000000020201"),
                        sound(40))
                .forEach(rules::take);
        assertThat(rules.pictures()).isEqualTo(2);
        assertThat(rules.keyFrames()).isEqualTo(1);

        breaks(Rule.READABLE, data(), header);
    }

    /** A picture each 40 ms, a key frame each 2 s, sound each 20 ms. */
    private static List<Message> right(int millis) {
        List<Message> stream = new ArrayList<>(List.of(data(), videoHeader(0), audioHeader(0)));
        for (int at = 0; at < millis; at += 20) {
            if (at % 40 == 0) {
                stream.add(at % 2000 == 0 ? key(at) : video(at, false, INTER));
            }
            stream.add(sound(at));
        }
        return stream;
    }

    private static boolean isKey(Message message) {
        return message.type() == Message.VIDEO && message.body()[0] == 0x17;
    }

    private static Message data() {
        byte[] names = "videocodecid audiocodecid".getBytes(StandardCharsets.US_ASCII);
        return new Message(18, 0, names);
    }

    private static Message videoHeader(long at) {
        return picture(at, "1700000000" + AVCC);
    }

    private static Message key(long at) {
        return video(at, true, IDR);
    }

    private static Message video(long at, boolean key, String nals) {
        return picture(at, (key ? "17" : "27") + "01000000" + nals);
    }

    private static Message picture(long at, String hex) {
        return new Message(9, at, hex(hex));
    }

    private static Message audioHeader(long at) {
        return new Message(8, at, hex("af00" + CONFIG));
    }

    private static Message sound(long at) {
        return new Message(8, at, hex("af012110"));
    }

    private static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}
