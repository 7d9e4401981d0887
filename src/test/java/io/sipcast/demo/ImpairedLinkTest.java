package io.sipcast.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class ImpairedLinkTest {
    private static final int DATAGRAMS = 10_000;

    @Test
    void losesReordersAndDuplicatesAsOftenAsItIsTold() {
        List<Integer> out = through(7, new ImpairedLink.Faults(0.02, 0.03, 0.01));
        int different = new HashSet<>(out).size();
        int backwards = 0;
        for (int i = 1; i < out.size(); i++) {
            backwards += out.get(i) < out.get(i - 1) ? 1 : 0;
        }
        assertThat(DATAGRAMS - different).isBetween(140, 260);
        assertThat(out.size() - different).isBetween(60, 140);
        assertThat(backwards).isBetween(220, 380);
    }

    @Test
    void isTheSameForTheSameSeed() {
        var faults = new ImpairedLink.Faults(0.1, 0.1, 0.1);
        assertThat(through(1, faults)).isEqualTo(through(1, faults));
        assertThat(through(1, faults)).isNotEqualTo(through(2, faults));
    }

    private static List<Integer> through(long seed, ImpairedLink.Faults faults) {
        List<Integer> out = new ArrayList<>();
        Link link = new ImpairedLink(seed, faults);
        ByteBuffer reused = ByteBuffer.allocate(4);
        for (int i = 0; i < DATAGRAMS; i++) {
            reused.clear().putInt(i).flip();
            link.pass(reused, datagram -> out.add(datagram.getInt()));
        }
        return out;
    }
}
