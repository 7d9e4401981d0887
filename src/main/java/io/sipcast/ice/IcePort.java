package io.sipcast.ice;

/**
 * A socket of ours.
 *
 * @param component of its medium: {@link Candidate#RTP} or {@link Candidate#RTCP}
 * @param base where it is bound
 */
public record IcePort(int component, TransportAddress base) {}
