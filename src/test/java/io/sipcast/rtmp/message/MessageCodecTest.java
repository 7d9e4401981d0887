package io.sipcast.rtmp.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sipcast.bytes.Bytes;
import io.sipcast.bytes.ProtocolException;
import io.sipcast.rtmp.amf.AmfValue;
import io.sipcast.rtmp.chunk.RawMessage;
import io.sipcast.rtmp.flv.FlvTag;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageCodecTest {
    private static final long TIME = 40;

    /** A message and its body: drives reading, writing and noise. */
    record Vector(RtmpMessage message, int typeId, String hex) {}

    static final List<Vector> VECTORS =
            List.of(
                    new Vector(new RtmpMessage.SetChunkSize(4096), 1, "00001000"),
                    new Vector(new RtmpMessage.Abort(5), 2, "00000005"),
                    new Vector(new RtmpMessage.Acknowledgement(-1), 3, "ffffffff"),
                    new Vector(new RtmpMessage.WindowAckSize(2_500_000), 5, "002625a0"),
                    new Vector(new RtmpMessage.SetPeerBandwidth(2_500_000, 2), 6, "002625a0 02"),
                    control(new UserControl.StreamBegin(1), "0000 00000001"),
                    control(new UserControl.StreamEof(1), "0001 00000001"),
                    control(new UserControl.StreamDry(1), "0002 00000001"),
                    control(new UserControl.SetBufferLength(1, 3000), "0003 00000001 00000bb8"),
                    control(new UserControl.StreamIsRecorded(1), "0004 00000001"),
                    control(new UserControl.PingRequest(77), "0006 0000004d"),
                    control(new UserControl.PingResponse(77), "0007 0000004d"),
                    control(new UserControl.Other(31, Bytes.copyOf(new byte[] {1})), "001f 01"),
                    new Vector(media(FlvTag.Type.AUDIO, TIME, "af0121"), 8, "af0121"),
                    new Vector(media(FlvTag.Type.VIDEO, TIME, "1701000000"), 9, "1701000000"),
                    new Vector(
                            RtmpMessage.Data.of(AmfValue.of("onTextData"), AmfValue.NULL),
                            18,
                            "02 000a 6f6e5465787444617461 05"),
                    new Vector(
                            RtmpMessage.Command.of("play", 4, AmfValue.NULL, AmfValue.of("a")),
                            20,
                            "02 0004 706c6179 00 4010000000000000 05 02 0001 61"),
                    new Vector(
                            new RtmpMessage.Aggregate(
                                    List.of(
                                            tag(FlvTag.Type.AUDIO, TIME, "af01"),
                                            tag(FlvTag.Type.VIDEO, TIME + 3, "27"))),
                            22,
                            "08 000002 000028 00 000000 af01 0000000d"
                                    + "09 000001 00002b 00 000000 27 0000000c"),
                    new Vector(new RtmpMessage.Ignored(19), 19, ""));

    private static Vector control(UserControl event, String hex) {
        return new Vector(new RtmpMessage.Control(event), 4, hex);
    }

    private static RtmpMessage media(FlvTag.Type type, long time, String hex) {
        return new RtmpMessage.Media(tag(type, time, hex));
    }

    private static FlvTag tag(FlvTag.Type type, long time, String hex) {
        return new FlvTag(type, time, bytes(hex));
    }

    @ParameterizedTest
    @FieldSource("VECTORS")
    void writesAndReads(Vector vector) {
        assertThat(MessageCodec.typeId(vector.message())).isEqualTo(vector.typeId());
        assertThat(MessageCodec.body(vector.message())).isEqualTo(bytes(vector.hex()));
        assertThat(read(vector.typeId(), bytes(vector.hex()))).isEqualTo(vector.message());
    }

    @Test
    void amf3MessagesHoldAmf0AfterTheirFormatByte() {
        assertThat(read(17, bytes("00 02 0001 61 00 3ff0000000000000")))
                .isEqualTo(RtmpMessage.Command.of("a", 1));
        assertThat(read(15, bytes("00 02 0001 61")))
                .isEqualTo(RtmpMessage.Data.of(AmfValue.of("a")));
    }

    @Test
    void theTimesOfAnAggregateMoveWithTheMessage() {
        String tags = "08 000000 000064 00 000000 0000000b 09 000000 000078 00 000000";

        assertThat(read(22, bytes(tags)))
                .isEqualTo(
                        new RtmpMessage.Aggregate(
                                List.of(
                                        tag(FlvTag.Type.AUDIO, TIME, ""),
                                        tag(FlvTag.Type.VIDEO, TIME + 20, ""))));
    }

    @Test
    void aCommandNeverPrintsItsArguments() {
        var command = RtmpMessage.Command.of("publish", 5, AmfValue.NULL, AmfValue.of("secret"));
        assertThat(command).hasToString("publish#5.0");
    }

    @Test
    void refusesWhatIsNoMessage() {
        for (String hex : List.of("", "05", "00 3ff0000000000000")) {
            assertThatThrownBy(() -> read(20, bytes(hex))).isInstanceOf(ProtocolException.class);
        }
        assertThatThrownBy(() -> read(1, bytes("00"))).isInstanceOf(ProtocolException.class);
        assertThatThrownBy(() -> read(4, bytes("0006 00"))).isInstanceOf(ProtocolException.class);
        assertThatThrownBy(() -> read(22, bytes("08 000005 000000 00 000000")))
                .isInstanceOf(ProtocolException.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void noiseIsReadOrRefused(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 5000; i++) {
            Vector vector = VECTORS.get(random.nextInt(VECTORS.size()));
            byte[] whole = bytes(vector.hex());
            byte[] noise = Arrays.copyOf(whole, random.nextInt(whole.length + 4));
            for (int n = random.nextInt(4); n > 0 && noise.length > 0; n--) {
                noise[random.nextInt(noise.length)] = (byte) random.nextInt();
            }
            try {
                RtmpMessage read = read(vector.typeId(), noise);
                assertThat(MessageCodec.body(read)).isNotNull();
            } catch (ProtocolException _) {
                // as it should be
            }
        }
    }

    private static RtmpMessage read(int typeId, byte[] body) {
        return MessageCodec.read(new RawMessage(typeId, 1, TIME, body));
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }
}
