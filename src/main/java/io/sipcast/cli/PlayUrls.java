package io.sipcast.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Where a stream can be watched.
 *
 * @param liveName {@code live/NAME}
 * @param pageSettings what the gateway's pages are told
 */
record PlayUrls(GatewayClient client, String liveName, JsonNode pageSettings) {
    Map<String, Object> all() {
        String name = liveName.substring(liveName.indexOf('/') + 1);
        String encoded = GatewayClient.encoded(name);
        Map<String, Object> urls = new LinkedHashMap<>();
        urls.put("player", client.url("/player?stream=" + encoded));
        urls.put("flv", client.url("/live/" + encoded + ".flv"));
        String rtmp = pageSettings.path("rtmpUrl").asString("");
        if (!rtmp.isEmpty()) {
            urls.put("rtmp", rtmp + "/" + name);
        }
        return urls;
    }
}
