package io.sipcast.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ByteLogTest {
    private static final int CHUNK = 8176;

    private final ByteLog log = ByteLog.ofSound();
    private final Set<ByteBuffer> chunks = Collections.newSetFromMap(new IdentityHashMap<>());

    @Test
    void allKindsOfValuesGoOnInTheNextChunk() {
        for (int room = 1; room < 16; room++) {
            int place = log.begin(1);
            byte[] before = new byte[CHUNK - log.offset(place) - room];
            log.put(before);
            log.put((byte) 1);
            log.putInt(0x02030405);
            log.putLong(0x0607_0809_0a0b_0c0dL);
            log.put(new short[] {0x0e0f, 0x1011, 0x1213});
            log.put(new byte[] {0x14, 0x15});

            byte[] kept = new byte[1 + 4 + 8 + 6 + 2];
            assertThat(log.read(place, before.length, kept)).isTrue();
            ByteBuffer is = ByteBuffer.wrap(kept).order(ByteLog.ORDER);
            assertThat(is.get()).isEqualTo((byte) 1);
            assertThat(is.getInt()).isEqualTo(0x02030405);
            assertThat(is.getLong()).isEqualTo(0x0607_0809_0a0b_0c0dL);
            assertThat(new short[] {is.getShort(), is.getShort(), is.getShort()})
                    .containsExactly(0x0e0f, 0x1011, 0x1213);
            assertThat(new byte[] {is.get(), is.get()}).containsExactly(0x14, 0x15);
        }
    }

    @Test
    void whatBelongsTogetherLiesInOneChunk() {
        for (int i = 0; i < 5000; i++) {
            int place = log.begin(12);
            assertThat(log.offset(place)).isLessThanOrEqualTo(CHUNK - 12);
            log.put(new byte[i % 100]);
        }
    }

    /** As with steady sound: what is let go of is what is taken next. */
    @Test
    void chunksAreUsedAgain() {
        fill(1000, 10);

        assertThat(chunks).hasSizeLessThanOrEqualTo(12);
    }

    /** As with groups of pictures longer than what is kept: many are let go of at once. */
    @Test
    void chunksAreUsedAgainThatAreFreedManyAtATime() {
        for (int i = 0; i < 100; i++) {
            int[] places = new int[40];
            for (int each = 0; each < places.length; each++) {
                places[each] = add();
            }
            log.freeBefore(places[39]);
        }
        assertThat(chunks).hasSizeLessThanOrEqualTo(41);
    }

    @Test
    void chunksThatWereNotNeededLatelyGo() {
        fill(40, 30);
        fill(200, 3);
        Set<ByteBuffer> of = Collections.newSetFromMap(new IdentityHashMap<>());
        of.addAll(chunks);
        chunks.clear();
        fill(100, 30);

        chunks.removeAll(of);
        assertThat(chunks).hasSizeGreaterThan(20);
    }

    @Test
    void whatIsLetGoOfIsNotThere() {
        int place = add();
        byte[] bytes = new byte[CHUNK];
        assertThat(log.read(place, 0, bytes)).isTrue();
        log.freeBefore(add());

        assertThat(log.chunk(place)).isNull();
        assertThat(log.read(place, 0, bytes)).isFalse();
    }

    @Test
    void placesMayRollOver() {
        byte[] bytes = new byte[CHUNK];
        int kept = add();
        for (int i = 0; i < (1 << (32 - 13)) + 10; i++) {
            Arrays.fill(bytes, (byte) i);
            int next = log.begin(CHUNK);
            log.put(bytes);
            byte[] is = new byte[1];
            assertThat(log.read(next, 5, is) && is[0] == (byte) i).isTrue();
            log.freeBefore(kept);
            kept = next;
        }
    }

    /** Takes so many chunks, of which so many are kept. */
    private void fill(int count, int keep) {
        int[] places = new int[count];
        for (int i = 0; i < count; i++) {
            places[i] = add();
            log.freeBefore(places[Math.max(0, i - keep + 1)]);
        }
    }

    private int add() {
        int place = log.begin(CHUNK);
        log.put(new byte[CHUNK]);
        chunks.add(log.chunk(place));
        return place;
    }
}
