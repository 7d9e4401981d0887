package io.sipcast.media;

import static io.sipcast.media.VirtualCall.MILLIS;
import static io.sipcast.media.VirtualCall.ORIGIN;
import static io.sipcast.media.VirtualCall.SOUND;
import static io.sipcast.media.VirtualCall.videoTrack;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.sipcast.rtp.RtpPacket;
import io.sipcast.rtp.payload.G711;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys both ways and hold, in whole media sessions. */
class KeysAndHoldTest {
    private static final AudioTrack HOLDING = SOUND.withSends(false);

    @Test
    void theCalleesKeysAreToldAndNotHeard() {
        var call = new VirtualCall();
        for (int i = 0; i < 16; i++) {
            call.runUntil(1_000 + 500 * i);
            call.pressKey(i, 200);
        }
        call.runUntil(9_500);

        assertThat(call.keys).hasSize(16);
        assertThat(call.keys)
                .extracting(key -> key.substring(0, 1))
                .containsExactly(
                        "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "#", "A", "B", "C",
                        "D");
        assertThat(call.keys).allMatch(key -> key.endsWith(" 200"));
        assertContinuous(call);
        assertThat(call.audioStats().anchors()).isEqualTo(1);
        assertThat(call.audioStats().droppedPackets()).isZero();
        assertThat(call.audioStats().driftPpm()).isCloseTo(0, offset(50.0));
        assertThat(call.audioStats().filledMillis()).isBetween(16 * 200L, 16 * 260L);
        // silence in their place, after the concealment that fades: no noise
        for (int i = 0; i < 16; i++) {
            long began = (1_000 + 500L * i) * MILLIS;
            assertThat(peak(call, began + 90 * MILLIS, began + 190 * MILLIS)).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({"5, 0, 0", "0, 10, 10", "10, 10, 10", "25, 0, 0"})
    void eachIsToldOnceOverALossyLink(double loss, double disorder, double duplicates) {
        var call = new VirtualCall();
        call.lossPercent = loss;
        call.reorderPercent = disorder;
        call.duplicatePercent = duplicates;
        for (int i = 0; i < 100; i++) {
            call.runUntil(1_000 + 400 * i);
            call.pressKey(i % 16, 100);
        }
        call.runUntil(42_000);

        assertThat(call.keys).hasSize(100);
        for (int i = 0; i < 100; i++) {
            assertThat(call.keys.get(i).charAt(0)).isEqualTo("0123456789*#ABCD".charAt(i % 16));
        }
        assertContinuous(call);
    }

    @Test
    void aKeyEndsWhenAnotherSourceTakesOver() {
        var call = new VirtualCall();
        call.runUntil(2_000);
        call.pressKey(7, 400);
        call.runUntil(2_150);
        call.switchSpeaker();
        call.runUntil(4_000);

        assertThat(call.keys).singleElement().asString().startsWith("7 ").endsWith(" 165");
        assertContinuous(call);
    }

    @Test
    void noiseInEventsIsNoTrouble() {
        var call = new VirtualCall();
        var random = new Random(4733);
        for (int i = 0; i < 5_000; i++) {
            call.runUntil(i);
            byte[] payload = new byte[random.nextInt(14)];
            random.nextBytes(payload);
            call.sendAsKey(payload);
        }
        call.runUntil(6_000);

        assertThat(call.keys).isNotEmpty().hasSizeLessThan(5_000);
        assertThat(call.keys).allMatch(key -> "0123456789*#ABCD".indexOf(key.charAt(0)) >= 0);
        assertContinuous(call);
    }

    @Test
    void flashIsNoKey() {
        var call = new VirtualCall();
        call.runUntil(1_000);
        call.pressKey(16, 100);
        call.runUntil(2_000);

        assertThat(call.keys).isEmpty();
    }

    @Test
    void ourKeysAreAmongOurSound() {
        var call = new VirtualCall();
        call.runUntil(1_000);
        assertThat(call.session.takesKeys()).isTrue();
        long letGo = call.session.press('#', Duration.ofMillis(160));
        call.runUntil(2_000);

        assertThat(letGo - call.nowNanos() + 1_000 * MILLIS).isBetween(160 * MILLIS, 180 * MILLIS);
        List<RtpPacket> sent =
                call.rtp.stream()
                        .filter(one -> one.track() == MediaTrack.AUDIO)
                        .map(one -> RtpPacket.read(one.datagram().duplicate(), one.atNanos()))
                        .toList();
        List<RtpPacket> keys = sent.stream().filter(packet -> packet.payloadType() == 101).toList();
        assertThat(keys).hasSize(10);
        assertThat(keys).extracting(RtpPacket::timestamp).containsOnly(keys.getFirst().timestamp());
        for (int i = 1; i < sent.size(); i++) {
            assertThat(sent.get(i).sequence()).isEqualTo((sent.get(i - 1).sequence() + 1) & 0xFFFF);
            assertThat(sent.get(i).arrivalNanos() - sent.get(i - 1).arrivalNanos())
                    .isEqualTo(20 * MILLIS);
        }
    }

    @Test
    void whoHoldsOrNamedNoEventsTakesNoKeys() {
        var call = new VirtualCall();
        call.session.update(new Negotiated(HOLDING, null), call.nowNanos());
        assertThat(call.session.takesKeys()).isFalse();
        call.session.update(new Negotiated(AudioTrack.of(G711.PCMU), null), call.nowNanos());
        assertThat(call.session.takesKeys()).isFalse();
        call.session.update(new Negotiated(null, null), call.nowNanos());
        assertThat(call.session.takesKeys()).isFalse();
        call.session.update(new Negotiated(SOUND, null), call.nowNanos());
        assertThat(call.session.takesKeys()).isTrue();
    }

    @Test
    void keepAlivesAreNoKeys() {
        var events = new TelephoneEvents(OptionalInt.of(126), Map.of(126, 8000, 125, 8000));
        var track = AudioTrack.of(G711.PCMU, events);
        assertThat(new Negotiated(track, null).unusedPayloadType()).isEqualTo(124);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatAHolderSendsIsOnAirOnlyWhereThatIsWanted(boolean onAir) {
        var settings =
                new MediaSession.Settings(JitterBounds.DEFAULT, Duration.ofSeconds(2), onAir);
        var call = new VirtualCall(videoTrack(true, false), settings);
        call.runUntil(3_000);
        call.session.update(new Negotiated(HOLDING, videoTrack(true, false)), call.nowNanos());
        call.session.hold(true);
        int before = call.pictures.size();
        long asked = call.videoStats().keyFrameRequests();
        call.runUntil(13_000);

        assertThat(peak(call, 3_200 * MILLIS, 12_500 * MILLIS) > 0).isEqualTo(onAir);
        assertThat(call.pictures.size() - before).isEqualTo(onAir ? 250 : 0);
        if (!onAir) {
            assertThat(call.videoStats().keyFrameRequests()).isEqualTo(asked);
        }
        assertThat(call.audioStats().packets().lost()).isZero(); // received, and counted
        assertThat(call.session.lastRtpNanos(MediaTrack.AUDIO)).isGreaterThan(ORIGIN);

        resume(call);
        call.runUntil(15_000);

        assertContinuous(call);
        assertThat(peak(call, 13_300 * MILLIS, 14_800 * MILLIS)).isGreaterThan(5_000);
        MediaUnit first = call.pictures.get(onAir ? 0 : before);
        assertThat(first.key()).isTrue();
        assertThat(call.pictures.getLast().dtsNanos()).isGreaterThan(14_800 * MILLIS);
        assertThat(call.audioStats().anchors()).isEqualTo(1);
    }

    @Test
    void aHolderWithAnotherSourceLeavesNoTrace() {
        var call = new VirtualCall();
        call.runUntil(3_000);
        call.session.update(new Negotiated(HOLDING, videoTrack(true, false)), call.nowNanos());
        call.session.hold(true);
        call.switchSpeaker(); // its music
        call.runUntil(63_000);
        call.switchSpeaker();
        resume(call);
        call.runUntil(66_000);

        assertContinuous(call);
        assertThat(peak(call, 3_200 * MILLIS, 62_900 * MILLIS)).isZero();
        assertThat(peak(call, 63_400 * MILLIS, 65_800 * MILLIS)).isGreaterThan(5_000);
        assertThat(call.pictures.getLast().dtsNanos())
                .isCloseTo(66_000 * MILLIS, offset(150 * MILLIS));
    }

    @Test
    void aKeyOfTheHolderIsToldThoughItsMusicIsNotOnAir() {
        var call = new VirtualCall();
        call.runUntil(1_000);
        call.session.hold(true);
        call.runUntil(1_500);
        call.pressKey(11, 100);
        call.runUntil(2_500);

        assertThat(call.keys).singleElement().asString().startsWith("# ");
    }

    @Test
    void soundAndPicturesThatAreTakenOutComeBack() {
        var call = new VirtualCall();
        call.runUntil(2_000);
        call.audioOn = false;
        call.videoOn = false;
        call.session.update(new Negotiated(null, null), call.nowNanos());
        call.session.hold(true);
        call.runUntil(10_000);
        assertContinuous(call);
        call.audioOn = true;
        call.videoOn = true;
        resume(call);
        call.runUntil(12_000);

        assertContinuous(call);
        assertThat(call.pictures.getLast().dtsNanos()).isGreaterThan(11_800 * MILLIS);
        assertThat(peak(call, 10_400 * MILLIS, 11_800 * MILLIS)).isGreaterThan(5_000);
    }

    @Test
    void onlyThePicturesMayStop() {
        var call = new VirtualCall();
        call.runUntil(2_000);
        call.videoOn = false;
        var inactive =
                new VideoTrack(
                        List.of(new VideoPayload(VirtualCall.VIDEO_TYPE, Format.VideoCodec.H264)),
                        true,
                        false,
                        false);
        call.session.update(new Negotiated(SOUND, inactive), call.nowNanos());
        long asked = call.videoStats().keyFrameRequests();
        call.runUntil(8_000);

        assertContinuous(call);
        assertThat(call.videoStats().keyFrameRequests()).isEqualTo(asked);
        assertThat(peak(call, 2_500 * MILLIS, 7_800 * MILLIS)).isGreaterThan(5_000);
    }

    private static void resume(VirtualCall call) {
        call.session.update(new Negotiated(SOUND, videoTrack(true, false)), call.nowNanos());
        call.session.hold(false);
    }

    private static void assertContinuous(VirtualCall call) {
        long end = 0;
        for (Pcm block : call.sound) {
            assertThat(block.startNanos()).isEqualTo(end);
            end = block.endNanos();
        }
        assertThat(end).isGreaterThan(call.nowNanos() - ORIGIN - 250 * MILLIS);
        long dts = -1;
        for (MediaUnit unit : call.pictures) {
            assertThat(unit.dtsNanos()).isGreaterThan(dts);
            dts = unit.dtsNanos();
        }
    }

    /** The loudest sample between two moments of the stream. */
    private static int peak(VirtualCall call, long fromNanos, long toNanos) {
        int peak = 0;
        for (Pcm block : call.sound) {
            if (block.startNanos() >= fromNanos && block.endNanos() <= toNanos) {
                for (short sample : block.samples()) {
                    peak = Math.max(peak, Math.abs(sample));
                }
            }
        }
        return peak;
    }
}
