package io.sipcast.rtmp.flv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sipcast.bytes.ProtocolException;
import io.sipcast.bytes.ProtocolException.Fault;
import io.sipcast.media.Format;
import io.sipcast.media.MediaUnit;
import io.sipcast.rtmp.codec.opus.OpusHead;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Enhanced RTMP, bytes by bytes: the same vectors are written and read. */
class EnhancedTest {
    private static final String HVC1 = "68766331";
    private static final String OPUS = "4f707573";

    /** Of x265, 320x180. */
    private static final String HVCC =
            "01016000000090000000000000f000fcfdf8f800000f03200001001840010c01ffff0160"
                    + "0000030090000003000003003c959009210001002b420101016000000300900000030000"
                    + "03003ca00a080b9f796564924caf016808000003000800000300c84022000100074401c1"
                    + "72b46240";

    private static final String OPUS_HEAD = "4f70757348656164 01 01 0000 80bb0000 0000 00";
    private static final String NAL = "00000002 2601";
    private static final long START = 5_000_000_000L;
    private static final long MILLI = 1_000_000;

    private static final Format.Video HEVC =
            new Format.Video(Format.VideoCodec.H265, Units.bytes(plain(HVCC)), 320, 180);
    private static final Format.Audio MONO =
            new Format.Audio(Format.AudioCodec.OPUS, Units.bytes(plain(OPUS_HEAD)), 48_000, 1);

    private final UnitReader reader = new UnitReader(START);
    private final List<MediaUnit> units = new ArrayList<>();

    @Test
    void picturesAreWrittenAndReadBack() {
        byte[] nal = bytes(NAL);
        var key = new MediaUnit(HEVC, true, 0, 80 * MILLI, nal);
        var inter = new MediaUnit(HEVC, false, 40 * MILLI, 40 * MILLI, nal);
        List<String> written = write(key, inter);

        assertThat(written)
                .containsExactly(
                        "90" + HVC1 + plain(HVCC), // key, sequence start
                        "91" + HVC1 + "000050" + plain(NAL), // key, coded frames, 80 ms
                        "a3" + HVC1 + plain(NAL)); // inter, coded frames without a time
        written.forEach(body -> read(FlvTag.Type.VIDEO, body));
        assertThat(units).hasSize(2);
        assertThat(units.getFirst().format()).isEqualTo(HEVC);
        assertThat(units.getFirst().key()).isTrue();
        assertThat(units.getFirst().ptsNanos()).isEqualTo(START + 80 * MILLI);
        assertThat(units.getFirst().payload()).isEqualTo(nal);
        assertThat(units.getLast().key()).isFalse();
        assertThat(units.getLast().ptsNanos()).isEqualTo(units.getLast().dtsNanos());
    }

    @Test
    void opusIsWrittenAndReadBack() {
        byte[] packet = bytes("f8fffe");
        List<String> written =
                write(
                        new MediaUnit(MONO, true, 0, 0, packet),
                        new MediaUnit(MONO, true, 20 * MILLI, 20 * MILLI, packet));

        assertThat(written)
                .containsExactly(
                        "90" + OPUS + plain(OPUS_HEAD),
                        "91" + OPUS + "f8fffe",
                        "91" + OPUS + "f8fffe");
        written.forEach(body -> read(FlvTag.Type.AUDIO, body));
        assertThat(units).hasSize(2);
        assertThat(units.getFirst().format()).isEqualTo(MONO);
        assertThat(units.getFirst().payload()).isEqualTo(packet);
    }

    @Test
    void theHeaderOfOpusIsRfc7845s() {
        assertThat(OpusHead.ofRtp(1).print()).isEqualTo(Units.bytes(plain(OPUS_HEAD)));
        OpusHead read = OpusHead.parse(Units.bytes("4f707573486561640102380180bb0000000000"));
        assertThat(read).isEqualTo(new OpusHead(2, 312, 48_000, 0));
        assertThat(read.print()).isEqualTo(Units.bytes("4f707573486561640102380180bb0000000000"));
    }

