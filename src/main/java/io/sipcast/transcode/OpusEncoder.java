package io.sipcast.transcode;

import io.sipcast.live.OpusGapEncoder;
import io.sipcast.media.AudioPayloadEncoder;
import io.sipcast.rtp.payload.OpusPacket;
import io.sipcast.rtp.payload.OpusParameters;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Samples at 48 kHz to Opus packets (RFC 6716) by libopus. One thread at a time uses it. */
public final class OpusEncoder implements AudioPayloadEncoder, OpusGapEncoder {
    /** No packet of ours gets near it, and none is fragmented on the way. */
    private static final int MAX_BYTES = 1_200;

    /** A rate at which libopus takes SILK, alone or with CELT above it. */
    private static final int SILK_BPS = 24_000;

    /** 20 ms. */
    private static final int PRIMING = OpusPacket.CLOCK_HZ / 50;

    /**
     * How it encodes.
     *
     * @param channels 1 or 2; samples of two take turns
     * @param voice whether it is tuned to speech, else to any sound
     * @param fec whether packets carry the one before them again, as far as the loss asks for it
     * @param lossPercent that the encoder is to expect
     * @param dtx whether silence is sent as next to nothing
     */
    public record Settings(
            int channels,
            int bitrateBps,
            boolean voice,
            boolean fec,
            int lossPercent,
            boolean dtx) {
        /** Speech at a rate at which FEC has room. */
        public static final Settings VOICE = new Settings(1, 24_000, true, false, 0, false);

        /** Any sound, one channel, at a rate at which libopus takes CELT for all of it. */
        public static final Settings SOUND = new Settings(1, 64_000, false, false, 0, false);

        public Settings withFec(int expectedLossPercent) {
            return new Settings(channels, bitrateBps, voice, true, expectedLossPercent, dtx);
        }

        public Settings withDtx() {
            return new Settings(channels, bitrateBps, voice, fec, lossPercent, true);
        }
    }

    private final Arena arena = Arena.ofShared();
    private final Settings settings;
    private final int channels;
    private final MemorySegment samples;
    private final MemorySegment packet = arena.allocate(MAX_BYTES);
    private final MemorySegment state;
    private boolean closed;

    private int lossPercent;

    /** Whether the next packet must not build on those before it. */
    private boolean alone;

    public OpusEncoder(Settings settings) {
        this.settings = settings;
        lossPercent = settings.lossPercent();
        channels = settings.channels();
        samples = arena.allocate(ValueLayout.JAVA_SHORT, (long) OpusPacket.MAX_SAMPLES * channels);
        int application = settings.voice() ? Libopus.APPLICATION_VOIP : Libopus.APPLICATION_AUDIO;
        state = Libopus.encoder(arena, OpusPacket.CLOCK_HZ, channels, application);
        Libopus.controlEncoder(state, Libopus.SET_BITRATE, settings.bitrateBps());
        Libopus.controlEncoder(state, Libopus.SET_INBAND_FEC, settings.fec() ? 1 : 0);
        Libopus.controlEncoder(state, Libopus.SET_PACKET_LOSS, settings.lossPercent());
        Libopus.controlEncoder(state, Libopus.SET_DTX, settings.dtx() ? 1 : 0);
    }

    /** Speech for a peer that says this of what it takes. One channel is what we have for it. */
    public static OpusEncoder toward(OpusParameters peer) {
        Settings voice = Settings.VOICE;
        int most = peer.maxAverageBitrateBps();
        int bitrate = most == 0 ? voice.bitrateBps() : Math.min(most, voice.bitrateBps());
        var encoder =
                new OpusEncoder(new Settings(1, bitrate, true, peer.inbandFec(), 0, peer.dtx()));
        int band = Libopus.NARROW_BAND + peer.band();
        Libopus.controlEncoder(encoder.state, Libopus.SET_MAX_BANDWIDTH, band);
        Libopus.controlEncoder(encoder.state, Libopus.SET_VBR, peer.cbr() ? 0 : 1);
        return encoder;
    }

    /** What is lost is sent twice, as far as the peer reads that. */
    @Override
    public void expectLoss(int percent) {
        if (settings.fec() && percent != lossPercent) {
            lossPercent = percent;
            Libopus.controlEncoder(state, Libopus.SET_PACKET_LOSS, percent);
        }
    }

    /**
     * The packet for so many samples.
     *
     * @param count in each channel: 120, 240, 480, 960, 1920, 2880, 3840, 4800 or 5760
     * @throws IllegalStateException for any other count
     */
    public byte[] encode(short[] from, int offset, int count) {
        MemorySegment.copy(from, offset, samples, ValueLayout.JAVA_SHORT, 0, count * channels);
        int length = Libopus.encode(state, samples, count, packet, MAX_BYTES);
        if (alone) {
            predict(true);
        }
        return packet.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
    }

    /** The mode is what matters: a decoder that changes it loses what it knew of the sound. */
    @Override
    public void follow(byte[] before, short[] heard) {
        boolean speech = OpusPacket.isSilk(before[0]);
        Libopus.controlEncoder(state, Libopus.RESET_STATE, 0);
        Libopus.controlEncoder(
                state, Libopus.SET_BITRATE, speech ? SILK_BPS : settings.bitrateBps());
        int band = Libopus.NARROW_BAND + OpusPacket.band(before[0]);
        Libopus.controlEncoder(state, Libopus.SET_BANDWIDTH, band);
        int count = Math.min(heard.length, PRIMING);
        short[] priming = new short[PRIMING];
        System.arraycopy(heard, heard.length - count, priming, PRIMING - count, count);
        encode(priming, 0, PRIMING); // what is heard goes on in its filters
        predict(false);
    }

    private void predict(boolean on) {
        Libopus.controlEncoder(state, Libopus.SET_PREDICTION_DISABLED, on ? 0 : 1);
        alone = !on;
    }

    @Override
    public int sampleRateHz() {
        return OpusPacket.CLOCK_HZ;
    }

    /** As {@link #encode(short[], int, int)}, all of it. */
    @Override
    public byte[] encode(short[] all) {
        return encode(all, 0, all.length / channels);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            arena.close();
        }
    }
}
