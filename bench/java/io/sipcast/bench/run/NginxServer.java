package io.sipcast.bench.run;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** nginx with its RTMP module, in one process; viewers come over RTMP. */
record NginxServer(Child child, int port) implements RtmpServer {
    /**
     * Starts one.
     *
     * @throws BenchException nginx or its module is not installed
     */
    static NginxServer start(Rig rig) throws IOException, InterruptedException {
        Programs.require("nginx");
        if (!Files.exists(Programs.NGINX_RTMP)) {
            throw new BenchException("nginx has no RTMP module (" + Programs.NGINX_RTMP + ")");
        }
        int port = freePort();
        Path folder = Files.createDirectories(rig.settings().folder().resolve("nginx"));
        Files.writeString(folder.resolve("nginx.conf"), configuration(port));
        Child child =
                rig.children()
                        .start("nginx", List.of("nginx", "-p", folder + "/", "-c", "nginx.conf"));
        var server = new NginxServer(child, port);
        try {
            server.awaitListening();
            return server;
        } catch (BenchException e) {
            server.close();
            throw e;
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static String configuration(int port) {
        return """
        load_module %s;
        worker_processes 1;
        daemon off;
        master_process off;
        pid nginx.pid;
        error_log stderr error;
        events { worker_connections 4096; }
        rtmp {
          access_log off;
          server { listen 127.0.0.1:%d; chunk_size 4096; application live { live on; } }
        }
        """
                .formatted(Programs.NGINX_RTMP, port);
    }

    private void awaitListening() throws InterruptedException {
        for (int i = 0; i < 100; i++) {
            try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return;
            } catch (IOException _) {
                Thread.sleep(50);
            }
        }
        throw child.failed("does not listen");
    }

    @Override
    public String name() {
        return "nginx-rtmp";
    }

    @Override
    public List<Long> processes() {
        return List.of(child.pid());
    }

    @Override
    public String publishUrl() {
        return "rtmp://127.0.0.1:" + port + "/live";
    }

    @Override
    public String playUrl(String stream) {
        return publishUrl() + "/" + stream;
    }

    @Override
    public Viewer watch(String stream) throws IOException {
        return Viewer.overRtmp(playUrl(stream), port);
    }

    @Override
    public void close() {
        child.close();
    }
}
