package io.sipcast.rtmp;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.rtmp.amf.AmfValue;
import io.sipcast.rtmp.message.RtmpMessage.Command;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FourCcsTest {
    @Test
    void areReadFromTheListOfVersionOneHoweverItIsWritten() {
        List<AmfValue> codes = List.of(AmfValue.of("vp09"), AmfValue.of("hvc1"));
        assertThat(of("fourCcList", new AmfValue.StrictArray(codes)).takesHevc()).isTrue();
        assertThat(
                        of("fourCcList", new AmfValue.EcmaArray(Map.of("0", AmfValue.of("hvc1"))))
                                .takesHevc())
                .isTrue();
        assertThat(
                        of("fourCcList", new AmfValue.StrictArray(List.of(AmfValue.of("av01"))))
                                .takesHevc())
                .isFalse();
    }

    @Test
    void areReadFromTheMapOfVersionTwo() {
        var map = new AmfValue.Obj(Map.of("hvc1", AmfValue.of(3)));
        assertThat(of("videoFourCcInfoMap", map).takesHevc()).isTrue();
    }

    /** Who can only send a codec does not want to be sent it. */
    @Test
    void aMapSaysWhatCanBeDone() {
        assertThat(of("videoFourCcInfoMap", map("hvc1", FourCcs.CAN_ENCODE)).takesHevc()).isFalse();
        assertThat(of("videoFourCcInfoMap", map("hvc1", FourCcs.CAN_FORWARD)).takesHevc()).isTrue();
        assertThat(of("audioFourCcInfoMap", map("Opus", FourCcs.CAN_DECODE)).takesOpus()).isTrue();
        assertThat(of("audioFourCcInfoMap", map("*", FourCcs.CAN_DECODE)).takesOpus()).isTrue();
        assertThat(of("audioFourCcInfoMap", map("fLaC", 7)).takesOpus()).isFalse();
        assertThat(of("videoFourCcInfoMap", new AmfValue.Obj(Map.of("hvc1", AmfValue.of("x")))))
                .isEqualTo(FourCcs.NONE);
    }

    @Test
    void areWrittenForBothVersions() {
        Map<String, AmfValue> fields =
                FourCcs.of(FourCc.HEVC, FourCc.OPUS).fields(FourCcs.CAN_ENCODE);
        assertThat(fields)
                .containsOnlyKeys(
                        "fourCcList", "videoFourCcInfoMap", "audioFourCcInfoMap", "capsEx")
                .containsEntry(
                        "fourCcList",
                        new AmfValue.StrictArray(List.of(AmfValue.of("Opus"), AmfValue.of("hvc1"))))
                .containsEntry("videoFourCcInfoMap", map("hvc1", 2))
                .containsEntry("audioFourCcInfoMap", map("Opus", 2))
                .containsEntry("capsEx", AmfValue.of(12));
        assertThat(FourCcs.of(FourCc.HEVC).fields(2)).doesNotContainKey("audioFourCcInfoMap");
        assertThat(FourCcs.NONE.fields(7)).isEmpty();
    }

    private static AmfValue map(String code, int abilities) {
        return new AmfValue.Obj(Map.of(code, AmfValue.of(abilities)));
    }

    @Test
    void aStarIsEverything() {
        var list = new AmfValue.StrictArray(List.of(AmfValue.of("*")));
        assertThat(of("fourCcList", list).takesHevc()).isTrue();
    }

    @Test
    void rubbishAndMultitudesAreNothing() {
        assertThat(of("fourCcList", AmfValue.of("hvc1"))).isEqualTo(FourCcs.NONE);
        assertThat(FourCcs.of(Command.of("connect", 1, AmfValue.NULL))).isEqualTo(FourCcs.NONE);
        var many = new AmfValue.StrictArray(Collections.nCopies(100_000, AmfValue.of("hvc1")));
        assertThat(of("fourCcList", many).codes()).containsExactly("hvc1");
    }

    private static FourCcs of(String field, AmfValue value) {
        return FourCcs.of(
                Command.of(
                        "connect",
                        1,
                        new AmfValue.Obj(Map.of("app", AmfValue.of("live"), field, value))));
    }
}
