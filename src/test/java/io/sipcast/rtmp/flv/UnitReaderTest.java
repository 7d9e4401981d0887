package io.sipcast.rtmp.flv;

import static io.sipcast.rtmp.flv.Units.AUDIO;
import static io.sipcast.rtmp.flv.Units.VIDEO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sipcast.bytes.ProtocolException;
import io.sipcast.bytes.ProtocolException.Fault;
import io.sipcast.media.MediaUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnitReaderTest {
    private static final long START = 7_000_000_000L;
    private static final String VIDEO_HEADER = "1700000000" + VIDEO.configuration();
    private static final String AUDIO_HEADER = "af00" + AUDIO.configuration();

    private final UnitReader reader = new UnitReader(START);
    private final List<MediaUnit> units = new ArrayList<>();

    @Test
    void readsBackWhatTheWriterWrote() {
        UnitWriter writer = new UnitWriter();
        List<MediaUnit> sent = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            sent.add(Units.picture(VIDEO, i % 25 == 0, i * 40, i * 40 + 80));
            sent.add(Units.sound(i * 40 + 5));
        }
        for (MediaUnit unit : sent) {
            writer.process(unit, tag -> reader.process(tag, units::add));
        }

        assertThat(units).hasSameSizeAs(sent);
        for (int i = 0; i < sent.size(); i++) {
            MediaUnit was = sent.get(i);
            MediaUnit read = units.get(i);
            assertThat(read.format()).isEqualTo(was.format());
            assertThat(read.key()).isEqualTo(was.key());
            assertThat(read.dtsNanos()).isEqualTo(START + was.dtsNanos());
            assertThat(read.ptsNanos()).isEqualTo(START + was.ptsNanos());
            assertThat(read.payload()).isEqualTo(was.payload());
        }
    }

    @Test
    void unitsBeforeTheirHeaderAreDropped() {
        video(0, "170100000000000001 65");
        audio(0, "af0121");
        assertThat(units).isEmpty();

        video(0, VIDEO_HEADER);
        audio(0, AUDIO_HEADER);
        assertThat(reader.video()).isEqualTo(VIDEO);
        assertThat(reader.audio()).isEqualTo(AUDIO);
        video(0, "170100000000000001 65");
        audio(0, "af0121");
        assertThat(units).hasSize(2);
    }

    @Test
    void aHeaderSentAgainChangesNothing() {
        video(0, VIDEO_HEADER);
        var before = reader.video();
        video(40, VIDEO_HEADER);
        assertThat(reader.video()).isSameAs(before);
    }

    @Test
    void shortLengthsBecomeLongOnes() {
        var sps = "6742c01ed900a02ff97011000003000100000300320f162e48";
        video(0, "1700000000 0142c01efde10019" + sps + "01000568cb83cb20");
        video(0, "1701000000 0002 6511 0001 06");

        assertThat(reader.video()).isEqualTo(VIDEO);
        assertThat(units.getFirst().payload()).asHexString().isEqualTo("0000000265110000000106");
    }

    @Test
    void aNegativeCompositionTimeIsTakenForNone() {
        video(0, VIDEO_HEADER);
        video(0, "1701ffffd8 00000001 65");
        assertThat(units.getFirst().ptsNanos()).isEqualTo(START);
    }

    @Test
    void timeNeverFallsWithinATrack() {
        audio(100, AUDIO_HEADER);
        audio(100, "af0121");
        audio(90, "af0121");
        assertThat(units.getLast().dtsNanos()).isEqualTo(START);
    }

    @Test
    void endsInformationAndEmptyBodiesAreNoUnits() {
        video(0, VIDEO_HEADER);
        video(0, "1702000000");
        video(0, "5700");
        video(0, "1701000000");
        video(0, "");
        audio(0, "");
        reader.process(new FlvTag(FlvTag.Type.SCRIPT, 0, new byte[] {5}), units::add);
        assertThat(units).isEmpty();
    }

    @Test
    void otherCodecsAreRefusedByName() {
        refuses(FlvTag.Type.VIDEO, "1200", Fault.UNSUPPORTED); // Sorenson
        refuses(FlvTag.Type.VIDEO, "9061763031", Fault.UNSUPPORTED); // AV1
        refuses(FlvTag.Type.AUDIO, "2f00", Fault.UNSUPPORTED); // MP3
    }

    @Test
    void brokenBodiesAreRefused() {
        refuses(FlvTag.Type.VIDEO, "1701", Fault.TRUNCATED);
        refuses(FlvTag.Type.VIDEO, "1709000000", Fault.MALFORMED);
        refuses(FlvTag.Type.AUDIO, "af", Fault.TRUNCATED);
        video(0, VIDEO_HEADER);
        refuses(FlvTag.Type.VIDEO, "1701000000 00000002 65", Fault.MALFORMED);
        refuses(FlvTag.Type.VIDEO, "1701000000 ffffffff 65", Fault.MALFORMED);
        refuses(FlvTag.Type.VIDEO, "1701000000 0000", Fault.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void noiseIsReadOrRefused(long seed) {
        Random random = new Random(seed);
        String[] seeds = {VIDEO_HEADER, AUDIO_HEADER, "170100000000000001 65", "af0121"};
        for (int i = 0; i < 5000; i++) {
            byte[] noise = bytes(seeds[random.nextInt(seeds.length)]);
            for (int n = random.nextInt(4); n > 0; n--) {
                noise[random.nextInt(noise.length)] = (byte) random.nextInt();
            }
            FlvTag.Type type = random.nextBoolean() ? FlvTag.Type.AUDIO : FlvTag.Type.VIDEO;
            try {
                reader.process(new FlvTag(type, random.nextInt(), noise), units::add);
            } catch (ProtocolException _) {
                // as it should be
            }
        }
        assertThat(units).isNotEmpty();
    }

    private void video(long time, String hex) {
        reader.process(new FlvTag(FlvTag.Type.VIDEO, time, bytes(hex)), units::add);
    }

    private void audio(long time, String hex) {
        reader.process(new FlvTag(FlvTag.Type.AUDIO, time, bytes(hex)), units::add);
    }

    private void refuses(FlvTag.Type type, String hex, Fault fault) {
        assertThatThrownBy(() -> reader.process(new FlvTag(type, 0, bytes(hex)), units::add))
                .isInstanceOf(ProtocolException.class)
                .extracting(e -> ((ProtocolException) e).fault())
                .isEqualTo(fault);
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }
}
