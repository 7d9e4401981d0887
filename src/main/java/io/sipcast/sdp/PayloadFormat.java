package io.sipcast.sdp;

import io.sipcast.bytes.Bytes;
import java.util.List;
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

    /** What an H.265 stream of this type is like. */
    public H265Parameters h265() {
        return H265Parameters.of(fmtp);
    }

    /** NAL units that the SDP brings for a stream of this type; mostly none. */
    public List<Bytes> parameterSets() {
        return switch (encoding) {
            case H264 -> h264().parameterSets();
            case H265 -> h265().parameterSets();
            default -> List.of();
        };
    }
}
