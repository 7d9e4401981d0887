package io.sipcast.media;

import io.sipcast.rtp.RtpPacket;
import io.sipcast.rtp.payload.AmrPayload;
import io.sipcast.rtp.payload.AudioEncoding;

/** What the peer says, in packets of its own, of how it gets our sound. One thread uses it. */
final class ReceiverAdvice {
    private int mode = AmrPayload.NO_REQUEST;
    private int lossPercent;

    /** A packet of sound came, in this encoding: AMR begins with what is asked of our encoder. */
    void note(RtpPacket packet, AudioEncoding encoding) {
        if (encoding == AudioEncoding.AMR || encoding == AudioEncoding.AMR_WB) {
            mode =
                    AmrPayload.requestIn(
                            packet.bytes(), packet.payloadOffset(), packet.payloadLength());
        }
    }

    /**
     * It has reported how much of ours was lost.
     *
     * @param fraction of 256, RFC 3550 §6.4.1
     */
    void noteLoss(int fraction) {
        lossPercent = fraction * 100 / 256;
    }

    /** Tells an encoder. */
    void give(AudioPayloadEncoder encoder) {
        encoder.requestMode(mode);
        encoder.expectLoss(lossPercent);
    }
}
