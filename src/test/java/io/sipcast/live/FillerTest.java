package io.sipcast.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.bytes.Bytes;
import io.sipcast.live.Publication.Audio;
import io.sipcast.media.AacSettings;
import io.sipcast.media.Format;
import io.sipcast.media.MediaUnit;
import io.sipcast.media.Pcm;
import io.sipcast.media.Sink;
import io.sipcast.rtmp.codec.h264.DecoderConfiguration;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What subscribers see of a call without pictures, on a loop that the test turns by hand. */
class FillerTest {
    private static final StreamForm AUTO =
            new StreamForm(new AacSpec(48_000, 64_000, AacSettings.Coder.FAST));
    private static final StreamName NAME = StreamName.ofCall("call1");
    private static final Format.Video VIDEO = format(1);
    private static final Format.Video SLATE = format(3);
    private static final Format AUDIO =
            new Format.Audio(Format.AudioCodec.AAC, Bytes.copyOf(new byte[] {2}), 48_000, 1);
    private static final byte[] KEY = {1};

    /** Of x264, 640x360, and an IDR picture's slice behind its length. */
    private static final Format.Video REAL =
            new Format.Video(
                    Format.VideoCodec.H264,
                    new DecoderConfiguration(
                                    4,
                                    List.of(
                                            nal(
                                                    "6742c01ed900a02ff97011000003000100000300320f162e48")),
                                    List.of(nal("68cb83cb20")))
                            .print(),
                    640,
                    360);

    private static final byte[] IDR = nal("0000000c6588840af2628000a7bc9c9c").toArray();
    private static final byte[] SKIP = {2};

    private final Queue<Runnable> loop = new ArrayDeque<>();
    private final Executor later = loop::add;
    private final List<String> titles = new ArrayList<>();
    private final List<MediaUnit> units = new ArrayList<>();
    private final Map<Subscription, List<String>> viewers = new LinkedHashMap<>();
    private String title = "AUDIO";
    private int keyFramesAsked;

    /** An encoder that makes one frame of each block. */
    private static final class OneFrameABlock implements PcmEncoder {
        @Override
        public void encode(Pcm block, Sink<? super MediaUnit> out) {
            long at = block.startNanos();
            out.accept(new MediaUnit(AUDIO, true, at, at, new byte[1]));
        }

        @Override
        public void close() {}
    }

    @Test
    void aCallOfSoundAloneShowsTheSlateFromItsFirstBlockOn() throws Exception {
        LiveStream stream = open(streams(), Audio.PCM, false);
        Subscription subscription = view(stream, Slate.Mode.AUTO);
        turn();
        sound(stream, 0, 4_100);

        List<String> pictures = pictures(take(subscription));
        assertThat(pictures)
                .startsWith("S20!", "S60", "S100")
                .contains("S1980", "S2020!", "S4020!");
        assertThat(pictures.stream().filter(unit -> unit.endsWith("!"))).hasSize(3);
        assertThat(units.stream().filter(MediaUnit::isVideo).map(MediaUnit::payload).distinct())
                .hasSize(2);
        isInOrder();
        assertThat(stream.expected(AUTO))
                .isEqualTo(new Expected(true, true, Duration.ofSeconds(1)));
    }

    @Test
    void whoComesLaterBeginsAtTheSlatesKeyFrameWithItsSound() throws Exception {
        LiveStream stream = open(streams(), Audio.PCM, false);
        sound(stream, 0, 5_000);
        Subscription subscription = view(stream, Slate.Mode.AUTO);
        turn();
        sound(stream, 5_000, 5_040);

        assertThat(take(subscription)).startsWith("S4020!", "A4020", "A4040", "S4060");
    }

    @Test
    void picturesThatDoNotComeAreWaitedForAsLongAsItSays() throws Exception {
        LiveStream stream = open(streams(), Audio.PCM, true);
        Subscription subscription = view(stream, Slate.Mode.AUTO);
        turn();
        sound(stream, 0, 2_980);
        assertThat(pictures(take(subscription))).isEmpty();

        sound(stream, 2_980, 3_400);

        assertThat(pictures(take(subscription))).startsWith("S3000!", "S3040");
        isInOrder();
        assertThat(stream.expected(AUTO))
                .isEqualTo(new Expected(true, true, Duration.ofSeconds(4)));
    }

