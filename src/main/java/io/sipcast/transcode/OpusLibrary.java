package io.sipcast.transcode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.net.URL;
import java.nio.file.Path;
import java.util.Locale;
import org.bytedeco.javacpp.Loader;

/**
 * Where libopus is: in a jar, from which it is unpacked once to where JavaCPP has FFmpeg's
 * libraries. Loading it is quick, to link is not.
 */
@SuppressWarnings("restricted") // to load native code is what this class is for
final class OpusLibrary {
    static final SymbolLookup SYMBOLS = open();

    private OpusLibrary() {}

    /** The first call does it. */
    static void load() {
        // The initialiser did it.
    }

    private static SymbolLookup open() {
        String resource = resource();
        URL library = OpusLibrary.class.getClassLoader().getResource(resource);
        if (library == null) {
            throw new UnsatisfiedLinkError("there is no libopus for this machine, " + resource);
        }
        try {
            Path file = Loader.cacheResource(library).toPath();
            return SymbolLookup.libraryLookup(file, Arena.global());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (IllegalArgumentException e) { // so it tells that it cannot be loaded
            throw new UnsatisfiedLinkError(e.getMessage());
        }
    }

    /** Where org.lwjgl:lwjgl-opus keeps the library. */
    private static String resource() {
        String arch = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "x64";
        String suffix = isMac() ? ".dylib" : ".so";
        return (isMac() ? "macos/" : "linux/") + arch + "/org/lwjgl/opus/libopus" + suffix;
    }

    private static boolean isMac() {
        return System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac");
    }
}
