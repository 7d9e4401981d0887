package io.sipcast.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sipcast.media.AacSettings;
import io.sipcast.media.Format;
import io.sipcast.media.MediaUnit;
import io.sipcast.rtmp.codec.aac.AudioSpecificConfig;
import io.sipcast.rtmp.codec.opus.OpusHead;
import io.sipcast.transcode.AacDecoder;
import io.sipcast.transcode.AacEncoder;
import io.sipcast.transcode.OpusDecoder;
import io.sipcast.transcode.OpusEncoder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Sound that is published as Opus: as it came for who takes it, AAC for all others. */
class OpusSoundTest {
    private static final StreamForm CLASSIC =
            new StreamForm(new AacSpec(48_000, 64_000, AacSettings.Coder.FAST));
    private static final StreamForm TAKES_OPUS = CLASSIC.withOpus();
    private static final Format.Audio OPUS =
            new Format.Audio(Format.AudioCodec.OPUS, OpusHead.ofRtp(1).print(), 48_000, 1);
    private static final Format.Audio AAC =
            new Format.Audio(
                    Format.AudioCodec.AAC, AudioSpecificConfig.lc(48_000, 1).print(), 48_000, 1);
    private static final long MILLI = 1_000_000;
    private static final int FRAME = 960;
    private static final double HZ = 1000;

    private final LiveStream stream = open();
    private final OpusEncoder encoder =
            new OpusEncoder(new OpusEncoder.Settings(1, 48_000, false, false, 0, false));
    private int packets;

    @Test
    void aClassicPlayerHearsTheSameAsAac() {
        Subscription player = classicPlayer();
        publish(100);
        List<MediaUnit> got = drain(player);

        assertThat(got).hasSizeGreaterThan(80);
        assertThat(got)
                .allMatch(unit -> ((Format.Audio) unit.format()).codec() == Format.AudioCodec.AAC);
        assertThat(longestStep(got)).isLessThan(25 * MILLI);
        short[] heard = decode(got);
        assertThat(zeroCrossings(heard, 24_000, 72_000)).isCloseTo(2 * HZ, within(20.0));
        assertThat(rms(heard, 24_000, 72_000)).isCloseTo(10_000 / Math.sqrt(2), within(900.0));
    }

    @Test
    void whoTakesOpusGetsThePacketsThemselves() {
        publish(5);
        Subscription player = stream.subscribe(TAKES_OPUS, () -> {});
        List<byte[]> sent = publish(20);
        List<MediaUnit> got = drain(player);

        assertThat(got.getLast().payload()).isSameAs(sent.getLast());
        assertThat(got).allMatch(unit -> unit.format().equals(OPUS));
    }

    /** And who asks not to be given any does not get it whatever the player says. */
    @Test
    void nobodyGetsItWhereItIsNotAllowed() {
        var never = CLASSIC.with(Opus.NOBODY);
        assertThat(never.withOpus().opus()).isEqualTo(Opus.NOBODY);
        assertThat(never.mayBeOpus()).isFalse();
    }

    @Test
    void whatIsMissingBecomesSilenceOfTheSameLength() {
        Subscription player = classicPlayer();
        publish(50);
        packets += 15; // 300 ms are lost
        publish(50);
        List<MediaUnit> got = drain(player);

        assertThat(longestStep(got)).isLessThan(25 * MILLI);
        short[] heard = decode(got);
        int lost = 48_000;
        assertThat(rms(heard, lost + 4_000, lost + 11_000)).isLessThan(200);
        assertThat(rms(heard, lost + 20_000, lost + 40_000)).isGreaterThan(5_000);
    }

    @Test
    void aDamagedPacketIsAHoleOfItsLength() {
        Subscription player = classicPlayer();
        publish(50);
        long at = packets++ * 20L * MILLI;
        stream.add(new MediaUnit(OPUS, true, at, at, new byte[] {(byte) 0xff, 0x3f}));
        publish(50);
        assertThat(longestStep(drain(player))).isLessThan(25 * MILLI);
    }