    @Test
    void realPicturesTakeOverAtTheirKeyFrame() throws Exception {
        LiveStream stream = open(streams(), Audio.PCM, true);
        Subscription subscription = view(stream, Slate.Mode.AUTO);
        turn();
        sound(stream, 0, 3_400);
        stream.add(picture(3_400, true));
        sound(stream, 3_400, 3_440);
        stream.add(picture(3_440, false));
        sound(stream, 3_440, 3_600);

        assertThat(pictures(take(subscription))).endsWith("S3280", "V3400!", "V3440");
        assertThat(keyFramesAsked).isZero();
        isInOrder();
    }

    @Test
    void aPauseShowsTheLastKeyFrameInItsOwnFormatAndAsksForAKeyFrameAtTheEnd() throws Exception {
        LiveStream stream = open(streams(), Audio.PCM, true);
        Subscription subscription = view(stream, Slate.Mode.AUTO);
        turn();
        sound(stream, 0, 20);
        stream.add(picture(0, true));
        stream.add(picture(40, false));
        sound(stream, 20, 1_520);
        assertThat(pictures(take(subscription))).containsExactly("V0!", "V40");

        sound(stream, 1_520, 10_000);

        List<String> still = pictures(take(subscription));
        // The sound does not wait for a picture that stands still; it leaves with the sound's time.
        assertThat(still).startsWith("V1540!", "V2600!").endsWith("V9600!").hasSize(9);
        assertThat(units.stream().map(MediaUnit::format).filter(SLATE::equals)).isEmpty();

        stream.add(picture(10_000, false)); // of no use: what it refers to was not shown
        turn();
        assertThat(keyFramesAsked).isEqualTo(1);
        stream.add(picture(10_040, true));
        stream.add(picture(10_080, false));
        sound(stream, 10_000, 10_300);
        assertThat(pictures(take(subscription))).containsExactly("V10040!", "V10080");
        isInOrder();
    }

    /** The slate's size is not that of the pictures: one new sequence header, never another. */
    @Test
    void aSlateThatWasThereFirstCostsOneSequenceHeader() throws Exception {
        LiveStream stream = open(streams(), Audio.PCM, true);
        Subscription subscription = view(stream, Slate.Mode.AUTO);
        turn();
        sound(stream, 0, 3_400);
        for (int at = 3_400; at < 6_000; at += 40) {
            stream.add(picture(at, at == 3_400));
            sound(stream, at, at + 40);
        }
        sound(stream, 6_000, 12_000); // a pause, which shows the last key frame
        stream.add(picture(12_000, true));
        sound(stream, 12_000, 12_400);
        assertThat(take(subscription)).isNotEmpty();

        List<MediaUnit> pictures = units.stream().filter(MediaUnit::isVideo).toList();
        int changes = 0;
        for (int i = 1; i < pictures.size(); i++) {
            boolean changed = !pictures.get(i).format().equals(pictures.get(i - 1).format());
            changes += changed ? 1 : 0;
            assertThat(changed && !pictures.get(i).key()).isFalse();
        }
        assertThat(pictures.getFirst().format()).isEqualTo(SLATE);
        assertThat(pictures.getLast().format()).isEqualTo(VIDEO);
        assertThat(changes).isEqualTo(1);
    }

