package io.sipcast.bench.run;

import java.io.IOException;
import java.util.List;

/** The gateway's own server; viewers come over HTTP, as browsers do. */
record GatewayServer(GatewayChild gateway) implements RtmpServer {
    /** One with room for so many clients of one address. */
    static GatewayServer start(Rig rig, int clients) throws InterruptedException {
        return new GatewayServer(
                rig.gateway(
                        "rtmp.max-per-address=" + (2 * clients + 100),
                        "rtmp.max-connections=" + (2 * clients + 100)));
    }

    @Override
    public String name() {
        return "sipcast";
    }

    @Override
    public List<Long> processes() {
        return List.of(gateway.pid());
    }

    @Override
    public String publishUrl() {
        return "rtmp://127.0.0.1:" + gateway.rtmpPort() + "/live";
    }

    @Override
    public String playUrl(String stream) {
        return "http://127.0.0.1:" + gateway.httpPort() + path(stream);
    }

    private static String path(String stream) {
        return "/live/" + stream + ".flv";
    }

    @Override
    public Viewer watch(String stream) throws IOException {
        return Viewer.overHttp(gateway.httpPort(), path(stream));
    }

    @Override
    public void close() {
        gateway.close();
    }
}
