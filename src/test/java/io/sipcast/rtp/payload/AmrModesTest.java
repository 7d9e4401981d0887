package io.sipcast.rtp.payload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 4867 §8.1: the modes of frames, one after the other, for what was asked meanwhile. */
class AmrModesTest {
    @ParameterizedTest
    @CsvSource({
        // nothing is asked: as good as networks have it
        "false, '', 15 15, 7 7",
        "true, '', 15 15, 2 2",
        // what is asked holds, up and down, as long as there is such a mode
        "false, '', 0 3 7 15, 0 3 7 7",
        "true, '', 8 0 9 14 15, 8 0 2 2 2",
        "false, '', 4 8 9 14, 4 7 7 7",
        // within the set: never more than was asked for, unless all of it is more
        "false, 'mode-set=0,2,4,7', 15 3 1 6 7, 7 2 0 4 7",
        "false, 'mode-set=4,7', 0 15, 4 7",
        "true, 'octet-align=1;mode-set=0, 1,2', 8 1 15, 2 1 2",
        "true, 'mode-set=5,8', 15 6, 5 5",
        // what is no set of this codec is none
        "false, 'mode-set=8', 15, 7",
        "true, 'mode-set=x,12,', 15, 2",
        // each second frame only
        "false, 'mode-change-period=2', 15 0 0 3 4, 7 7 0 0 4",
        // a step at a time, within the set
        "false, 'mode-change-neighbor=1', 15 3 3 3 3 3 7, 7 6 5 4 3 3 4",
        "false, 'mode-set=0,2,4,7;mode-change-neighbor=1', 15 0 0 0 0 7, 7 4 2 0 0 2",
    })
    void areAskedFor(boolean wide, String parameters, String requests, String modes) {
        var all = new AmrModes(wide, FormatParameters.of(parameters));

        assertThat(
                        Arrays.stream(requests.split(" "))
                                .map(text -> Integer.toString(all.next(Integer.parseInt(text))))
                                .collect(Collectors.joining(" ")))
                .isEqualTo(modes);
    }
}
