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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * A {@link VirtualCall} with all that follows: hub, slate, FLV, and the rules of a strict ingest.
 * Sound is encoded by a stub, a frame each block.
 */
final class OnAir {
    /** What a picture is, on the way to the ingest. */
    record Shown(long millis, boolean key, boolean slate) {}

    static final Format.Audio AAC =
            new Format.Audio(
                    Format.AudioCodec.AAC, AudioSpecificConfig.lc(48_000, 1).print(), 48_000, 1);

    private static final byte[] SLATE_KEY = HexFormat.of().parseHex("000000036588ff");
    private static final byte[] SLATE_SKIP = HexFormat.of().parseHex("0000000341eeff");
    private static final int STEP_MILLIS = 10;

    final VirtualCall call;
    final Rules rules;
    final List<Shown> pictures = new ArrayList<>();
    final List<Long> frames = new ArrayList<>();

    private final LiveStream stream;
    private final Subscription subscription;
    private final UnitWriter writer = new UnitWriter();
    private int soundGiven;
    private int picturesGiven;

    OnAir(VirtualCall call, boolean video, Slate.Mode mode, Rules rules) {
        this.call = call;
        this.rules = rules;
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
                                    Runnable::run,
                                    Publication.Audio.PCM,
                                    video,
                                    call.session::requestKeyFrame));
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

    /** Up to this time after the start; fails when a rule is broken. */
    OnAir runUntil(long millis) {
        while ((call.nowNanos() - VirtualCall.ORIGIN) / VirtualCall.MILLIS < millis) {
            call.runUntil(
                    (call.nowNanos() - VirtualCall.ORIGIN) / VirtualCall.MILLIS + STEP_MILLIS);
            publish();
        }
        return this;
    }

    private void publish() {
        for (; soundGiven < call.sound.size(); soundGiven++) {
            stream.add(call.sound.get(soundGiven));
        }
        for (; picturesGiven < call.pictures.size(); picturesGiven++) {
            stream.add(call.pictures.get(picturesGiven));
        }
        for (MediaUnit unit = subscription.poll(); unit != null; unit = subscription.poll()) {
            byte[] payload = unit.payload();
            writer.process(unit, this::take);
            long millis = unit.dtsNanos() / 1_000_000;
            if (unit.isVideo()) {
                boolean slate =
                        Arrays.equals(payload, SLATE_KEY) || Arrays.equals(payload, SLATE_SKIP);
                pictures.add(new Shown(millis, unit.key(), slate));
            } else {
                frames.add(millis);
            }
        }
    }

    private void take(FlvTag tag) {
        rules.take(new Message(tag.type().number(), tag.timestampMillis(), tag.body()));
    }

    /** Pictures shown from one time to another. */
    List<Shown> between(long from, long to) {
        return pictures.stream().filter(p -> p.millis() >= from && p.millis() < to).toList();
    }
}
