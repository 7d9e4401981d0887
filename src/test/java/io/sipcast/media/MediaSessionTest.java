package io.sipcast.media;

import static io.sipcast.media.VirtualCall.MILLIS;
import static io.sipcast.media.VirtualCall.ORIGIN;
import static io.sipcast.media.VirtualCall.videoTrack;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.sipcast.rtp.FullIntraRequest;
import io.sipcast.rtp.Goodbye;
import io.sipcast.rtp.Nack;
import io.sipcast.rtp.PictureLoss;
import io.sipcast.rtp.RtcpCompound;
import io.sipcast.rtp.RtcpPacket;
import io.sipcast.rtp.RtpPacket;
import io.sipcast.rtp.SenderReport;
import io.sipcast.rtp.SourceDescription;
import io.sipcast.rtp.payload.G711;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MediaSessionTest {
    @Test
    void soundAndPicturesGoThroughWithoutBeingHeldBack() {
        var call = new VirtualCall();
        call.runUntil(1_000);

        assertThat(call.sound.getFirst().startNanos()).isZero();
        assertThat(call.pictures.getFirst().key()).isTrue();
        assertThat(call.pictures).hasSize(25);
        assertThat(call.pictureTimes.getFirst()).isEqualTo(ORIGIN + 7 * MILLIS);
        assertThat(call.pictures.getFirst().dtsNanos()).isCloseTo(2 * MILLIS, offset(MILLIS));
        assertContract(call);
    }

    @Test
    void lossReorderingAndDuplicatesLeaveNoHoleAndNoBrokenPicture() {
        var call = new VirtualCall();
        call.lossPercent = 2;
        call.reorderPercent = 3;
        call.duplicatePercent = 2;
        call.runUntil(120_000);

        assertContract(call);
        assertThat(call.pictures.size()).isGreaterThan(1000);
        assertThat(call.audioStats().packets().lost()).isBetween(60L, 200L);
        assertThat(call.audioStats().packets().duplicates()).isPositive();
        assertThat(call.audioStats().droppedPackets()).isLessThan(10);
        assertThat(call.audioStats().filledMillis()).isBetween(1200L, 6000L);
        assertThat(call.videoStats().losses()).isPositive();
    }

    @Test
    void aSilentSenderLeavesSilenceAndThePictureGoesOn() {
        var call = new VirtualCall();
        call.runUntil(2_000);
        call.audioOn = false;
        call.runUntil(12_000);
        call.audioOn = true;
        call.runUntil(14_000);

        assertContract(call);
        assertThat(call.pictures).hasSize(350);
        assertThat(call.sound.getLast().endNanos()).isCloseTo(14_000 * MILLIS, offset(25 * MILLIS));
    }

    /** Muted from the start, or a bridge that is silent until somebody speaks. */
    @Test
    void aPeerThatSendsNothingIsSilenceAndStandsInItsPlaceWhenItBegins() {
        var call = new VirtualCall();
        call.audioOn = false;
        call.videoOn = false;
        call.runUntil(5_000);
        assertThat(call.sound.getFirst().startNanos()).isZero();
        assertThat(call.sound.getLast().endNanos()).isBetween(3_700 * MILLIS, 4_000 * MILLIS);
        assertThat(call.sound).allSatisfy(block -> assertThat(block.samples()).containsOnly(0));

        call.audioOn = true;
        call.videoOn = true;
        call.runUntil(9_000);
        assertContract(call, 1_000);
        assertThat(call.sound.getLast().endNanos()).isCloseTo(8_000 * MILLIS, offset(25 * MILLIS));
        assertThat(call.pictures.getFirst().dtsNanos())
                .isCloseTo(4_000 * MILLIS, offset(50 * MILLIS));
    }

    @Test
    void picturesSentLateStandWithTheirSoundOnceBothTracksHaveReports() {
        var call = new VirtualCall();
        call.videoDelayMillis = 300;
        call.runUntil(10_000);

        assertContract(call);
        assertThat(call.pictureTimes.getFirst()).isEqualTo(ORIGIN + 307 * MILLIS);
        assertThat(call.sound.getFirst().startNanos()).isZero();
        MediaUnit last = call.pictures.getLast();
        long captured = 7 + 40L * NumberedSlice.number(last) - 5; // against the first sound
        assertThat(last.ptsNanos()).isCloseTo(captured * MILLIS, offset(20 * MILLIS));
        assertThat(call.videoStats().byReports()).isTrue();
        assertThat(call.videoStats().skewMillis()).isCloseTo(-300, offset(20.0));
    }

    @Test
    void withoutReportsPicturesStandWhereTheyArrive() {
        var call = new VirtualCall();
        call.videoDelayMillis = 300;
        call.reportsOn = false;
        call.runUntil(10_000);

        assertContract(call);
        MediaUnit last = call.pictures.getLast();
        long arrived = call.pictureTimes.getLast() - ORIGIN - 5 * MILLIS;
        assertThat(last.ptsNanos()).isCloseTo(arrived, offset(20 * MILLIS));
        assertThat(call.videoStats().byReports()).isFalse();
    }

    @Test
    void anotherSpeakerOfABridgeFollowsWithoutAHole() {
        var call = new VirtualCall();
        call.videoDelayMillis = 100;
        call.runUntil(8_000);
        for (int i = 1; i <= 5; i++) {
            call.switchSpeaker();
            int passed = call.pictures.size();
            call.runUntil(8_000 + 1_500 * i);
            assertThat(call.pictures.size() - passed).isGreaterThan(30);
        }

        assertContract(call);
        assertThat(call.pictures.getLast().ptsNanos())
                .isCloseTo(call.nowNanos() - ORIGIN - 100 * MILLIS, offset(60 * MILLIS));
        assertThat(call.audioStats().filledMillis()).isLessThan(500);
        assertThat(call.audioStats().packets().restarts()).isEqualTo(5);
    }

    @Test
    void picturesBeforeAnySoundHaveSilenceWithThem() {
        var call = new VirtualCall();
        call.audioOn = false;
        call.runUntil(5_000);

        assertContract(call);
        assertThat(call.pictures.getFirst().dtsNanos()).isZero();
        assertThat(call.sound.getLast().endNanos()).isGreaterThan(4_800 * MILLIS);
    }

    @Test
    void theHeaderChangesOnlyWithItsBytes() {
        var call = new VirtualCall();
        call.runUntil(10_000);
        assertThat(call.pictures.stream().map(MediaUnit::format).distinct()).hasSize(1);
        assertThat(call.pictures.stream().filter(MediaUnit::key).count()).isGreaterThan(3);

        call.sps = HexFormat.of().parseHex("674d400cd901419f9f011000000300100000030320f142a480");
        call.runUntil(20_000);

        List<Format> formats = call.pictures.stream().map(MediaUnit::format).distinct().toList();
        assertThat(formats)
                .extracting(Format::toString)
                .containsExactly("H264 640x360", "H264 320x180");
    }

    @Test
    void nothingPassesBeforeTheParameterSetsAreKnown() {
        var call = new VirtualCall();
        call.parameterSetsInBand = false;
        call.runUntil(2_000);
        assertThat(call.pictures).isEmpty();

        call.parameterSetsInBand = true;
        call.runUntil(6_000);
        assertThat(call.pictures).isNotEmpty();
        assertContract(call);
    }

    @Test
    void keyFramesAreAskedForAtTheStartAndAtTheInterval() {
        var call = new VirtualCall();
        call.runUntil(20_000);

        List<RtcpPacket> first = RtcpCompound.read(call.rtcp.get(1).datagram().duplicate());
        assertThat(call.rtcp.get(1).atNanos()).isEqualTo(ORIGIN);
        assertThat(first)
                .hasExactlyElementsOfTypes(
                        SenderReport.class,
                        SourceDescription.class,
                        PictureLoss.class,
                        FullIntraRequest.class);
        List<Long> keys =
                call.pictures.stream().filter(MediaUnit::key).map(MediaUnit::dtsNanos).toList();
        for (int i = 2; i < keys.size(); i++) {
            assertThat(keys.get(i) - keys.get(i - 1)).isLessThan(2_250 * MILLIS);
        }
        assertThat(keys).hasSizeGreaterThan(8);
    }

    @Test
    void aPeerWhoHeedsNothingIsAskedLessOften() {
        var call = new VirtualCall(videoTrack(true, false));
        call.heedsRequests = false;
        call.runUntil(30_000);

        // thirteen while the one that it began with is not too old, then one each 2 s
        assertThat(call.videoStats().keyFrameRequests()).isBetween(23L, 29L);
        assertThat(call.signals).as("tried by SIP too in the end").isPositive();
    }

    @Test
    void withoutFeedbackTheKeyFrameIsAskedForBySipToo() {
        var call = new VirtualCall(videoTrack(false, false));
        call.runUntil(10_000);

        assertThat(call.signals).isBetween(3, 6);
    }

    /** Once by RTCP, to know if it hears; an INFO might be more than it puts up with. */
    @Test
    void whoSendsKeyFramesByItselfIsNotAskedBySip() {
        var call = new VirtualCall(videoTrack(false, false));
        call.heedsRequests = false;
        call.ownKeyFrames = 50;
        call.runUntil(10_000);

        assertThat(call.videoStats().keyFrameRequests()).isBetween(1L, 5L);
        assertThat(call.signals).isZero();
    }

    @Test
    void silenceGoesOutFromTheAnswerOn() {
        var call = new VirtualCall();
        call.runUntil(1_000);

        List<RtpPacket> sent =
                call.rtp.stream()
                        .filter(s -> s.track() == MediaTrack.AUDIO)
                        .map(s -> RtpPacket.read(s.datagram().duplicate(), 0))
                        .toList();
        assertThat(sent).hasSize(51);
        for (int i = 0; i < sent.size(); i++) {
            RtpPacket packet = sent.get(i);
            assertThat(packet.marker()).isEqualTo(i == 0);
            assertThat(packet.payloadType()).isZero();
            assertThat(packet.payloadLength()).isEqualTo(160);
            assertThat(packet.bytes()[100]).isEqualTo((byte) 0xFF);
            assertThat(packet.sequence()).isEqualTo((sent.getFirst().sequence() + i) & 0xFFFF);
            assertThat(packet.timestamp() - sent.getFirst().timestamp()).isEqualTo(160L * i);
        }
    }

    @Test
    void theVideoPortIsKeptOpen() {
        var call = new VirtualCall();
        call.runUntil(60_000);

        List<VirtualCall.Sent> sent =
                call.rtp.stream().filter(s -> s.track() == MediaTrack.VIDEO).toList();
        assertThat(sent.size()).isBetween(6, 14);
        assertThat(sent.get(2).atNanos() - ORIGIN).isLessThan(100 * MILLIS);
        for (VirtualCall.Sent packet : sent) {
            RtpPacket read = RtpPacket.read(packet.datagram().duplicate(), 0);
            assertThat(read.payloadLength()).isZero();
            assertThat(read.payloadType()).isNotIn(0, VirtualCall.VIDEO_TYPE);
        }
    }

    @Test
    void reportsGoOutAndAByeAtTheEnd() {
        var call = new VirtualCall();
        call.runUntil(60_000);
        call.session.close(call.nowNanos());

        List<List<RtcpPacket>> audio =
                call.rtcp.stream()
                        .filter(s -> s.track() == MediaTrack.AUDIO)
                        .map(s -> RtcpCompound.read(s.datagram().duplicate()))
                        .toList();
        assertThat(audio.size()).isBetween(9, 20);
        assertThat(audio)
                .allSatisfy(packets ->
                        assertThat(packets.get(1)).isInstanceOf(SourceDescription.class));
        var report = (SenderReport) audio.get(3).getFirst();
        assertThat(report.blocks().getFirst().cumulativeLost()).isZero();
        assertThat(audio.getLast().getLast()).isInstanceOf(Goodbye.class);
        assertThat(call.rtcp.getLast().track()).isEqualTo(MediaTrack.VIDEO);
    }

    @Test
    void missingPacketsAreAskedForWhereThatIsNegotiated() {
        var call = new VirtualCall(videoTrack(true, true));
        call.lossPercent = 5;
        call.runUntil(5_000);

        assertThat(
                        call.rtcp.stream()
                                .flatMap(s -> RtcpCompound.read(s.datagram().duplicate()).stream()))
                .hasAtLeastOneElementOfType(Nack.class);
        assertContract(call);
    }

    @Test
    void onHoldNoSilenceGoesOutAndNothingIsAskedFor() {
        var call = new VirtualCall();
        call.runUntil(3_000);
        call.audioOn = false;
        call.videoOn = false;
        call.session.update(
                new Negotiated(
                        AudioTrack.of(G711.PCMU).withSends(false),
                        new VideoTrack(
                                List.of(
                                        new VideoPayload(
                                                VirtualCall.VIDEO_TYPE, Format.VideoCodec.H264)),
                                true,
                                false,
                                false)),
                call.nowNanos());
        int sent = call.rtp.size();
        long asked = call.videoStats().keyFrameRequests();
        call.runUntil(13_000);
        assertThat(call.rtp.size() - sent).isLessThan(14);
        assertThat(call.videoStats().keyFrameRequests()).isEqualTo(asked);

        call.audioOn = true;
        call.videoOn = true;
        call.session.update(
                new Negotiated(AudioTrack.of(G711.PCMU), videoTrack(true, false)), call.nowNanos());
        call.runUntil(20_000);

        assertContract(call);
        assertThat(call.pictures.getLast().dtsNanos()).isGreaterThan(19_900 * MILLIS);
    }

    @Test
    void garbageIsCountedAndChangesNothing() {
        var call = new VirtualCall();
        Random random = new Random(8);
        for (int i = 1; i < 3_000; i++) {
            call.runUntil(i);
            byte[] noise = new byte[random.nextInt(40)];
            random.nextBytes(noise);
            if (noise.length > 1 && random.nextBoolean()) {
                noise[0] = (byte) 0x80;
                noise[1] = (byte) random.nextInt(255);
            }
            MediaTrack track = random.nextBoolean() ? MediaTrack.AUDIO : MediaTrack.VIDEO;
            if (random.nextBoolean()) {
                call.session.rtp(track, ByteBuffer.wrap(noise), call.nowNanos());
            } else {
                call.session.rtcp(track, ByteBuffer.wrap(noise), call.nowNanos());
            }
        }

        assertContract(call);
        assertThat(call.pictures).hasSizeGreaterThan(70);
        assertThat(call.audioStats().packets().malformed()).isPositive();
    }

    @Test
    void showsItsPathsAndWhatItSaw() {
        var call = new VirtualCall();
        call.runUntil(2_000);

        assertThat(call.session.toString())
                .startsWith("rtp/audio -> jitter[in=100 out=100 dropped=0] -> events[")
                .contains("] -> hold[in=100 out=100 dropped=0] -> decode[")
                .contains("rtp/video -> jitter[")
                .contains("gate[in=50 out=50 dropped=0] -> pack[");
        MediaStats.Video video = call.videoStats();
        assertThat(video.format()).hasToString("H264 640x360");
        assertThat(video.packets().firstPacketMillis()).isEqualTo(7);
        assertThat(call.session.lastRtpNanos(MediaTrack.AUDIO)).isEqualTo(ORIGIN + 1_985 * MILLIS);
        assertThat(call.session.received(MediaTrack.VIDEO)).isTrue();
    }

    /** What every output is promised, whatever came in. */
    private static void assertContract(VirtualCall call) {
        assertContract(call, 0);
    }

    private static void assertContract(VirtualCall call, int beganMillis) {
        long end = 0;
        for (Pcm block : call.sound) {
            assertThat(block.startNanos()).isEqualTo(end);
            end = block.endNanos();
        }
        assertThat(end).isGreaterThan(call.nowNanos() - ORIGIN - (beganMillis + 450) * MILLIS);
        long dts = -1;
        int number = -1;
        for (MediaUnit unit : call.pictures) {
            assertThat(unit.dtsNanos()).isGreaterThan(dts);
            assertThat(unit.ptsNanos()).isGreaterThanOrEqualTo(unit.dtsNanos());
            int next = NumberedSlice.number(unit);
            if (!unit.key()) {
                assertThat(next).as("refers to the one before").isEqualTo(number + 1);
            }
            byte[] sent = VirtualCall.slice(next, unit.key(), call.pictureBytes);
            assertThat(Arrays.copyOfRange(unit.payload(), 4, unit.payload().length))
                    .isEqualTo(sent);
            number = next;
            dts = unit.dtsNanos();
        }
    }
}
