package io.sipcast.rtmp.serve;

/**
 * What a client asks for: an application and a stream in it.
 *
 * @param query what followed the name's question mark, else the application's; may hold secrets, so
 *     {@link #toString} leaves it out
 */
public record StreamAddress(String app, String name, String query) {
    /** From the app of the connect command and the name of the publish or play command. */
    static StreamAddress of(String app, String name) {
        String query = queryOf(name);
        return new StreamAddress(
                withoutSlashes(pathOf(app)),
                withoutSlashes(pathOf(name)),
                query.isEmpty() ? queryOf(app) : query);
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
