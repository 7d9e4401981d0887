package io.sipcast.live;

import io.sipcast.media.AacSettings;
import io.sipcast.media.Format;
import io.sipcast.media.MediaUnit;
import io.sipcast.media.Pcm;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One live stream: what a publisher adds, kept back to the last key frame, for any number of
 * subscribers.
 *
 * <p>The publisher adds on its own loop ({@link Publication#loop}); everything else may be called
 * by any thread.
 */
public final class LiveStream {
    private static final int PCM_BLOCKS = 512; // 10 s in blocks of 20 ms

    /** A level is that of a second. */
    private static final long HEARD_NANOS = 1_000_000_000L;

    /** To look for what may go brings its memory back into the cache: not for each packet. */
    private static final long FORGETS_NANOS = 200_000_000L;

    /** Who listens takes what there is. */
    private static final StreamForm LISTENING =
            new StreamForm(
                            new AacSpec(48_000, 64_000, AacSettings.Coder.FAST),
                            PictureForm.DEFAULT,
                            Slate.Mode.NEVER)
                    .with(Opus.EVERYBODY);

    private final StreamName name;
    private final String id = UUID.randomUUID().toString();
    private final Publication publication;
    private final Streams.Services services;
    private final long sinceNanos;
    private final Instant since = Instant.now();
    private final KnownForm form = new KnownForm();
    private final Track video = Track.ofPictures();
    private final Fillers fillers;
    private final Track audioUnits = Track.ofSound();
    private final DecodedSound decoded;
    private final Past<Pcm> pcm =
            new PackedRing<>(PCM_BLOCKS, Track.NEWEST_SOUND, new PcmForm(), ByteLog.ofSound());
    private final Set<Subscription> subscriptions = ConcurrentHashMap.newKeySet();
    private final List<Subscription> told = new CopyOnWriteArrayList<>();
    private final Set<Subscription> viewers = ConcurrentHashMap.newKeySet();
    private final SoundRenditions sounds;
    private final PictureRenditions pictures;
    private final Once begun = new Once();
    private final AtomicInteger readers = new AtomicInteger();
    private volatile Runnable soundWanted = () -> {};
    private volatile @Nullable Runnable watched;
    private volatile boolean soundPassed;
    private long soundEndNanos;
    private long forgottenNanos;
    private volatile boolean ended;
    private volatile long idleSinceNanos;
    private long refused;

    LiveStream(StreamName name, Publication publication, Streams.Services services) {
        this.name = name;
        this.publication = publication;
        this.services = services;
        this.sinceNanos = services.clock().getAsLong();
        this.idleSinceNanos = sinceNanos;
        this.decoded = new DecodedSound(services.opus().decoder());
        this.fillers = new Fillers(video, name, publication, services.slates());
        this.sounds =
                new SoundRenditions(
                        pcm,
                        publication.loop(),
                        () -> fillers.current().keyFrameDtsNanos(),
                        this::signal,
                        () -> soundWanted.run(),
                        services);
        this.pictures =
                new PictureRenditions(
                        video,
                        fillers,
                        new PictureRendition.Threads(
                                publication.loop(), services.workers(), this::signal),
                        services.transcoders());
    }

    public StreamName name() {
        return name;
    }

    public Publication publication() {
        return publication;
    }

    /** Tells this stream from all others of this process, also from those of the same name. */
    public String id() {
        return id;
    }

    /** When the stream was opened, on the gateway's monotonic clock. */
    public long sinceNanos() {
        return sinceNanos;
    }

    public Instant since() {
        return since;
    }

    /** How many of those who take it now play it: pushes and recordings do not count. */
    public int viewers() {
        return viewers.size();
    }

    /** How many take it now. */
    public int subscribers() {
        return subscriptions.size();
    }

    /** The key frame of what is shown now, where pictures are missing of what fills in. */
    public @Nullable MediaUnit shownKeyFrame() {
        MediaUnit shown = fillers.current().keyFrame();
        return shown == null ? video.keyFrame() : shown;
    }

    /** Since when nobody has taken it, on the gateway's monotonic clock. */
    public long idleSinceNanos() {
        return idleSinceNanos;
    }

    /** Of the newest key frame; null before the first. */
    public Format.@Nullable Video pictureFormat() {
        return video.keyFormat() instanceof Format.Video format ? format : null;
    }

    /** How old the newest key frame is by stream time; Long.MAX_VALUE before the first. */
    public long keyFrameAgeNanos(long nowNanos) {
        long dtsNanos = video.keyFrameDtsNanos();
        return dtsNanos == Long.MAX_VALUE ? dtsNanos : nowNanos - sinceNanos - dtsNanos;
    }

    /** Whether sound has come. */
    public boolean hasSound() {
        return audioUnits.next() > 0 || pcm.next() > 0 || soundPassed;
    }

    /**
     * Whether anybody takes the sound as samples, or made of them: as long as nobody does, a call
     * need not decode any. Any thread.
     */
    public boolean wantsSound() {
        return !sounds.isEmpty() || readers.get() > 0;
    }

    /** Whether anybody takes anything of it, now. Any thread. */
    public boolean isWatched() {
        return !told.isEmpty() || wantsSound();
    }

    /** Who adds to this stream is told on its loop that somebody takes it from now on. */
    public void whenWatched(Runnable toBeTold) {
        watched = toBeTold;
    }

    /** Who adds samples is told on its loop that they are wanted, those of the past included. */
    public void whenSoundIsWanted(Runnable told) {
        soundWanted = told;
    }

    /** What is agreed on for a call: whether the samples bring Opus packets. Any thread. */
    public void expectOpus(boolean agreed) {
        sounds.expect(agreed ? CallSound.OPUS : CallSound.OTHER);
    }

    /** Whether sound comes as Opus, as far as that is known. */
    public boolean hasOpus() {
        return audioUnits.keyFormat() instanceof Format.Audio newest
                ? newest.codec() == Format.AudioCodec.OPUS
                : sounds.sound() == CallSound.OPUS;
    }

    /** Adds a picture or an encoded audio frame. On the publisher's loop. */
    public void add(MediaUnit unit) {
        Track track = unit.isVideo() ? video : audioUnits;
        boolean startsWithoutKey = unit.isVideo() && video.next() == 0 && !unit.key();
        if (ended || startsWithoutKey || unit.dtsNanos() < track.newestDtsNanos()) {
            refused++;
            return;
        }
        track.add(unit);
        begun.happen();
        if (form.isNews(unit)) {
            services.hub().observer().changed(this);
        }
        forget(unit.dtsNanos());
        if (unit.isVideo()) {
            fillers.picture(unit);
            pictures.wake();
        } else if (unit.format() instanceof Format.Audio sound
                && sound.codec() == Format.AudioCodec.OPUS) {
            decoded.decode(unit, this::addSamples);
        }
        signal();
    }

    /** Adds the next block of the audio timeline. On the publisher's loop. */
    public void add(Pcm block) {
        if (ended) {
            return;
        }
        if (block.startNanos() != soundEndNanos) {
            pcm.forgetBefore(pcm.next()); // nobody goes on from before what was left out
        }
        soundEndNanos = block.endNanos();
        begun.happen();
        boolean pictures = fillers.sound(block.endNanos());
        addSamples(block);
        tellOfSound(pictures);
    }

    /**
     * There is sound up to this stream time, of which nobody {@linkplain #wantsSound wants} the
     * samples. On the publisher's loop.
     *
     * @return from which time on who comes next wants them
     */
    public long unheard(long untilNanos) {
        if (!ended) {
            soundPassed = true;
            begun.happen();
            boolean pictures = fillers.sound(untilNanos);
            forget(untilNanos);
            tellOfSound(pictures);
        }
        return Math.min(untilNanos - HEARD_NANOS, fillers.current().keyFrameDtsNanos());
    }

    private void tellOfSound(boolean pictures) {
        if (form.isFirstSound()) {
            services.hub().observer().changed(this);
        }
        if (pictures) {
            signal();
        }
    }

    private void addSamples(Pcm block) {
        pcm.add(block);
        forget(block.endNanos());
        sounds.added(block);
    }

    /** Units that came before the first key frame, out of order or after the end. */
    public long refused() {
        return refused;
    }

    /**
     * Subscribes to everything the stream has, or will have.
     *
     * @param ready see {@link Subscription}
     */
    public Subscription subscribe(StreamForm form, Runnable ready) {
        Subscription subscription = lead(form, ready);
        subscriptions.add(subscription);
        return subscription;
    }

    /** The same for somebody who plays it. */
    public Subscription view(StreamForm form, Runnable ready) {
        return viewed(subscribe(form, ready));
    }

    /** The same for one of many who play it and are told by who leads them that there is more. */
    public Subscription viewLed(StreamForm form) {
        Subscription subscription = subscription(form, () -> {});
        subscriptions.add(subscription);
        return viewed(subscription);
    }

    /**
     * Takes everything as a subscriber does, for those who are led: it is told that there is more,
     * and counts as nobody.
     *
     * @param ready see {@link Subscription}
     */
    public Subscription lead(StreamForm form, Runnable ready) {
        Subscription subscription = subscription(form, ready);
        tell(subscription);
        return subscription;
    }

    private void tell(Subscription subscription) {
        told.add(subscription);
        Runnable toBeTold = watched;
        if (toBeTold != null) {
            publication.loop().execute(toBeTold);
        }
    }

    private Subscription subscription(StreamForm form, Runnable ready) {
        var sound = new SoundChoice(publication.audio(), audioUnits, form, sounds);
        return new Subscription(this, choice(form), sound, form.sound(), ready);
    }

    private Subscription viewed(Subscription subscription) {
        viewers.add(subscription);
        services.hub().observer().viewersChanged(this);
        return subscription;
    }

    /** What a subscriber of this form can wait for. */
    public Expected expected(StreamForm form) {
        return fillers.expected(form.slate());
    }

    /**
     * Subscribes to the units that the publisher adds: samples are not among them, {@link #samples}
     * has those. Pictures are H.264, encoded anew where they are not.
     *
     * @param ready see {@link Subscription}
     */
    public Subscription listen(Runnable ready) {
        boolean units = publication.audio() == Publication.Audio.UNITS;
        var sound =
                new SoundChoice(
                        units ? Publication.Audio.UNITS : Publication.Audio.NONE,
                        audioUnits,
                        LISTENING,
                        sounds);
        var pictures = new PictureChoice(video, this.pictures, PictureForm.DEFAULT);
        var subscription =
                new Subscription(this, new VideoChoice(pictures, null, false), sound, null, ready);
        tell(subscription);
        subscriptions.add(subscription);
        return subscription;
    }

    /** The samples that are added from now on, where sound comes as such or as Opus. */
    public PcmReader samples() {
        readers.incrementAndGet();
        var reader = new PcmReader(pcm, readers::decrementAndGet);
        publication
                .loop()
                .execute(() -> {
                    soundWanted.run();
                    reader.begin();
                });
        return reader;
    }

    /** The publisher is on air, though it may have no media yet: a call that was answered. */
    public void begin() {
        begun.happen();
    }

    /** Asks the publisher for a key frame. */
    public void requestKeyFrame() {
        publication.loop().execute(publication.keyFrame());
    }

    /**
     * Calls {@code then} once the stream has begun, by what its publisher says or by its first
     * media, or has ended without either. At once if that was so before, else on the publisher's
     * thread.
     */
    public void whenBegun(Runnable then) {
        begun.await(then);
    }

    public boolean ended() {
        return ended;
    }

    /** Has whoever publishes end that: a call hangs up. Any thread; the stream ends after it. */
    public void terminate() {
        publication.close().run();
    }

    /** The publisher is gone; subscribers take what is left. Its name is free at once. */
    public void end() {
        if (!ended) {
            ended = true;
            services.hub().closed(this);
            pictures.end();
            fillers.end();
            if (publication.audio() == Publication.Audio.UNITS && pcm.next() > 0) {
                publication.loop().execute(decoded::close);
            }
            sounds.end();
            signal();
            begun.happen();
        }
    }

    void remove(Subscription subscription) {
        told.remove(subscription);
        if (!subscriptions.remove(subscription)) {
            return;
        }
        idleSinceNanos = services.clock().getAsLong();
        if (viewers.remove(subscription)) {
            services.hub().observer().viewersChanged(this);
        }
    }

    private VideoChoice choice(StreamForm form) {
        return fillers.choice(form.slate(), new PictureChoice(video, pictures, form.video()));
    }

    /** Keeps all tracks back to the same moment: the last key frame, or a few seconds. */
    private void forget(long newestNanos) {
        long passed = newestNanos - forgottenNanos;
        if (passed >= 0 && passed < FORGETS_NANOS) {
            return;
        }
        forgottenNanos = newestNanos;
        long from = newestNanos - Track.KEPT_NANOS;
        video.forgetBefore(from);
        fillers.forgetBefore(from);
        long kept = Math.min(from, fillers.current().oldestDtsNanos());
        audioUnits.forgetBefore(kept);
        pictures.forgetBefore(kept);
        sounds.forgetBefore(kept);
        long block = pcm.oldest();
        while (pcm.nanosAt(block) < kept) {
            block++;
        }
        pcm.forgetBefore(block);
    }

    private void signal() {
        for (Subscription subscription : told) {
            subscription.signal();
        }
    }
}
