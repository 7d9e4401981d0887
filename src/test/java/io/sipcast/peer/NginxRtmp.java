package io.sipcast.peer;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** nginx with its RTMP module: the app {@code rec} keeps what is published as FLV. */
public final class NginxRtmp implements AutoCloseable {
    private final PeerProcess process;
    private final Path folder;
    private final int port;

    private NginxRtmp(PeerProcess process, Path folder, int port) {
        this.process = process;
        this.folder = folder;
        this.port = port;
    }

    public static NginxRtmp start() {
        return start(FreePorts.next());
    }

    public static NginxRtmp start(int port) {
        return start(port, "");
    }

    /**
     * With applications besides.
     *
     * @param applications as the file has them: {@code application relay { ... }}
     */
    public static NginxRtmp start(int port, String applications) {
        Path folder = PeerProcess.folder("nginx");
        try {
            Files.createDirectories(folder.resolve("rec"));
            Files.createDirectories(folder.resolve("keep"));
            Path configuration = folder.resolve("nginx.conf");
            Files.writeString(configuration, configuration(port, folder, applications));
            String me = System.getProperty("user.name");
            if (me.equals("root")) { // else the worker may not write what the master made
                Files.writeString(configuration, "user root;\n" + Files.readString(configuration));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        PeerProcess process =
                PeerProcess.start(folder, "nginx", "-p", folder + "/", "-c", "nginx.conf");
        FreePorts.awaitTaken(port);
        return new NginxRtmp(process, folder, port);
    }

    /**
     * In front of this server, TLS with one of the {@link TestCertificates}: a second process, as
     * nginx has rtmps only so.
     */
    public Secure secure(String certificate) {
        int securePort = FreePorts.next();
        Path place = PeerProcess.folder("nginx-tls");
        String configuration =
                """
                load_module /usr/lib/nginx/modules/ngx_stream_module.so;
                worker_processes 1;
                daemon off;
                pid nginx.pid;
                error_log error.log info;
                events { worker_connections 64; }
                stream {
                  server {
                    listen 127.0.0.1:%d ssl;
                    ssl_certificate %s;
                    ssl_certificate_key %s;
                    proxy_pass 127.0.0.1:%d;
                  }
                }
                """
                        .formatted(
                                securePort,
                                TestCertificates.certificate(certificate),
                                TestCertificates.key(certificate),
                                port);
        try {
            Files.writeString(place.resolve("nginx.conf"), configuration);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        PeerProcess tls = PeerProcess.start(place, "nginx", "-p", place + "/", "-c", "nginx.conf");
        FreePorts.awaitTaken(securePort);
        return new Secure(tls, securePort);
    }

    /** What speaks TLS before a server. */
    public record Secure(PeerProcess process, int port) implements AutoCloseable {
        /** {@code rtmps://HOST:PORT/APP}. */
        public String url(String host, String app) {
            return "rtmps://" + host + ":" + port + "/" + app;
        }

        @Override
        public void close() {
            process.close();
        }
    }

    private static String configuration(int port, Path folder, String applications) {
        return """
        load_module /usr/lib/nginx/modules/ngx_rtmp_module.so;
        worker_processes 1;
        daemon off;
        pid nginx.pid;
        error_log error.log info;
        events { worker_connections 512; }
        rtmp {
          access_log access.log;
          server {
            listen 127.0.0.1:%1$d;
            chunk_size 4096;
            application live { live on; }
            application rec { live on; record all; record_path %2$s/rec; record_suffix .flv; }
            application keep { live on; record all; record_unique on; record_path %2$s/keep; record_suffix .flv; }
            application closed { live on; deny publish all; }
            %3$s
          }
        }
        """
                .formatted(port, folder, applications);
    }

    /** {@code rtmp://127.0.0.1:PORT/APP}. */
    public String url(String app) {
        return "rtmp://127.0.0.1:" + port + "/" + app;
    }

    public int port() {
        return port;
    }

    /** The file that the app {@code rec} has kept of a stream, once there is one. */
    public Recording recording(String stream) {
        await().atMost(Duration.ofSeconds(10)).until(() -> file(stream) != null);
        Path file = file(stream);
        if (file == null) {
            throw new AssertionError("no recording of " + stream);
        }
        return new Recording(file);
    }

    /**
     * The files that the app {@code keep} has kept of a stream, one for each publish, in order. It
     * makes an empty one for who is refused because of the name.
     */
    public List<Recording> recordings(String stream) {
        try (Stream<Path> files = Files.list(folder.resolve("keep"))) {
            return files.filter(file -> file.getFileName().toString().startsWith(stream))
                    .filter(file -> file.toFile().length() > 0)
                    .sorted()
                    .map(Recording::new)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private @org.jspecify.annotations.Nullable Path file(String stream) {
        try (Stream<Path> files = Files.list(folder.resolve("rec"))) {
            return files.filter(file -> file.getFileName().toString().startsWith(stream))
                    .sorted()
                    .findFirst()
                    .orElse(null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
