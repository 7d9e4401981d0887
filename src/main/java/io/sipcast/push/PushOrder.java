package io.sipcast.push;

import io.sipcast.live.FormWishes;
import org.jspecify.annotations.Nullable;

/**
 * What a request for a push asks for.
 *
 * @param stream that of a call, or {@code app/name}
 * @param url of the application, to which the published name is added; or all of it
 * @param whole whether the URL has the stream's name, and with it any key
 * @param name what it is published as, often a key; null: what the stream is called, or as the
 *     whole URL says
 * @param muted whether it begins with silence
 * @param sound what is heard from the beginning on; null: the stream's own sound
 */
public record PushOrder(
        String stream,
        String url,
        boolean whole,
        @Nullable String name,
        boolean muted,
        @Nullable Sound sound,
        FormWishes form) {
    /**
     * A sound of {@code media.sounds} in place of the stream's.
     *
     * @param loop whether it is played again and again, or once
     */
    public record Sound(String fileName, boolean loop) {}

    /** One whose name is in the URL, or that of the stream. */
    public PushOrder(
            String stream,
            String url,
            boolean whole,
            boolean muted,
            @Nullable Sound sound,
            FormWishes form) {
        this(stream, url, whole, null, muted, sound, form);
    }

    /** The same for another stream. */
    public PushOrder of(String other) {
        return new PushOrder(other, url, whole, name, muted, sound, form);
    }

    /** Whether what it is published as may be a key that lets anybody publish there. */
    public boolean hasSecretName() {
        return whole || name != null;
    }

    /** Leaves the key out. */
    @Override
    public String toString() {
        return "push of " + stream;
    }
}
