package io.sipcast.net;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/** What a hook is told, with the names that nginx-rtmp gives it. */
final class HookForm {
    private static final Set<String> OURS =
            Set.of("app", "flashver", "swfurl", "tcurl", "pageurl", "addr", "call", "name");

    private final StringBuilder text = new StringBuilder();

    private HookForm() {}

    /**
     * The form as the body of a POST.
     *
     * @param call publish, play, publish_done or play_done
     */
    static String of(String call, StreamRequest request) {
        var form = new HookForm();
        form.add("app", request.name().app());
        form.add("flashver", request.client().flashVer());
        form.add("swfurl", request.client().swfUrl());
        form.add("tcurl", request.client().tcUrl());
        form.add("pageurl", request.client().pageUrl());
        form.add("addr", request.address());
        form.add("call", call);
        form.add("name", request.name().name());
        form.arguments(request.query());
        return form.text.toString();
    }

    private void add(String name, String value) {
        text.append(text.isEmpty() ? "" : "&")
                .append(name)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
    }

    /**
     * A query is a form already, except for what a client forgot to encode. What would say
     * something else than we do is left out.
     */
    private void arguments(String query) {
        for (String argument : query.split("[&?]", -1)) {
            String name = argument.split("=", 2)[0];
            if (!name.isEmpty() && !OURS.contains(name.toLowerCase(Locale.ROOT))) {
                text.append('&').append(printable(argument));
            }
        }
    }

    private static String printable(String argument) {
        var safe = new StringBuilder();
        for (byte b : argument.getBytes(StandardCharsets.UTF_8)) {
            if (b > ' ' && b < 0x7F) {
                safe.append((char) b);
            } else {
                safe.append("%%%02X".formatted(b & 0xFF));
            }
        }
        return safe.toString();
    }
}
