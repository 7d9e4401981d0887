package io.sipcast.call;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.sipcast.bytes.Bytes;
import io.sipcast.bytes.ProtocolException;
import org.junit.jupiter.api.Tag;

/** Keys in INFO bodies from strangers: read, or refused and nothing else. */
@Tag("fuzz")
final class DtmfInfoFuzzTest {
    @FuzzTest
    void body(byte[] text) {
        DtmfInfo info;
        try {
            info = DtmfInfo.parse(Bytes.copyOf(text));
        } catch (ProtocolException _) {
            return;
        }
        DtmfInfo again = DtmfInfo.parse(info.print(DtmfInfo.DTMF_RELAY));
        if (!again.equals(info)) {
            throw new AssertionError(info + " is read back as " + again);
        }
    }
}
