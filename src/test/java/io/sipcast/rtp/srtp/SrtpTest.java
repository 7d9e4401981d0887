package io.sipcast.rtp.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.bytes.Bytes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two sides of a protected stream, and what a third one may do to it. */
class SrtpTest {
    private static final int SSRC = 0xCAFEBABE;
    private static final long SECOND = 1_000_000_000L;

    private final Random random = new Random(7);
    private final MasterKey key = MasterKey.random(SrtpSuite.AES_CM_128_HMAC_SHA1_80, random);
    private final SrtpSender sender = new SrtpSender(key);
    private final SrtpReceiver receiver = new SrtpReceiver(ReceptionKey.of(key));

    @ParameterizedTest
    @EnumSource
    void opensWhatWasSealed(SrtpSuite suite) {
        MasterKey each = MasterKey.random(suite, random);
        var from = new SrtpSender(each);
        var to = new SrtpReceiver(ReceptionKey.of(each));
        for (int sequence = 0; sequence < 300; sequence++) {
            byte[] packet = rtp(sequence, SSRC, sequence * 5);
            byte[] sealed = bytes(from.rtp(ByteBuffer.wrap(packet)));
            assertThat(sealed.length).isEqualTo(packet.length + suite.rtpTagBytes());
            assertThat(bytes(to.rtp(ByteBuffer.wrap(sealed), 0))).isEqualTo(packet);

            byte[] report = rtcp(sequence);
            byte[] protectedReport = bytes(from.rtcp(ByteBuffer.wrap(report)));
            assertThat(bytes(to.rtcp(ByteBuffer.wrap(protectedReport), 0))).isEqualTo(report);
        }
        assertThat(to.counters()).isEqualTo(new SrtpCounters(600, 0, 0));
        assertThat(to.suite()).isEqualTo(suite);
    }

    @ParameterizedTest
    @EnumSource
    void anyChangedBitIsFoundAndChangesNothing(SrtpSuite suite) {
        MasterKey each = MasterKey.random(suite, random);
        var from = new SrtpSender(each);
        var to = new SrtpReceiver(ReceptionKey.of(each));
        byte[] sealed = bytes(from.rtp(ByteBuffer.wrap(rtp(5, SSRC, 30))));
        byte[] report = bytes(from.rtcp(ByteBuffer.wrap(rtcp(1))));
        for (int bit = 0; bit < 8 * sealed.length; bit++) {
            assertThat(to.rtp(flipped(sealed, bit), 0)).isNull();
        }
        for (int bit = 0; bit < 8 * report.length; bit++) {
            assertThat(to.rtcp(flipped(report, bit), 0)).isNull();
        }
        long tried = 8L * (sealed.length + report.length);
        assertThat(to.counters()).isEqualTo(new SrtpCounters(0, tried, 0));

        assertThat(to.rtp(ByteBuffer.wrap(sealed), 0)).isNotNull();
        assertThat(to.rtcp(ByteBuffer.wrap(report), 0)).isNotNull();
    }

    @Test
    void whatComesAgainIsCountedAndNotTaken() {
        byte[] first = seal(1);
        byte[] second = seal(2);
        byte[] report = bytes(sender.rtcp(ByteBuffer.wrap(rtcp(1))));

        assertThat(open(second)).isNotNull();
        assertThat(open(first)).isNotNull();
        assertThat(open(second)).isNull();
        assertThat(open(first)).isNull();
        assertThat(receiver.rtcp(ByteBuffer.wrap(report), 0)).isNotNull();
        assertThat(receiver.rtcp(ByteBuffer.wrap(report), 0)).isNull();
        assertThat(receiver.counters()).isEqualTo(new SrtpCounters(3, 0, 3));
    }

    @Test
    void whatIsOlderThanTheListIsTakenForAReplay() {
        byte[] old = seal(0);
        byte[] youngest = seal(ReplayWindow.SIZE);
        byte[] oldestInList = seal(1);
        assertThat(open(youngest)).isNotNull();
        assertThat(open(oldestInList)).isNotNull();
        assertThat(open(old)).isNull();
        assertThat(receiver.counters().replayed()).isEqualTo(1);
    }

    @Test
    void reorderedPacketsAcrossTwoWrapsAreAllOpened() {
        List<byte[]> block = new ArrayList<>();
        long opened = 0;
        for (int i = 0; i < 140_000; i++) {
            block.add(seal((30_000 + i) & 0xFFFF));
            if (block.size() == 50) {
                Collections.shuffle(block, random);
                for (byte[] each : block) {
                    opened += open(each) == null ? 0 : 1;
                }
                block.clear();
            }
        }
        assertThat(opened).isEqualTo(140_000);
        assertThat(receiver.counters()).isEqualTo(new SrtpCounters(140_000, 0, 0));
    }

