package io.sipcast.rtp.payload;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Pictures that look like H.264 from outside: right headers, noise inside. */
public final class TestPictures {
    private static final int KEY_INTERVAL = 15;

    private TestPictures() {}

    /** Access units in AVCC layout, a key picture with its parameter sets every fifteenth. */
    public static List<byte[]> pictures(RandomGenerator random, int count) {
        List<byte[]> pictures = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            boolean key = i % KEY_INTERVAL == 0;
            List<byte[]> nals = new ArrayList<>();
            if (key) {
                nals.add(nal(random, 0x67, 20));
                nals.add(nal(random, 0x68, 4));
            }
            int slices = random.nextInt(1, 4);
            int most = key ? 9000 : 2500;
            for (int s = 0; s < slices; s++) {
                byte[] slice = nal(random, key ? 0x65 : 0x41, random.nextInt(2, most));
                slice[1] = (byte) (s == 0 ? slice[1] | 0x80 : slice[1] & 0x7F);
                nals.add(slice);
            }
            pictures.add(avcc(nals));
        }
        return pictures;
    }

    /** NAL units behind their lengths. */
    public static byte[] avcc(List<byte[]> nals) {
        int size = nals.stream().mapToInt(nal -> AccessUnit.LENGTH_SIZE + nal.length).sum();
        ByteBuffer out = ByteBuffer.allocate(size);
        nals.forEach(nal -> out.putInt(nal.length).put(nal));
        return out.array();
    }

    static byte[] nal(RandomGenerator random, int header, int size) {
        byte[] nal = new byte[size];
        random.nextBytes(nal);
        nal[0] = (byte) header;
        return nal;
    }
}
