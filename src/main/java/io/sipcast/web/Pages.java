package io.sipcast.web;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;

/**
 * The pages and what belongs to them: a fixed list, each in memory once it has been asked for, so
 * that no request chooses a file and no event loop waits for one.
 */
final class Pages {
    /**
     * Nothing from elsewhere, no script or style within a page; blob: is what a page made itself.
     */
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:;"
                    + " media-src 'self' blob:; connect-src 'self'; base-uri 'none';"
                    + " form-action 'none'";

    private static final String EMBED = "/embed";

    /** Each path with its file. */
    static final Map<String, String> FILES = files();

    private Pages() {}

    /**
     * Has them served.
     *
     * @param embedOrigins whose pages may frame the embeddable one besides our own; * for all
     * @param mayWait reads them
     */
    static void put(StaticFiles files, List<String> embedOrigins, Executor mayWait) {
        Framing embed = Framing.by(embedOrigins);
        FILES.forEach((path, file) -> {
            Framing framing = path.equals(EMBED) ? embed : Framing.NOBODY;
            files.put(path, FileOnDemand.of("/web/" + file, POLICY, framing, mayWait));
        });
    }

    private static Map<String, String> files() {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("/", "index.html");
        files.put("/player", "player.html");
        files.put("/call", "call.html");
        files.put(EMBED, "embed.html");
        for (String name :
                new String[] {
                    "style.css",
                    "icon.svg",
                    "texts.js",
                    "server.js",
                    "key-dialog.js",
                    "dom.js",
                    "measures.js",
                    "events.js",
                    "connection.js",
                    "console.css",
                    "console.js",
                    "overload.js",
                    "calls.js",
                    "call-form.js",
                    "targets-form.js",
                    "call-words.js",
                    "call.js",
                    "call-summary.js",
                    "call-facts.js",
                    "call-targets.js",
                    "call-controls.js",
                    "parts.js",
                    "report.js",
                    "wrong.js",
                    "player.js",
                    "elements.js",
                    "numbers.js",
                    "ladder.js",
                    "ladder-layout.js",
                    "ladder-message.js",
                    "ladder-rows.js",
                    "media-path.js",
                    "media-boxes.js",
                    "media-flow.js",
                    "tip.js",
                    "charts.js",
                    "chart-series.js",
                    "meter.js",
                    "thumbnail.js",
                    "visuals.css",
                    "player.css",
                    "embed.js",
                    "player/catch-up.js",
                    "player/connection.js",
                    "player/feed.js",
                    "player/figures.js",
                    "player/icons.js",
                    "player/keys.js",
                    "player/memory.js",
                    "player/messages.js",
                    "player/pace.js",
                    "player/screen.js",
                    "player/session.js",
                    "player/share.js",
                    "player/sound.js",
                    "player/source.js",
                    "player/stage.js",
                    "player/timers.js",
                    "player/windows.js",
                    "mpegts/mpegts.js",
                    "mpegts/LICENSE",
                    "mpegts/mpegts.js.LICENSE.txt"
                }) {
            files.put("/" + name, name);
        }
        return files;
    }
}