    @ParameterizedTest
    @CsvSource({
        "4f7075734865616401013801, TRUNCATED",
        "4f707573486561650101380180bb0000000000, MALFORMED",
        "4f707573486561640100380180bb0000000000, MALFORMED",
        "4f707573486561640106380180bb0000000001, UNSUPPORTED",
        "4f707573486561641101380180bb0000000000, UNSUPPORTED",
    })
    void otherHeadersOfOpusAreRefused(String hex, Fault fault) {
        assertThatThrownBy(() -> OpusHead.parse(Units.bytes(hex)))
                .isInstanceOf(ProtocolException.class)
                .extracting(e -> ((ProtocolException) e).fault())
                .isEqualTo(fault);
    }

    @Test
    void opusWithoutAHeaderSaysHowManyChannelsItHas() {
        read(FlvTag.Type.AUDIO, "91" + OPUS + "fcfffe");
        assertThat(units).hasSize(1);
        assertThat(((Format.Audio) units.getFirst().format()).channels()).isEqualTo(2);
    }

    @Test
    void avcAndAacComeThisWayToo() {
        read(FlvTag.Type.VIDEO, "90 61766331" + Units.VIDEO.configuration());
        read(FlvTag.Type.VIDEO, "91 61766331 000028 00000001 65");
        read(FlvTag.Type.AUDIO, "90 6d703461" + Units.AUDIO.configuration());
        read(FlvTag.Type.AUDIO, "91 6d703461 2110");

        assertThat(units).hasSize(2);
        assertThat(units.getFirst().format()).isEqualTo(Units.VIDEO);
        assertThat(units.getFirst().ptsNanos()).isEqualTo(START + 40 * MILLI);
        assertThat(units.getLast().format()).isEqualTo(Units.AUDIO);
    }

    /** Encoders did so before enhanced RTMP, and some still do. */
    @Test
    void h265UnderTheNumberTwelveIsRead() {
        read(FlvTag.Type.VIDEO, "1c 00 000000" + HVCC);
        read(FlvTag.Type.VIDEO, "1c 01 000028" + NAL);
        read(FlvTag.Type.VIDEO, "2c 01 000000" + NAL);

        assertThat(units).hasSize(2);
        assertThat(units.getFirst().format()).isEqualTo(HEVC);
        assertThat(units.getFirst().key()).isTrue();
        assertThat(units.getFirst().ptsNanos()).isEqualTo(START + 40 * MILLI);
    }

    @Test
    void whatCarriesNoMediaIsPassedOver() {
        sequenceStart();
        read(FlvTag.Type.VIDEO, "94" + HVC1 + "02000a"); // colours, in AMF
        read(FlvTag.Type.VIDEO, "92" + HVC1); // the sequence's end
        read(FlvTag.Type.VIDEO, "d1 00"); // a seek's beginning
        read(FlvTag.Type.VIDEO, "95" + HVC1 + "00"); // MPEG-2 TS
        read(FlvTag.Type.AUDIO, "94" + OPUS + "010203"); // where channels go
        read(FlvTag.Type.AUDIO, "92" + OPUS);
        assertThat(units).isEmpty();
    }

    @Test
    void nanosecondsMakeTheTimeFinerAndOtherModifiersAreSkipped() {
        sequenceStart();
        read(FlvTag.Type.VIDEO, "97 02 07a120 03" + HVC1 + NAL); // 500000 ns
        read(FlvTag.Type.VIDEO, "a7 00 ff 17 02 00000a 03" + HVC1 + NAL); // unknown, then 10 ns
        String long256 = "ff 00ff" + "00".repeat(256) + "13"; // a size of 16 bits
        read(FlvTag.Type.VIDEO, "a7" + long256 + HVC1 + NAL);

        assertThat(units).hasSize(3);
        assertThat(units.getFirst().dtsNanos()).isEqualTo(START + 500_000);
        assertThat(units.get(1).key()).isFalse();
    }

