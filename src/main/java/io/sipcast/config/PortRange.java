package io.sipcast.config;

/**
 * Even UDP ports for RTP; RTCP takes the odd one above each, RFC 3550 §11.
 *
 * @param last the last even one
 */
public record PortRange(int first, int last) {
    public PortRange {
        if (first < 2 || last < first || last > 65534 || (first & 1) != 0 || (last & 1) != 0) {
            throw new IllegalArgumentException("RTP ports " + first + "-" + last);
        }
    }

    /** Reads {@code 10000-19998}; {@code 10000-19999} means the same pairs. */
    static PortRange parse(String text) {
        String[] ends = text.split("-", -1);
        if (ends.length != 2) {
            throw new IllegalArgumentException(text);
        }
        int last = Integer.parseInt(ends[1].strip());
        return new PortRange(Integer.parseInt(ends[0].strip()), last - (last & 1));
    }

    @Override
    public String toString() {
        return first + "-" + last;
    }
}
