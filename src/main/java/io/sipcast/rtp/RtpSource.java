package io.sipcast.rtp;

/**
 * Where media comes from or goes to.
 *
 * @param host a numeric address in the one form that the driver prints addresses in, so that equal
 *     addresses are equal strings
 */
public record RtpSource(String host, int port) {
    @Override
    public String toString() {
        return host.indexOf(':') < 0 ? host + ":" + port : "[" + host + "]:" + port;
    }
}
