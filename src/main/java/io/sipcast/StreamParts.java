package io.sipcast;

import io.sipcast.config.Config;
import io.sipcast.config.PictureSize;
import io.sipcast.config.When;
import io.sipcast.live.AacSpec;
import io.sipcast.live.Opus;
import io.sipcast.live.OpusCodec;
import io.sipcast.live.PcmEncoder;
import io.sipcast.live.PictureForm;
import io.sipcast.live.ResampledEncoder;
import io.sipcast.live.Slates;
import io.sipcast.live.StreamForm;
import io.sipcast.live.Streams;
import io.sipcast.media.AacSettings;
import io.sipcast.media.AudioEncoder;
import io.sipcast.media.Pcm;
import io.sipcast.media.aac.AacLcEncoder;
import io.sipcast.media.aac.FrameCoder;
import io.sipcast.push.PushPolicy;
import io.sipcast.push.Pushes;
import io.sipcast.record.FolderDisk;
import io.sipcast.record.RecordSettings;
import io.sipcast.rtmp.RtmpUrl;
import io.sipcast.transcode.AacEncoder;
import io.sipcast.transcode.H264Transcoder;
import io.sipcast.transcode.OpusDecoder;
import io.sipcast.transcode.OpusEncoder;
import io.sipcast.transcode.SlateMaker;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;

/** What the hub works with, and in which form streams leave it, by the configuration. */
final class StreamParts {
    /** One for each loop: all of its calls are coded with the same scratch. */
    private static final ThreadLocal<FrameCoder> CODERS = ThreadLocal.withInitial(FrameCoder::new);

    private StreamParts() {}

    static Streams streams(
            Config.Media media, Executor mayWait, Executor pictureWorkers, Executor afterStart) {
        return new Streams(
                StreamParts::encoder,
                new OpusCodec(OpusDecoder::new, () -> new OpusEncoder(OpusEncoder.Settings.SOUND)),
                H264Transcoder::new,
                slates(media, afterStart),
                mayWait,
                pictureWorkers,
                System::nanoTime);
    }

    private static Slates slates(Config.Media media, Executor afterStart) {
        Config.Media.Slate slate = media.slate();
        Duration interval = media.keyFrameInterval();
        var maker =
                new SlateMaker(
                        slate.size().width(), slate.size().height(), slate.image(), interval);
        return new Slates(
                new Slates.Settings(slate.after(), slate.title(), interval), maker, afterStart);
    }

    /** As many as there are processors: the system shares them out, and the loops wait for none. */
    static ExecutorService pictureWorkers() {
        return Executors.newFixedThreadPool(
                Runtime.getRuntime().availableProcessors(),
                Thread.ofPlatform().name("pictures-", 0).daemon().factory());
    }

    static StreamForm form(Config.Media media) {
        Config.Media.Audio audio = media.audio();
        var aac = new AacSpec(audio.sampleRate(), audio.channels(), audio.bitrate(), audio.coder());
        Opus opus =
                switch (audio.opus()) {
                    case AUTO -> Opus.WHO_TAKES_IT;
                    case ALWAYS -> Opus.EVERYBODY;
                    case NEVER -> Opus.NOBODY;
                };
        return new StreamForm(aac, pictures(media), media.slate().mode()).with(opus);
    }

    private static PictureForm pictures(Config.Media media) {
        Config.Media.Video video = media.video();
        return new PictureForm(
                video.mode(),
                switch (video.h265()) {
                    case AUTO -> PictureForm.H265.WHO_TAKES_IT;
                    case ALWAYS -> PictureForm.H265.EVERYBODY;
                    case NEVER -> PictureForm.H265.NOBODY;
                },
                video.oneSize() == When.ALWAYS,
                video.size().map(PictureSize::width).orElse(0),
                video.size().map(PictureSize::height).orElse(0),
                video.bitrate().orElse(0),
                media.keyFrameInterval());
    }

    static PushPolicy pushPolicy(Config.Push push) {
        return new PushPolicy(
                push.connectTimeout(),
                push.noProgress(),
                push.retry().first(),
                push.retry().max(),
                push.retry().attempts());
    }

    /** Which targets must see one size of pictures only. */
    static Predicate<RtmpUrl> oneSize(Config.Media media) {
        return switch (media.video().oneSize()) {
            case AUTO -> Pushes::isKnownForOneSize;
            case ALWAYS -> _ -> true;
            case NEVER -> _ -> false;
        };
    }

    /**
     * The folder of the recordings, if there is to be one.
     *
     * @throws IOException with a sentence for the user when it can't be used
     */
    static Optional<FolderDisk> recordingFolder(Config.Recording settings) throws IOException {
        return settings.folder().isEmpty()
                ? Optional.empty()
                : Optional.of(FolderDisk.open(settings.folder().get()));
    }

    static RecordSettings recordSettings(Config.Recording settings) {
        return new RecordSettings(
                settings.maxSize(),
                settings.maxDuration(),
                settings.minFree(),
                settings.sync() == Config.Recording.Sync.FRAGMENT);
    }

    private static PcmEncoder encoder(AacSpec spec, Pcm first) {
        return ResampledEncoder.open(
                sourceRateHz -> encoder(spec, sourceRateHz), first.sampleRateHz());
    }

    /** The encoder need not think of frequencies that the source cannot have. */
    private static AudioEncoder encoder(AacSpec spec, int sourceRateHz) {
        int bandwidthHz = Math.min(sourceRateHz, spec.sampleRateHz()) / 2;
        var settings =
                new AacSettings(
                        spec.sampleRateHz(),
                        spec.channels(),
                        spec.bitrateBps(),
                        spec.coder(),
                        bandwidthHz);
        boolean ours = spec.coder() == AacSettings.Coder.AUTO && AacLcEncoder.takes(settings);
        return ours ? AacLcEncoder.sparing(settings, CODERS::get) : new AacEncoder(settings);
    }
}
