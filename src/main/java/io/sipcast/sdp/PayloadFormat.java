package io.sipcast.sdp;

import java.util.Optional;

/** A payload type and what it stands for. */
public record PayloadFormat(int payloadType, Encoding encoding, Fmtp fmtp) {
    static Optional<PayloadFormat> of(Medium medium, String format) {
        var type = Fields.number(format, RtpMap.MAX_PAYLOAD_TYPE);
        if (type.isEmpty()) {
            return Optional.empty();
        }
        Fmtp fmtp = medium.attributes().fmtp(type.getAsInt());
        return medium.attributes()
                .rtpMap(type.getAsInt())
                .flatMap(Encoding::of)
                .map(encoding -> new PayloadFormat(type.getAsInt(), encoding, fmtp));
    }

    /** What an H.264 stream of this type is like. */
    public H264Parameters h264() {
        return H264Parameters.of(fmtp);
    }
}
