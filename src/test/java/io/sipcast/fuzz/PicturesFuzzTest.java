package io.sipcast.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.sipcast.rtp.RtpPacket;
import io.sipcast.rtp.payload.AccessUnit;
import io.sipcast.rtp.payload.CodedPicture;
import io.sipcast.rtp.payload.Depacketizer;
import io.sipcast.rtp.payload.H264Depacketizer;
import io.sipcast.rtp.payload.H265Depacketizer;
import io.sipcast.rtp.payload.Vp8Depacketizer;
import io.sipcast.rtp.payload.Vp8Frame;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Tag;

/**
 * Packets of pictures from strangers: whatever comes out is whole. A packet is a byte of flags (1
 * marker, 2 another timestamp, 4 some are missing before it, 8 of another source), its length in a
 * byte, its payload.
 */
@Tag("fuzz")
final class PicturesFuzzTest {
    @FuzzTest
    void h264(byte[] packets) {
        feed(new H264Depacketizer(), packets);
    }

    @FuzzTest
    void h265(byte[] packets) {
        feed(new H265Depacketizer(), packets);
    }

    @FuzzTest
    void vp8(byte[] packets) {
        feed(new Vp8Depacketizer(), packets);
    }

    private static void feed(Depacketizer depacketizer, byte[] packets) {
        ByteBuffer in = ByteBuffer.wrap(packets);
        int timestamp = 0;
        int sequence = 0;
        while (in.remaining() >= 2) {
            int flags = in.get();
            byte[] payload = new byte[Math.min(in.get() & 0xFF, in.remaining())];
            in.get(payload);
            timestamp += (flags & 2) != 0 ? 3000 : 0;
            if ((flags & 8) != 0) {
                depacketizer.restarted();
            } else if ((flags & 4) != 0) {
                depacketizer.lost();
            }
            depacketizer.put(packet((flags & 1) != 0, sequence++ & 0xFFFF, timestamp, payload));
            for (var out = depacketizer.poll(); out != null; out = depacketizer.poll()) {
                check(out);
            }
        }
    }

    private static RtpPacket packet(boolean marker, int sequence, int timestamp, byte[] payload) {
        ByteBuffer out = ByteBuffer.allocate(RtpPacket.HEADER_SIZE + payload.length);
        RtpPacket.writeHeader(out, marker, 96, sequence, timestamp, 1);
        return RtpPacket.read(out.put(payload).flip(), 0);
    }

    private static void check(CodedPicture picture) {
        boolean whole =
                switch (picture) {
                    case AccessUnit unit -> isWhole(unit);
                    case Vp8Frame frame -> !frame.key() || frame.width() * frame.height() > 0;
                };
        if (!whole || picture.toString().isEmpty()) {
            throw new AssertionError(picture + " is not whole");
        }
    }

    /** The lengths lead from one NAL unit to the next and to the end. */
    private static boolean isWhole(AccessUnit unit) {
        int at = 0;
        for (int i = 0; i < unit.size(); i++) {
            int length = ByteBuffer.wrap(unit.bytes()).getInt(at);
            at += AccessUnit.LENGTH_SIZE;
            if (unit.offset(i) != at || unit.length(i) != length || length < 1) {
                return false;
            }
            at += length;
        }
        return at == unit.bytes().length && unit.size() > 0;
    }
}
