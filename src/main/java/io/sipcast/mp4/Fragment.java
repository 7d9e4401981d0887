package io.sipcast.mp4;

import io.sipcast.mp4.TrackSamples.Sample;
import java.util.ArrayList;
import java.util.List;

/**
 * One {@code moof} with its {@code mdat}, ISO/IEC 14496-12 §8.8.4: a run of samples of each track
 * that has any, with everything that is needed to decode them.
 */
final class Fragment {
    private static final int BASE_IS_MOOF = 0x02_0000;
    private static final int DEFAULT_FLAGS = 0x20;
    private static final int DATA_OFFSET = 0x001;
    private static final int DURATIONS = 0x100;
    private static final int SIZES = 0x200;
    private static final int FLAGS = 0x400;
    private static final int COMPOSITION_OFFSETS = 0x800;

    /** §8.8.3.1: depends on no other sample. */
    private static final int KEY = 0x0200_0000;

    /** Depends on others, and is no sync sample. */
    private static final int NOT_KEY = 0x0101_0000;

    private record Run(TrackLayout track, List<Sample> samples) {}

    private final int number;
    private final List<Run> runs = new ArrayList<>();

    /** An empty one, counted from 1. */
    Fragment(int number) {
        this.number = number;
    }

    Fragment add(TrackLayout track, List<Sample> samples) {
        if (!samples.isEmpty()) {
            runs.add(new Run(track, samples));
        }
        return this;
    }

    boolean isEmpty() {
        return runs.isEmpty();
    }

    byte[] print() {
        int payload = runs.stream().mapToInt(Fragment::bytes).sum();
        int samples = runs.stream().mapToInt(run -> run.samples().size()).sum();
        var out = new BoxWriter(200 + 16 * samples + payload);
        int[] offsetsAt = new int[runs.size()];
        out.begin("moof").begin("mfhd", 0, 0).u32(number).end();
        for (int i = 0; i < offsetsAt.length; i++) {
            offsetsAt[i] = write(runs.get(i), out);
        }
        out.end();
        out.begin("mdat");
        for (int i = 0; i < offsetsAt.length; i++) {
            out.patch(offsetsAt[i], out.position());
            runs.get(i).samples().forEach(sample -> out.bytes(sample.unit().payload()));
        }
        out.end();
        return out.take();
    }

    /** Returns where the offset of the run's data belongs. */
    private static int write(Run run, BoxWriter out) {
        boolean video = run.track().isVideo();
        List<Sample> samples = run.samples();
        out.begin("traf");
        if (video) {
            out.begin("tfhd", 0, BASE_IS_MOOF).u32(run.track().id()).end();
        } else {
            out.begin("tfhd", 0, BASE_IS_MOOF | DEFAULT_FLAGS).u32(run.track().id());
            out.u32(KEY).end();
        }
        out.begin("tfdt", 1, 0).u64(samples.getFirst().ticks()).end();
        int fields = DATA_OFFSET | DURATIONS | SIZES | (video ? FLAGS | COMPOSITION_OFFSETS : 0);
        out.begin("trun", 0, fields).u32(samples.size());
        int offsetAt = out.position();
        out.u32(0);
        for (Sample sample : samples) {
            out.u32(sample.duration()).u32(sample.unit().payload().length);
            if (video) {
                out.u32(sample.unit().key() ? KEY : NOT_KEY).u32(sample.offset());
            }
        }
        out.end().end();
        return offsetAt;
    }

    private static int bytes(Run run) {
        return run.samples().stream().mapToInt(sample -> sample.unit().payload().length).sum();
    }
}
