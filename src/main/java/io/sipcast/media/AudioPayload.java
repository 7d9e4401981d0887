package io.sipcast.media;

import io.sipcast.rtp.payload.AudioEncoding;

/**
 * A payload type of sound and what it stands for.
 *
 * @param parameters of the format as the SDP has them ({@code a=fmtp}); empty when there are none
 */
public record AudioPayload(int payloadType, AudioEncoding encoding, String parameters) {
    public AudioPayload(int payloadType, AudioEncoding encoding) {
        this(payloadType, encoding, "");
    }
}
