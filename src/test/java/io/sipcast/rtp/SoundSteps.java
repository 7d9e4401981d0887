package io.sipcast.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/** What a peer gets of us, judged by what the packets say and not by when they came. */
public final class SoundSteps {
    private SoundSteps() {}

    /**
     * No packet is missing and no time is told twice. Where our machine stood still, sound is left
     * out, and the packet after it says so with its marker; that is the exception.
     *
     * @param ticks of each packet
     */
    public static void areSteady(List<RtpPacket> packets, int ticks) {
        int whole = 0;
        for (int i = 1; i < packets.size(); i++) {
            RtpPacket before = packets.get(i - 1);
            RtpPacket next = packets.get(i);
            assertThat(next.ssrc()).isEqualTo(before.ssrc());
            assertThat(next.sequence()).isEqualTo((before.sequence() + 1) & 0xFFFF);
            long step = (next.timestamp() - before.timestamp()) & 0xFFFF_FFFFL;
            if (next.marker()) {
                assertThat(step).as("at packet " + i).isPositive();
                assertThat(step % ticks).as("at packet " + i).isZero();
            } else {
                assertThat(step).as("at packet " + i).isEqualTo(ticks);
            }
            whole += step == ticks ? 1 : 0;
        }
        assertThat(whole).as("steps without a pause").isGreaterThan(packets.size() / 2);
    }
}
