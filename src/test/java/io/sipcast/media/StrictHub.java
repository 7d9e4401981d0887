package io.sipcast.media;

import io.sipcast.bytes.Bytes;
import io.sipcast.ingest.Message;
import io.sipcast.ingest.Rules;
import io.sipcast.live.AacSpec;
import io.sipcast.live.LiveStream;
import io.sipcast.live.PcmEncoder;
import io.sipcast.live.Publication;
import io.sipcast.live.Slate;
import io.sipcast.live.Slates;
import io.sipcast.live.StreamForm;
import io.sipcast.live.StreamName;
import io.sipcast.live.Streams;
import io.sipcast.live.Subscription;
import io.sipcast.rtmp.codec.aac.AudioSpecificConfig;
import io.sipcast.rtmp.codec.h264.DecoderConfiguration;
import io.sipcast.rtmp.flv.FlvTag;
import io.sipcast.rtmp.flv.Metadata;
import io.sipcast.rtmp.flv.UnitWriter;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * All that follows a media session: hub, slate, FLV, and the rules of a strict ingest, of which a
 * broken one is thrown. Sound is encoded by a stub, a frame each block.
 */
final class StrictHub {
    static final Format.Audio AAC =
            new Format.Audio(
                    Format.AudioCodec.AAC, AudioSpecificConfig.lc(48_000, 1).print(), 48_000, 1);

    private static final byte[] SLATE_KEY = HexFormat.of().parseHex("000000036588ff");
    private static final byte[] SLATE_SKIP = HexFormat.of().parseHex("0000000341eeff");

    private final Rules rules;
    private final Consumer<MediaUnit> seen;
    private final LiveStream stream;
    private final Subscription subscription;
    private final UnitWriter writer = new UnitWriter();

    /**
     * Begins a stream.
     *
     * @param video whether pictures are to be expected
     * @param askForKey the hub needs a key frame
     * @param seen gets all that leaves
     */
    StrictHub(
            boolean video,
            Slate.Mode mode,
            Rules rules,
            Runnable askForKey,
            Consumer<MediaUnit> seen) {
        this.rules = rules;
        this.seen = seen;
        var settings = new Slates.Settings(Duration.ofSeconds(3), "AUDIO", Duration.ofSeconds(2));
        var slates = new Slates(settings, _ -> slate(), Runnable::run);
        var streams =
                new Streams(
                        (_, _) -> new FrameABlock(),
                        (_, _, _) -> {
                            throw new AssertionError("nothing is encoded anew");
                        },
                        slates,
                        Runnable::run,
                        Runnable::run,
                        () -> 0);
        try {
            stream =
                    streams.open(
                            StreamName.ofCall("call"),
                            new Publication(
                                    Runnable::run, Publication.Audio.PCM, video, askForKey));
        } catch (Streams.NameTakenException e) {
            throw new AssertionError(e);
        }
        var aac = new AacSpec(48_000, 64_000, AacSettings.Coder.FAST);
        subscription = stream.subscribe(new StreamForm(aac).with(mode), () -> {});
        take(Metadata.of(slate().format(), AAC).tag());
    }

    private static final class FrameABlock implements PcmEncoder {
        @Override
        public void encode(Pcm block, Sink<? super MediaUnit> out) {
            long at = block.startNanos();
            out.accept(new MediaUnit(AAC, true, at, at, new byte[] {0x21}));
        }

        @Override
        public void close() {}
    }

    private static Slate slate() {
        byte[] sps = HexFormat.of().parseHex("6742c01ed900a02ff97011000003000100000300320f162e48");
        byte[] pps = HexFormat.of().parseHex("68cb83cb21"); // not the call's
        var configuration =
                new DecoderConfiguration(4, List.of(Bytes.copyOf(sps)), List.of(Bytes.copyOf(pps)));
        var format = new Format.Video(Format.VideoCodec.H264, configuration.print(), 640, 360);
        List<byte[]> pictures =
                Stream.concat(Stream.of(SLATE_KEY), Stream.generate(() -> SLATE_SKIP).limit(49))
                        .toList();
        return new Slate(format, 40_000_000, pictures);
    }

    /** Whether a picture is the slate. */
    static boolean isSlate(MediaUnit unit) {
        return Arrays.equals(unit.payload(), SLATE_KEY)
                || Arrays.equals(unit.payload(), SLATE_SKIP);
    }

    void audio(Pcm block) {
        stream.add(block);
    }

    void video(MediaUnit unit) {
        stream.add(unit);
    }

    /** What there is now leaves. */
    void publish() {
        for (MediaUnit unit = subscription.poll(); unit != null; unit = subscription.poll()) {
            writer.process(unit, this::take);
            seen.accept(unit);
        }
    }

    private void take(FlvTag tag) {
        rules.take(new Message(tag.type().number(), tag.timestampMillis(), tag.body()));
    }
}
