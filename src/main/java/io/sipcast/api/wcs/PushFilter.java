package io.sipcast.api.wcs;

import io.sipcast.api.Fields;
import io.sipcast.push.PushInfo;
import org.jspecify.annotations.Nullable;

/** What {@code /push/find} asks for: all of it must fit. */
record PushFilter(
        @Nullable String streamName, @Nullable String rtmpUrl, @Nullable String mediaSessionId) {

    static PushFilter read(Fields body) {
        return new PushFilter(
                body.text("streamName"), body.text("rtmpUrl"), body.text("mediaSessionId"));
    }

    boolean fits(PushInfo push) {
        return (streamName == null || isNameOf(push, streamName))
                && (rtmpUrl == null || isUrlOf(push, rtmpUrl))
                && (mediaSessionId == null || mediaSessionId.equals(push.id()));
    }

    /** By the name that is published, or by that of the stream here. */
    private static boolean isNameOf(PushInfo push, String asked) {
        return asked.equals(push.publishedName()) || asked.equals(push.order().stream());
    }

    /** As it was given at the start, or as we show it. */
    private static boolean isUrlOf(PushInfo push, String asked) {
        String bare = withoutSlash(asked);
        return bare.equals(withoutSlash(push.order().url()))
                || bare.equals(withoutSlash(PushJson.url(push.order())));
    }

    private static String withoutSlash(String url) {
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }
}
