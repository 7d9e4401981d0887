package io.sipcast.demo;

/**
 * What all calls of a {@link DemoCallee} received so far.
 *
 * @param rtp packets
 * @param rtcp datagrams
 * @param keyFrameRequests PLI, FIR and INFO picture_fast_update; each is answered by the key frame
 *     of the loop's next second
 * @param other what was neither RTP nor RTCP
 */
public record Heard(long rtp, long rtcp, long keyFrameRequests, long other) {}