    /** Times of a publisher are whole milliseconds, and its clock is not ours. */
    @Test
    void theTimelineFollowsAClockThatDrifts() {
        Subscription player = classicPlayer();
        List<MediaUnit> got = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            long at = (20 + Math.round(i * 20 * 1.005)) * MILLI; // 5000 ppm
            stream.add(new MediaUnit(OPUS, true, at, at, packet(packets++)));
            got.addAll(drain(player));
        }
        long end = got.getLast().dtsNanos() / MILLI;
        assertThat(end).isBetween(7_970L, 8_030L);
        assertThat(longestStep(got)).isLessThan(25 * MILLI);
    }

    @Test
    void aPublisherThatChangesToAacIsFollowed() {
        Subscription player = classicPlayer();
        publish(50);
        int before = drain(player).size();
        long at = packets * 20L * MILLI;
        stream.add(new MediaUnit(AAC, true, at, at, new byte[] {0x21, 0x10}));
        List<MediaUnit> got = drain(player);
        assertThat(before).isPositive();
        assertThat(got.getLast().format()).isEqualTo(AAC);
        assertThat(got.getLast().payload()).hasSize(2);
    }

    /** Who subscribes before anybody knows what will come, and has looked since. */
    private Subscription classicPlayer() {
        Subscription player = stream.subscribe(CLASSIC, () -> {});
        publish(1);
        assertThat(drain(player)).isEmpty();
        return player;
    }

    private List<byte[]> publish(int count) {
        List<byte[]> sent = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] packet = packet(packets);
            long at = packets++ * 20L * MILLI;
            stream.add(new MediaUnit(OPUS, true, at, at, packet));
            sent.add(packet);
        }
        return sent;
    }

    private byte[] packet(int number) {
        short[] samples = new short[FRAME];
        for (int i = 0; i < FRAME; i++) {
            double seconds = (number * FRAME + i) / 48_000.0;
            samples[i] = (short) (10_000 * Math.sin(2 * Math.PI * HZ * seconds));
        }
        return encoder.encode(samples);
    }

    private static List<MediaUnit> drain(Subscription subscription) {
        List<MediaUnit> units = new ArrayList<>();
        for (MediaUnit unit = subscription.poll(); unit != null; unit = subscription.poll()) {
            units.add(unit);
        }
        return units;
    }

    private static long longestStep(List<MediaUnit> units) {
        long longest = 0;
        for (int i = 1; i < units.size(); i++) {
            longest = Math.max(longest, units.get(i).dtsNanos() - units.get(i - 1).dtsNanos());
        }
        return longest;
    }

    private static short[] decode(List<MediaUnit> units) {
        List<short[]> blocks = new ArrayList<>();
        AacDecoder.load();
        try (var decoder = new AacDecoder((Format.Audio) units.getFirst().format())) {
            units.forEach(unit -> blocks.add(decoder.decode(unit.payload())));
        }
        int size = blocks.stream().mapToInt(block -> block.length).sum();
        short[] all = new short[size];
        int at = 0;
        for (short[] block : blocks) {
            System.arraycopy(block, 0, all, at, block.length);
            at += block.length;
        }
        return all;
    }

    /** A second's, where the range is one. */
    private static double zeroCrossings(short[] samples, int from, int to) {
        int count = 0;
        for (int i = from + 1; i < to; i++) {
            if ((samples[i - 1] < 0) != (samples[i] < 0)) {
                count++;
            }
        }
        return count * 48_000.0 / (to - from);
    }

    private static double rms(short[] samples, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += (double) samples[i] * samples[i];
        }
        return Math.sqrt(sum / (to - from));
    }

    private static LiveStream open() {
        var streams =
                new Streams(
                        (spec, first) ->
                                ResampledEncoder.open(
                                        _ ->
                                                new AacEncoder(
                                                        new AacSettings(
                                                                spec.sampleRateHz(),
                                                                spec.bitrateBps(),
                                                                spec.coder(),
                                                                24_000)),
                                        first.sampleRateHz()),
                        new OpusCodec(
                                OpusDecoder::new,
                                () -> new OpusEncoder(OpusEncoder.Settings.SOUND)),
                        (spec, source, _) -> {
                            throw new IllegalStateException("no pictures here");
                        },
                        null,
                        Runnable::run,
                        Runnable::run,
                        () -> 0);
        try {
            return streams.open(
                    StreamName.ofCall("opus"),
                    new Publication(Runnable::run, Publication.Audio.UNITS, true, () -> {}));
        } catch (Streams.NameTakenException e) {
            throw new AssertionError(e);
        }
    }
}