    /** H.264 §7.4.3: IDR pictures that follow one another differ in idr_pic_id. */
    @Test
    void keyFramesThatAreShownAgainDifferFromOneToTheNext() throws Exception {
        LiveStream stream = open(streams(), Audio.PCM, true);
        Subscription subscription = view(stream, Slate.Mode.AUTO);
        turn();
        sound(stream, 0, 20);
        stream.add(new MediaUnit(REAL, true, 0, 0, IDR));
        sound(stream, 20, 8_000);
        assertThat(take(subscription)).isNotEmpty();

        List<byte[]> shown =
                units.stream().filter(MediaUnit::isVideo).map(MediaUnit::payload).toList();
        assertThat(shown).hasSizeGreaterThan(5).startsWith(IDR);
        for (int i = 1; i < shown.size(); i++) {
            assertThat(shown.get(i)).isNotEqualTo(shown.get(i - 1)).startsWith(0, 0, 0);
        }
        assertThat(shown.get(1)).isNotEqualTo(IDR).isEqualTo(shown.get(3));
        assertThat(units).filteredOn(MediaUnit::isVideo).allMatch(MediaUnit::key);
    }

    @Test
    void aKeyFrameThatComesTooEarlyIsAskedForAgain() throws Exception {
        LiveStream stream = open(streams(), Audio.PCM, true);
        Subscription subscription = view(stream, Slate.Mode.AUTO);
        turn();
        sound(stream, 0, 4_000);
        stream.add(picture(3_800, true)); // the slate has been there
        turn();
        sound(stream, 4_000, 4_200);
        assertThat(keyFramesAsked).isEqualTo(1);
        assertThat(pictures(take(subscription))).allMatch(unit -> unit.startsWith("S"));

        stream.add(picture(4_200, true));
        sound(stream, 4_200, 4_400);

        assertThat(pictures(take(subscription))).endsWith("V4200!");
        isInOrder();
    }

    @Test
    void asksOnTheBaseNotOfCallsThatNeverHadASlate() throws Exception {
        LiveStream stream = open(streams(), Audio.PCM, true);
        stream.add(picture(0, true));
        stream.add(picture(40, false));
        turn();

        assertThat(keyFramesAsked).isZero();
    }

    @Test
    void neverMeansNever() throws Exception {
        LiveStream stream = open(streams(), Audio.PCM, false);
        Subscription subscription = view(stream, Slate.Mode.NEVER);
        turn();
        sound(stream, 0, 5_000);

        assertThat(take(subscription)).allMatch(unit -> unit.startsWith("A")).hasSize(250);
        assertThat(stream.expected(AUTO.with(Slate.Mode.NEVER)).video()).isFalse();
    }

    @Test
    void alwaysShowsNothingElse() throws Exception {
        LiveStream stream = open(streams(), Audio.PCM, true);
        Subscription subscription = view(stream, Slate.Mode.ALWAYS);
        Subscription other = view(stream, Slate.Mode.AUTO);
        turn();
        for (int at = 0; at < 4_000; at += 40) {
            stream.add(picture(at, at % 2_000 == 0));
            sound(stream, at, at + 40);
        }

        assertThat(pictures(take(subscription)))
                .startsWith("S20!")
                .hasSize(100)
                .allMatch(unit -> unit.startsWith("S"));
        assertThat(pictures(take(other))).allMatch(unit -> unit.startsWith("V")).hasSize(100);
    }

    @Test
    void anEncodersOwnStreamIsLeftAlone() throws Exception {
        LiveStream stream = open(streams(), Audio.UNITS, true);
        Subscription subscription = view(stream, Slate.Mode.AUTO);
        for (int at = 0; at < 10_000; at += 20) {
            stream.add(new MediaUnit(AUDIO, true, nanos(at), nanos(at), new byte[1]));
            poll();
        }

        assertThat(take(subscription)).allMatch(unit -> unit.startsWith("A")).hasSize(500);
        assertThat(stream.expected(AUTO)).isEqualTo(new Expected(true, true, Duration.ZERO));
    }

    @Test
    void aSlateIsMadeOnceForAllStreams() throws Exception {
        Streams streams = streams();
        for (int i = 0; i < 3; i++) {
            LiveStream stream =
                    streams.open(StreamName.ofCall("call" + i), publication(Audio.PCM, false));
            sound(stream, 0, 100);
        }
        assertThat(titles).containsExactly("AUDIO");
    }