    @Test
    void ofSeveralTracksTheFirstIsTaken() {
        read(FlvTag.Type.VIDEO, "96 00" + HVC1 + "00" + HVCC); // one track, start
        read(FlvTag.Type.VIDEO, "96 03" + HVC1 + "00" + NAL);
        read(FlvTag.Type.VIDEO, "96 03" + HVC1 + "01" + NAL); // track 1
        read(FlvTag.Type.VIDEO, "96 13" + HVC1 + "01 000002 ffff 00 000006" + NAL);
        read(FlvTag.Type.VIDEO, "96 23 61763031 01 000001 ff" + HVC1 + "00 000006" + NAL);
        assertThat(units).hasSize(3);
        assertThat(units.getLast().payload()).isEqualTo(bytes(NAL));

        read(FlvTag.Type.AUDIO, "95 11" + OPUS + "00 000003 f8fffe 01 000003 f8fffe");
        assertThat(units).hasSize(4);
    }

    @ParameterizedTest
    @CsvSource({
        "VIDEO, 90 61763031 81, 'AV1 is not taken: publish H.264 or H.265'",
        "VIDEO, 90 76703039 01, 'VP9 is not taken: publish H.264 or H.265'",
        "VIDEO, 90 00413f7e 01, 'codec ?A?~ is not taken: publish H.264 or H.265'",
        "VIDEO, 12 00, 'FLV''s video codec 2 is not taken: publish H.264 or H.265'",
        "AUDIO, 90 664c6143 01, 'FLAC is not taken: publish AAC or Opus'",
        "AUDIO, 2f 00, 'FLV''s audio format 2 is not taken: publish AAC or Opus'",
    })
    void otherCodecsAreRefusedByNameWithWhatToPublish(FlvTag.Type type, String body, String words) {
        assertThatThrownBy(() -> read(type, body))
                .isInstanceOf(ProtocolException.class)
                .hasMessage(words)
                .extracting(e -> ((ProtocolException) e).fault())
                .isEqualTo(Fault.UNSUPPORTED);
    }

    @ParameterizedTest
    @CsvSource({
        "VIDEO, 90, TRUNCATED",
        "VIDEO, 90687663, TRUNCATED",
        "VIDEO, 97, TRUNCATED",
        "VIDEO, 9705ff, TRUNCATED",
        "VIDEO, 96, TRUNCATED",
        "VIDEO, 9666, MALFORMED",
        "VIDEO, 9637, MALFORMED",
        "VIDEO, 9643, UNSUPPORTED",
        "VIDEO, 961368766331000000ff, TRUNCATED",
        "VIDEO, 91687663310000, TRUNCATED",
        "VIDEO, 9368766331000000ff26, MALFORMED",
        "AUDIO, 91, TRUNCATED",
    })
    void brokenHeadsAreRefused(FlvTag.Type type, String body, Fault fault) {
        sequenceStart();
        assertThatThrownBy(() -> read(type, body))
                .isInstanceOf(ProtocolException.class)
                .extracting(e -> ((ProtocolException) e).fault())
                .isEqualTo(fault);
    }

    @Test
    void modifiersWithoutEndAreRefused() {
        assertThatThrownBy(() -> read(FlvTag.Type.VIDEO, "97" + "00ff17".repeat(100)))
                .isInstanceOf(ProtocolException.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void noiseIsReadOrRefused(long seed) {
        Random random = new Random(seed);
        String[] seeds = {
            "90" + HVC1 + HVCC,
            "91" + HVC1 + "000028" + NAL,
            "97 02 07a120 03" + HVC1 + NAL,
            "96 13" + HVC1 + "01 000002 ffff 00 000006" + NAL,
            "90" + OPUS + OPUS_HEAD,
            "91" + OPUS + "f8fffe",
        };
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

    private void sequenceStart() {
        read(FlvTag.Type.VIDEO, "90" + HVC1 + HVCC);
        assertThat(reader.video()).isEqualTo(HEVC);
    }

    private static List<String> write(MediaUnit... units) {
        var writer = new UnitWriter();
        List<String> bodies = new ArrayList<>();
        for (MediaUnit unit : units) {
            writer.process(unit, tag -> bodies.add(HexFormat.of().formatHex(tag.body())));
        }
        return bodies;
    }

    private void read(FlvTag.Type type, String hex) {
        reader.process(new FlvTag(type, 0, bytes(hex)), units::add);
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(plain(hex));
    }

    private static String plain(String hex) {
        return hex.replace(" ", "");
    }
}
