package io.sipcast.bench.run;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;

/** The programs of others that are run. */
final class Programs {
    static final Path NGINX_RTMP = Path.of("/usr/lib/nginx/modules/ngx_rtmp_module.so");

    private Programs() {}

    /** The ffmpeg that comes with the gateway's own libraries: the very same version. */
    static String ffmpeg() {
        return Loader.load(org.bytedeco.ffmpeg.ffmpeg.class);
    }

    /**
     * Makes sure of them.
     *
     * @throws BenchException one is not there
     */
    static void require(String... names) {
        List<String> missing = Stream.of(names).filter(name -> !has(name)).toList();
        if (!missing.isEmpty()) {
            throw new BenchException(String.join(", ", missing) + " is not installed");
        }
    }

    private static boolean has(String name) {
        String path = System.getenv().getOrDefault("PATH", "");
        return Stream.concat(Stream.of(path.split(File.pathSeparator)), Stream.of("/usr/sbin"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
    }
}