    /** A rendition begins when somebody wants it, which may be late in the stream. */
    @Test
    void aTrackThatBeginsLateHasItsTimeFromThen() {
        var base = new Track();
        var settings = new Slates.Settings(Duration.ofSeconds(3), "", Duration.ofSeconds(2));
        var filler = new Filler(base, true, Filler.FROM_NOW, settings, () -> slate(""), () -> {});
        long late = 60_000_000_000L;

        filler.advance(late);
        filler.advance(late + 2_900_000_000L);
        assertThat(filler.covers()).isFalse();
        filler.advance(late + 3_000_000_000L);
        assertThat(filler.covers()).isTrue();
    }

    @Test
    void aSlateWithTheStreamsNameIsMadeOnceForEach() throws Exception {
        title = "on air: $name";
        Streams streams = streams();
        for (String name : List.of("a", "b")) {
            LiveStream stream =
                    streams.open(StreamName.ofCall(name), publication(Audio.PCM, false));
            sound(stream, 0, 100);
            sound(stream, 100, 200);
        }
        assertThat(titles).containsExactly("on air: a", "on air: b");
    }

    private Streams streams() {
        var slates =
                new Slates(
                        new Slates.Settings(Duration.ofSeconds(3), title, Duration.ofSeconds(2)),
                        this::slate,
                        later);
        turn();
        return new Streams(
                (_, _) -> new OneFrameABlock(),
                (_, _, _) -> {
                    throw new AssertionError("nothing is encoded anew");
                },
                slates,
                later,
                later,
                () -> 0);
    }

    private Slate slate(String wanted) {
        titles.add(wanted);
        List<byte[]> pictures =
                Stream.concat(Stream.of(KEY), Stream.generate(() -> SKIP).limit(49)).toList();
        return new Slate(SLATE, nanos(40), pictures);
    }

    private LiveStream open(Streams streams, Audio audio, boolean video) throws Exception {
        return streams.open(NAME, publication(audio, video));
    }

    private Publication publication(Audio audio, boolean video) {
        return new Publication(later, audio, video, () -> keyFramesAsked++);
    }

    private void turn() {
        while (!loop.isEmpty()) {
            loop.remove().run();
        }
    }

    private void sound(LiveStream stream, int fromMs, int toMs) {
        for (int at = fromMs; at < toMs; at += 20) {
            stream.add(new Pcm(nanos(at), nanos(at + 20), 8000, new short[160]));
            turn();
            poll();
        }
    }

    private Subscription view(LiveStream stream, Slate.Mode mode) {
        Subscription subscription = stream.subscribe(AUTO.with(mode), () -> {});
        viewers.put(subscription, new ArrayList<>());
        return subscription;
    }

    /** Everything since the last time. */
    private List<String> take(Subscription subscription) {
        poll();
        return Objects.requireNonNull(viewers.put(subscription, new ArrayList<>()));
    }

    private void poll() {
        viewers.forEach((subscription, taken) -> {
            for (MediaUnit unit = subscription.poll(); unit != null; unit = subscription.poll()) {
                units.add(unit);
                String track = !unit.isVideo() ? "A" : unit.format().equals(SLATE) ? "S" : "V";
                boolean key = unit.isVideo() && unit.key();
                taken.add(track + unit.dtsNanos() / 1_000_000 + (key ? "!" : ""));
            }
        });
    }

    private static List<String> pictures(List<String> taken) {
        return taken.stream().filter(unit -> !unit.startsWith("A")).toList();
    }

    private void isInOrder() {
        long last = -1;
        for (MediaUnit unit : units) {
            assertThat(unit.dtsNanos()).isGreaterThanOrEqualTo(last);
            last = unit.dtsNanos();
        }
    }

    private static MediaUnit picture(int ms, boolean key) {
        return new MediaUnit(VIDEO, key, nanos(ms), nanos(ms), new byte[1]);
    }

    private static Format.Video format(int configuration) {
        byte[] bytes = {(byte) configuration};
        return new Format.Video(Format.VideoCodec.H264, Bytes.copyOf(bytes), 640, 360);
    }

    private static Bytes nal(String hex) {
        return Bytes.copyOf(HexFormat.of().parseHex(hex));
    }

    private static long nanos(int ms) {
        return ms * 1_000_000L;
    }
}