    @Test
    void lossAcrossAWrapIsNoMatter() {
        assertThat(open(seal(40_000))).isNotNull();
        seal(60_000);
        assertThat(open(seal(3_000))).isNotNull();
        assertThat(open(seal(30_000))).isNotNull();
    }

    @Test
    void aSourceThatChangesBeginsAnew() {
        assertThat(open(seal(65_000))).isNotNull();
        byte[] other = bytes(sender.rtp(ByteBuffer.wrap(rtp(7, 4711, 20))));
        assertThat(open(other)).isNotNull();
        assertThat(open(seal(65_001))).isNotNull();
        assertThat(open(other)).isNull();
    }

    @Test
    void sourcesAreForgottenSoThatTheyDoNotPileUp() {
        var sources = new Sources();
        for (int ssrc = 0; ssrc < 10_000; ssrc++) {
            sources.add(ssrc, 1);
            sources.add(0, ssrc + 1);
        }
        assertThat(sources.count()).isEqualTo(Sources.MOST);
        assertThat(sources.find(0)).isNotNull();
        assertThat(sources.find(9_999)).isNotNull();
        assertThat(sources.find(9_000)).isNull();
    }

    @Test
    void forgedSourcesAreNotKept() {
        for (int ssrc = 1; ssrc < 1000; ssrc++) {
            assertThat(open(rtp(1, ssrc, 100))).isNull();
        }
        assertThat(receiver.counters()).isEqualTo(new SrtpCounters(0, 999, 0));
    }

    @Test
    void aNewKeyIsTakenWithoutAGapAndTheOldOneForAWhile() {
        MasterKey next = MasterKey.random(SrtpSuite.AEAD_AES_256_GCM, random);
        var nextSender = new SrtpSender(next);
        byte[] late = seal(101);
        byte[] later = seal(102);
        assertThat(open(seal(100))).isNotNull();

        receiver.update(ReceptionKey.of(next), SECOND);
        byte[] first = bytes(nextSender.rtp(ByteBuffer.wrap(rtp(103, SSRC, 20))));
        assertThat(receiver.rtp(ByteBuffer.wrap(first), SECOND)).isNotNull();
        assertThat(receiver.rtp(ByteBuffer.wrap(late), 2 * SECOND)).isNotNull();
        assertThat(receiver.rtp(ByteBuffer.wrap(late), 2 * SECOND)).isNull();
        assertThat(receiver.rtp(ByteBuffer.wrap(later), 12 * SECOND)).isNull();
        assertThat(receiver.counters()).isEqualTo(new SrtpCounters(3, 1, 1));
    }

    @Test
    void theSameKeyAgainKeepsTheRollOverCounter() {
        assertThat(open(seal(60_000))).isNotNull();
        assertThat(open(seal(1_000))).isNotNull();
        receiver.update(ReceptionKey.of(key), SECOND);
        assertThat(open(seal(1_001))).isNotNull();
        assertThat(receiver.counters()).isEqualTo(new SrtpCounters(3, 0, 0));
    }

    @Test
    void underANewKeyTheRollOverCounterMayGoOnOrBeginAnew() {
        assertThat(open(seal(60_000))).isNotNull();
        assertThat(open(seal(1_000))).isNotNull(); // one wrap

        MasterKey next = MasterKey.random(key.suite(), random);
        var goesOn = new SrtpSender(next);
        byte[] _ = bytes(goesOn.rtp(ByteBuffer.wrap(rtp(60_000, SSRC, 9))));
        byte[] wrapped = bytes(goesOn.rtp(ByteBuffer.wrap(rtp(1_001, SSRC, 9))));
        receiver.update(ReceptionKey.of(next), 0);
        assertThat(open(wrapped)).isNotNull();

        MasterKey third = MasterKey.random(key.suite(), random);
        byte[] anew = bytes(new SrtpSender(third).rtp(ByteBuffer.wrap(rtp(1_002, SSRC, 9))));
        receiver.update(ReceptionKey.of(third), 0);
        assertThat(open(anew)).isNotNull();
    }

