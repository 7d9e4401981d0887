package io.sipcast.rtp.payload;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.rtp.JitterBuffer;
import io.sipcast.rtp.RtpPacket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * As {@link H264OverLossyLinkTest}, for VP8 and H.265: what comes out whole is what went in, and
 * whatever is missing is told. Frames of VP8 are numbered, every third is one that nobody needs.
 */
class PicturesOverLossyLinkTest {
    private static final int PICTURES = 600;
    private static final long FRAME_NANOS = 33_000_000;
    private static final long FRAME_TICKS = 2970;
    private static final long FIRST_TIMESTAMP = 0xFFFF_FFFFL - 100 * FRAME_TICKS;
    private static final int FIRST_SEQUENCE = 65_000;
    private static final int PIECE = 1000;
    private static final Duration TARGET = Duration.ofMillis(60);

    private int sequence = FIRST_SEQUENCE;

    @ParameterizedTest
    @CsvSource({"1, 0, true", "2, 0, false", "3, 0.02, true", "4, 0.02, true", "5, 0.02, false"})
    void h265(int seed, double loss, boolean markers) {
        Random random = new Random(seed);
        var link = new LossyLink(new Random(seed), loss, 0.03, 0.01);
        List<byte[]> sent = new ArrayList<>();
        for (int i = 0; i < PICTURES; i++) {
            boolean key = i % 15 == 0;
            List<byte[]> nals = new ArrayList<>();
            if (key) {
                nals.add(nal(random, 0x40, 20, false));
                nals.add(nal(random, 0x42, 30, false));
                nals.add(nal(random, 0x44, 5, false));
            }
            int slices = random.nextInt(1, 4);
            for (int s = 0; s < slices; s++) {
                nals.add(nal(random, key ? 0x26 : 0x02, random.nextInt(4, 4000), s == 0));
            }
            sent.add(TestPictures.avcc(nals));
            sendH265(nals, i, markers, link);
        }
        check(new H265Depacketizer(), link, sent, loss);
    }

    @ParameterizedTest
    @CsvSource({"1, 0, true", "2, 0, false", "3, 0.02, true", "4, 0.02, true", "5, 0.02, false"})
    void vp8(int seed, double loss, boolean markers) {
        Random random = new Random(seed);
        var link = new LossyLink(new Random(seed), loss, 0.03, 0.01);
        List<byte[]> sent = new ArrayList<>();
        for (int i = 0; i < PICTURES; i++) {
            boolean key = i % 15 == 0;
            byte[] frame = new byte[random.nextInt(20, key ? 9000 : 3000)];
            random.nextBytes(frame);
            byte[] head = {(byte) (key ? 0x30 : 0x31), 0, 0};
            System.arraycopy(head, 0, frame, 0, 3);
            if (key) {
                byte[] size = {(byte) 0x9D, 1, 0x2A, (byte) 0x80, 2, 0x68, 1};
                System.arraycopy(size, 0, frame, 3, size.length);
            }
            sent.add(frame);
            sendVp8(frame, i, markers, link);
        }
        check(new Vp8Depacketizer(), link, sent, loss);
    }

    private void sendVp8(byte[] frame, int number, boolean markers, LossyLink link) {
        boolean unneeded = number % 3 == 2;
        for (int at = 0; at < frame.length; at += PIECE) {
            int length = Math.min(PIECE, frame.length - at);
            ByteBuffer payload = ByteBuffer.allocate(4 + length);
            payload.put((byte) (0x80 | (unneeded ? 0x20 : 0) | (at == 0 ? 0x10 : 0)))
                    .put((byte) 0x80)
                    .putShort((short) (0x8000 | (32_700 + number)))
                    .put(frame, at, length);
            send(payload.flip(), number, markers && at + length == frame.length, link);
        }
    }

    private void sendH265(List<byte[]> nals, int number, boolean markers, LossyLink link) {
        for (int i = 0; i < nals.size(); i++) {
            byte[] nal = nals.get(i);
            boolean last = markers && i == nals.size() - 1;
            if (nal.length <= PIECE) {
                send(ByteBuffer.wrap(nal), number, last, link);
                continue;
            }
            for (int at = 2; at < nal.length; at += PIECE) {
                int length = Math.min(PIECE, nal.length - at);
                boolean end = at + length == nal.length;
                int flags = (at == 2 ? 0x80 : 0) | (end ? 0x40 : 0);
                ByteBuffer payload = ByteBuffer.allocate(3 + length);
                payload.put((byte) (49 << 1))
                        .put(nal[1])
                        .put((byte) (flags | nal[0] >> 1))
                        .put(nal, at, length);
                send(payload.flip(), number, last && end, link);
            }
        }
    }

    private void send(ByteBuffer payload, int number, boolean marker, LossyLink link) {
        long timestamp = FIRST_TIMESTAMP + number * FRAME_TICKS;
        link.send(sequence++, timestamp, marker, payload, number * FRAME_NANOS);
    }

    private static void check(
            Depacketizer depacketizer, LossyLink link, List<byte[]> sent, double loss) {
        int last = -1;
        for (CodedPicture picture : receive(depacketizer, link.arrivals())) {
            int index = index(picture);
            assertThat(index).isGreaterThan(last);
            assertThat(picture.bytes()).isEqualTo(sent.get(index));
            boolean told = picture.afterLoss() || picture.key() || index == last + 1;
            assertThat(told || isNumbered(picture, last)).as("picture %d", index).isTrue();
            last = index;
        }
        if (loss == 0) {
            // the last one has no end that can be seen where there are no markers
            assertThat(depacketizer.pictures()).isGreaterThanOrEqualTo(PICTURES - 1);
        } else {
            assertThat(depacketizer.pictures()).isGreaterThan(PICTURES * 8 / 10);
            assertThat(depacketizer.dropped()).isPositive();
        }
        assertThat(depacketizer.malformed()).isZero();
    }

    /** What is missing since the last picture are frames of VP8 that nobody needs. */
    private static boolean isNumbered(CodedPicture picture, int last) {
        int index = index(picture);
        return picture instanceof Vp8Frame && index == last + 2 && (last + 1) % 3 == 2;
    }

    private static int index(CodedPicture picture) {
        return (int) (((picture.timestamp() - FIRST_TIMESTAMP) & 0xFFFF_FFFFL) / FRAME_TICKS);
    }

    private static List<CodedPicture> receive(Depacketizer depacketizer, List<RtpPacket> arrivals) {
        JitterBuffer buffer = new JitterBuffer(TARGET);
        List<CodedPicture> out = new ArrayList<>();
        for (RtpPacket arrival : arrivals) {
            buffer.put(arrival);
            drain(depacketizer, buffer, arrival.arrivalNanos(), out);
        }
        drain(depacketizer, buffer, Long.MAX_VALUE / 2, out);
        return out;
    }

    private static void drain(
            Depacketizer depacketizer, JitterBuffer buffer, long now, List<CodedPicture> out) {
        for (RtpPacket p = buffer.poll(now); p != null; p = buffer.poll(now)) {
            if (buffer.restarted()) {
                depacketizer.restarted();
            } else if (buffer.lost() > 0) {
                depacketizer.lost();
            }
            depacketizer.put(p);
            for (var u = depacketizer.poll(); u != null; u = depacketizer.poll()) {
                out.add(u);
            }
        }
    }

    private static byte[] nal(Random random, int header, int size, boolean first) {
        byte[] nal = new byte[size];
        random.nextBytes(nal);
        nal[0] = (byte) header;
        nal[1] = 1;
        nal[2] = (byte) (first ? nal[2] | 0x80 : nal[2] & 0x7F);
        return nal;
    }
}
