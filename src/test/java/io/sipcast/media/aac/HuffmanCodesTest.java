package io.sipcast.media.aac;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HuffmanCodesTest {
    static Stream<int[]> books() {
        return Stream.concat(
                Stream.of(HuffmanCodes.SCALE_FACTOR),
                IntStream.rangeClosed(1, 11).mapToObj(HuffmanCodes::spectral));
    }

    /** No word begins another, and together they leave no bit string without a meaning. */
    @ParameterizedTest
    @MethodSource("books")
    void isACompletePrefixCode(int[] book) {
        Set<String> words = new HashSet<>();
        double share = 0;
        for (int code : book) {
            int length = HuffmanCodes.length(code);
            String digits = Integer.toBinaryString(HuffmanCodes.word(code));
            assertThat(digits.length()).isLessThanOrEqualTo(length);
            words.add("0".repeat(length - digits.length()) + digits);
            share += Math.pow(2, -length);
        }

        assertThat(words).hasSameSizeAs(book);
        assertThat(share).isEqualTo(1);
        for (String word : words) {
            for (int end = 1; end < word.length(); end++) {
                assertThat(words).doesNotContain(word.substring(0, end));
            }
        }
    }
}
