package io.sipcast.mp4;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.sipcast.bytes.Bytes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads a fragmented MP4 back, by ISO/IEC 14496-12 and by nothing of what wrote it: every sample
 * with its bytes and times. Fails where a box does not fill its parent.
 */
public final class Mp4File {
    /** A box and where its content is. */
    private record Box(String type, int from, int to) {}

    /** One sample: times in ticks of its track. */
    public record Sample(
            int track, long decode, long duration, long composition, boolean key, Bytes bytes) {}

    private final byte[] file;
    private final ByteBuffer in;
    private final List<String> order = new ArrayList<>();
    private final Map<Integer, Integer> timescales = new TreeMap<>();
    private final Map<Integer, byte[]> configurations = new TreeMap<>();
    private final List<Sample> samples = new ArrayList<>();
    private final List<Integer> numbers = new ArrayList<>();
    private final List<long[]> index = new ArrayList<>();
    private final List<Integer> fragmentsAt = new ArrayList<>();
    private long durationMillis = -1;

    public Mp4File(byte[] file) {
        this.file = file.clone();
        this.in = ByteBuffer.wrap(this.file);
        for (Box box : boxes(0, file.length)) {
            order.add(box.type());
            switch (box.type()) {
                case "moov" -> movie(box);
                case "moof" -> fragment(box);
                case "mfra" -> index(box);
                default -> {}
            }
        }
    }

    /** The types of the outermost boxes. */
    public List<String> order() {
        return order;
    }

    /** Ticks a second by track. */
    public Map<Integer, Integer> timescales() {
        return timescales;
    }

    /** The content of avcC, or of the decoder specific descriptor, by track. */
    public Map<Integer, byte[]> configurations() {
        return configurations;
    }

    public List<Sample> samples(int track) {
        return samples.stream().filter(sample -> sample.track() == track).toList();
    }

    /** The sequence numbers of the fragments. */
    public List<Integer> numbers() {
        return numbers;
    }

    /** Where fragments are in the file. */
    public List<Integer> fragmentsAt() {
        return fragmentsAt;
    }

    /** Entries of tfra: time, and where the fragment is. */
    public List<long[]> index() {
        return index;
    }

    /** As mehd has it; -1 without one. */
    public long durationMillis() {
        return durationMillis;
    }

    private List<Box> boxes(int from, int to) {
        List<Box> found = new ArrayList<>();
        int at = from;
        while (at < to) {
            int size = in.getInt(at);
            String type = new String(file, at + 4, 4, US_ASCII);
            if (size < 8 || at + size > to) {
                throw new AssertionError(type + " of " + size + " bytes at " + at + " of " + to);
            }
            found.add(new Box(type, at + 8, at + size));
            at += size;
        }
        return found;
    }

    private Box find(Box in, String... path) {
        Box box = in;
        for (String type : path) {
            box =
                    boxes(box.from(), box.to()).stream()
                            .filter(inner -> inner.type().equals(type))
                            .findFirst()
                            .orElseThrow(() -> new AssertionError("no " + type));
        }
        return box;
    }

    private void movie(Box moov) {
        for (Box box : boxes(moov.from(), moov.to())) {
            if (box.type().equals("trak")) {
                track(box);
            }
        }
        for (Box box : boxes(find(moov, "mvex").from(), find(moov, "mvex").to())) {
            if (box.type().equals("mehd")) {
                durationMillis = in.getLong(box.from() + 4);
            }
        }
    }

    private void track(Box trak) {
        int id = in.getInt(find(trak, "tkhd").from() + 4 + 16);
        timescales.put(id, in.getInt(find(trak, "mdia", "mdhd").from() + 4 + 16));
        Box stsd = find(trak, "mdia", "minf", "stbl", "stsd");
        Box entry = boxes(stsd.from() + 8, stsd.to()).getFirst();
        if (entry.type().equals("avc1")) {
            Box avcC = boxes(entry.from() + 78, entry.to()).getFirst();
            configurations.put(id, Arrays.copyOfRange(file, avcC.from(), avcC.to()));
        } else {
            Box esds = boxes(entry.from() + 28, entry.to()).getFirst();
            // ES descriptor 2+3, decoder config 2+13, then the decoder specific one
            int at = esds.from() + 4 + 5 + 15;
            int size = file[at + 1];
            configurations.put(id, Arrays.copyOfRange(file, at + 2, at + 2 + size));
        }
    }

    private void fragment(Box moof) {
        int start = moof.from() - 8;
        fragmentsAt.add(start);
        numbers.add(in.getInt(find(moof, "mfhd").from() + 4));
        for (Box box : boxes(moof.from(), moof.to())) {
            if (box.type().equals("traf")) {
                run(start, box);
            }
        }
    }

    private void run(int start, Box traf) {
        Box tfhd = find(traf, "tfhd");
        int track = in.getInt(tfhd.from() + 4);
        int tfhdFlags = in.getInt(tfhd.from()) & 0xFF_FFFF;
        int defaultFlags = (tfhdFlags & 0x20) != 0 ? in.getInt(tfhd.from() + 8) : 0;
        Box tfdt = find(traf, "tfdt");
        if (file[tfdt.from()] != 1) {
            throw new AssertionError("a decode time of 32 bits");
        }
        long decode = in.getLong(tfdt.from() + 4);
        Box trun = find(traf, "trun");
        int fields = in.getInt(trun.from()) & 0xFF_FFFF;
        int count = in.getInt(trun.from() + 4);
        int data = start + in.getInt(trun.from() + 8);
        int at = trun.from() + 12;
        for (int i = 0; i < count; i++) {
            long duration = in.getInt(at) & 0xFFFF_FFFFL;
            int size = in.getInt(at + 4);
            at += 8;
            int flags = defaultFlags;
            if ((fields & 0x400) != 0) {
                flags = in.getInt(at);
                at += 4;
            }
            long offset = 0;
            if ((fields & 0x800) != 0) {
                offset = in.getInt(at) & 0xFFFF_FFFFL;
                at += 4;
            }
            Bytes bytes = Bytes.copyOf(file, data, data + size);
            boolean key = (flags & 0x1_0000) == 0;
            samples.add(new Sample(track, decode, duration, decode + offset, key, bytes));
            decode += duration;
            data += size;
        }
        if (at != trun.to()) {
            throw new AssertionError("trun ends at " + trun.to() + ", its samples at " + at);
        }
    }

    private void index(Box mfra) {
        Box tfra = find(mfra, "tfra");
        int count = in.getInt(tfra.from() + 12);
        int at = tfra.from() + 16;
        for (int i = 0; i < count; i++) {
            index.add(new long[] {in.getLong(at), in.getLong(at + 8)});
            at += 19;
        }
        Box mfro = find(mfra, "mfro");
        if (in.getInt(mfro.from() + 4) != mfra.to() - mfra.from() + 8) {
            throw new AssertionError("mfro of another size than mfra");
        }
    }
}
