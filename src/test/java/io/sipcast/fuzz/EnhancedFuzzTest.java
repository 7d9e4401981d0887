package io.sipcast.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.sipcast.bytes.ProtocolException;
import io.sipcast.media.MediaUnit;
import io.sipcast.rtmp.RtmpUrl;
import io.sipcast.rtmp.flv.FlvTag;
import io.sipcast.rtmp.flv.UnitReader;
import io.sipcast.rtmp.login.Login;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;

/** Media from publishers and refusals from servers: read or refused, and nothing else. */
@Tag("fuzz")
final class EnhancedFuzzTest {
    private static final RtmpUrl URL = RtmpUrl.parse("rtmp://alice:wonder@host/app/key");

    /** A tag is a byte (1: video), the size of its body in 16 bits, its body. */
    @FuzzTest
    void tags(byte[] tags) {
        ByteBuffer in = ByteBuffer.wrap(tags);
        var reader = new UnitReader(0);
        while (in.remaining() >= 3) {
            FlvTag.Type type = (in.get() & 1) != 0 ? FlvTag.Type.VIDEO : FlvTag.Type.AUDIO;
            byte[] body = new byte[Math.min(in.getShort() & 0xFFFF, in.remaining())];
            in.get(body);
            try {
                reader.process(new FlvTag(type, 0, body), EnhancedFuzzTest::check);
            } catch (ProtocolException _) {
                // as it should be
            }
        }
    }

    private static void check(MediaUnit unit) {
        if (unit.payload().length == 0 || unit.ptsNanos() < unit.dtsNanos()) {
            throw new AssertionError(unit + " is none");
        }
    }

    @FuzzTest
    void login(byte[] words) {
        String description = new String(words, StandardCharsets.UTF_8);
        Login.Verdict verdict = Login.NONE.refused(description, URL, new SplittableRandom(1));
        if (verdict instanceof Login.Verdict.Again(Login next)
                && next.step() == Login.Step.NOTHING) {
            throw new AssertionError("no login: " + next);
        }
    }
}
