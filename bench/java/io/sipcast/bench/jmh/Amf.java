package io.sipcast.bench.jmh;

import io.sipcast.rtmp.amf.Amf0Reader;
import io.sipcast.rtmp.amf.Amf0Writer;
import io.sipcast.rtmp.amf.AmfValue;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;

/** AMF0: the command that a client of RTMP begins with. */
public class Amf extends Measured {
    private final List<AmfValue> connect =
            List.of(AmfValue.of("connect"), AmfValue.of(1), new AmfValue.Obj(fields()));
    private final byte[] body = Amf0Writer.write(connect);

    private static Map<String, AmfValue> fields() {
        Map<String, AmfValue> fields = new LinkedHashMap<>();
        fields.put("app", AmfValue.of("live"));
        fields.put("type", AmfValue.of("nonprivate"));
        fields.put("flashVer", AmfValue.of("FMLE/3.0 (compatible; Sipcast)"));
        fields.put("swfUrl", AmfValue.of("rtmp://127.0.0.1:1935/live"));
        fields.put("tcUrl", AmfValue.of("rtmp://127.0.0.1:1935/live"));
        return fields;
    }

    @Benchmark
    public byte[] writeConnect() {
        return Amf0Writer.write(connect);
    }

    @Benchmark
    public List<AmfValue> readConnect() {
        return Amf0Reader.readAll(ByteBuffer.wrap(body));
    }
}