    @ParameterizedTest
    @EnumSource(names = {"AES_CM_128_HMAC_SHA1_32", "AEAD_AES_128_GCM"})
    void anMkiIsTakenOutWhereItStands(SrtpSuite suite) {
        MasterKey each = MasterKey.random(suite, random);
        Bytes mki = Bytes.copyOf(new byte[] {1, 2, 3, 4});
        var to = new SrtpReceiver(new ReceptionKey(each, mki));
        var from = new SrtpSender(each);
        byte[] packet = rtp(9, SSRC, 50);
        byte[] sealed = bytes(from.rtp(ByteBuffer.wrap(packet)));
        int tag = suite.isGcm() ? 0 : suite.rtpTagBytes();

        assertThat(to.rtp(ByteBuffer.wrap(sealed), 0)).isNull();
        byte[] named = inserted(sealed, sealed.length - tag, mki);
        assertThat(bytes(to.rtp(ByteBuffer.wrap(named), 0))).isEqualTo(packet);

        byte[] report = rtcp(3);
        byte[] sealedReport = bytes(from.rtcp(ByteBuffer.wrap(report)));
        int rtcpTag = suite.isGcm() ? 0 : suite.rtcpTagBytes();
        byte[] namedReport = inserted(sealedReport, sealedReport.length - rtcpTag, mki);
        assertThat(bytes(to.rtcp(ByteBuffer.wrap(namedReport), 0))).isEqualTo(report);
    }

    @Test
    void reportsThatAreNotEncryptedMustBeAuthentic() {
        var gcm = new SessionKeys(new byte[16], new byte[20], new byte[12]);
        var mode = new GaloisMode(gcm, gcm);
        byte[] report = rtcp(4);
        byte[] sealed = new byte[200];
        // what GCM makes of no text and everything as additional data is what E=0 carries
        int length = mode.sealRtcp(report, report.length, SSRC, 7, sealed);
        sealed[length - 4] &= 0x7F;
        byte[] out = new byte[200];
        int trailer = mode.trailer(sealed, length);
        assertThat(mode.openRtcp(sealed, length, SSRC, trailer, out))
                .isEqualTo(Transform.NOT_AUTHENTIC);
    }

    @Test
    void neverSealsTwoPacketsUnderOneNumber() {
        assertThat(sender.rtp(ByteBuffer.wrap(rtp(5, SSRC, 10)))).isNotNull();
        assertThat(sender.rtp(ByteBuffer.wrap(rtp(5, SSRC, 10)))).isNull();
    }

    @Test
    void noiseIsNeverTaken() {
        for (int i = 0; i < 20_000; i++) {
            byte[] noise = new byte[random.nextInt(80)];
            random.nextBytes(noise);
            assertThat(receiver.rtp(ByteBuffer.wrap(noise), 0)).isNull();
            assertThat(receiver.rtcp(ByteBuffer.wrap(noise), 0)).isNull();
        }
        assertThat(receiver.counters()).isEqualTo(new SrtpCounters(0, 40_000, 0));
    }

    @Test
    void keysDoNotPrintThemselves() {
        assertThat(key.toString()).isEqualTo("a key for AES_CM_128_HMAC_SHA1_80");
        assertThat(ReceptionKey.of(key).toString()).contains("a key for AES_CM_128");
    }

    private byte[] seal(int sequence) {
        return bytes(sender.rtp(ByteBuffer.wrap(rtp(sequence, SSRC, 20))));
    }

    private @Nullable ByteBuffer open(byte[] sealed) {
        return receiver.rtp(ByteBuffer.wrap(sealed), 0);
    }

    private byte[] rtp(int sequence, int ssrc, int payload) {
        byte[] content = new byte[payload];
        random.nextBytes(content);
        return ByteBuffer.allocate(12 + payload)
                .putShort((short) 0x8000)
                .putShort((short) sequence)
                .putInt(160 * sequence)
                .putInt(ssrc)
                .put(content)
                .array();
    }

    private static byte[] rtcp(int number) {
        return ByteBuffer.allocate(28).putInt(0x80C80006).putInt(SSRC).putInt(number).array();
    }

    private static ByteBuffer flipped(byte[] packet, int bit) {
        byte[] changed = packet.clone();
        changed[bit / 8] ^= (byte) (1 << bit % 8);
        return ByteBuffer.wrap(changed);
    }

    private static byte[] inserted(byte[] packet, int at, Bytes more) {
        return ByteBuffer.allocate(packet.length + more.size())
                .put(packet, 0, at)
                .put(more.toArray())
                .put(packet, at, packet.length - at)
                .array();
    }

    private static byte[] bytes(@Nullable ByteBuffer buffer) {
        if (buffer == null) {
            throw new AssertionError("nothing came out");
        }
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }
}
