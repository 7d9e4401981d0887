package io.sipcast.rtmp.serve;

import java.util.regex.Pattern;

/**
 * What a client asks for: an application and a stream in it.
 *
 * <p>The application ends at the first slash: of the app {@code live/room} the stream {@code cam}
 * is {@code room/cam} of {@code live}, as its URL reads. The instance {@code _definst_} that Flash
 * clients add is left out, and so is a prefix such as {@code mp4:} or {@code flv:}, which tells a
 * server of files how to read one.
 *
 * @param query what followed the name's question mark, then what followed the app's; may hold
 *     secrets, so {@link #toString} leaves it out
 */
public record StreamAddress(String app, String name, String query) {
    private static final Pattern DEFAULT_INSTANCE = Pattern.compile("/_definst_(?=/|$)");
    private static final Pattern FILE_PREFIX = Pattern.compile("^(?:flv|mp4|f4v|mp3):");

    /** From the app of the connect command and the name of the publish or play command. */
    public static StreamAddress of(String app, String name) {
        String inName = queryOf(name);
        String inApp = queryOf(app);
        String place = DEFAULT_INSTANCE.matcher(withoutSlashes(pathOf(app))).replaceAll("");
        String stream = FILE_PREFIX.matcher(withoutSlashes(pathOf(name))).replaceFirst("");
        String path = withoutSlashes(place + "/" + stream);
        int slash = path.indexOf('/');
        String query = inName + (inName.isEmpty() || inApp.isEmpty() ? "" : "&") + inApp;
        return slash < 0
                ? new StreamAddress(path, "", query)
                : new StreamAddress(path.substring(0, slash), path.substring(slash + 1), query);
    }

    private static String pathOf(String text) {
        int mark = text.indexOf('?');
        return mark < 0 ? text : text.substring(0, mark);
    }

    private static String queryOf(String text) {
        int mark = text.indexOf('?');
        return mark < 0 ? "" : text.substring(mark + 1);
    }

    private static String withoutSlashes(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && text.charAt(from) == '/') {
            from++;
        }
        while (to > from && text.charAt(to - 1) == '/') {
            to--;
        }
        return text.substring(from, to);
    }

    @Override
    public String toString() {
        return app + "/" + name;
    }
}
