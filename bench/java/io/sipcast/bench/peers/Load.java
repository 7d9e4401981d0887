package io.sipcast.bench.peers;

import org.jspecify.annotations.Nullable;

/**
 * What each call of a callee sends. The loops are shared by all calls, which begin at different
 * places of them.
 *
 * @param sound in packets of 20 ms
 * @param pictures null for none: an offered video track is refused
 * @param encrypted by keys in SDP (SDES); a call that is not offered any is refused
 * @param reports whether RTCP sender reports go with it, one in two seconds for each track
 */
public record Load(
        SoundLoop sound, @Nullable PictureLoop pictures, boolean encrypted, boolean reports) {
    /** Sound alone, not encrypted, with reports. */
    public static Load of(SoundLoop sound) {
        return new Load(sound, null, false, true);
    }

    /** The same with these pictures. */
    public Load with(PictureLoop newPictures) {
        return new Load(sound, newPictures, encrypted, reports);
    }

    /** The same as SRTP. */
    public Load withEncryption() {
        return new Load(sound, pictures, true, reports);
    }
}
